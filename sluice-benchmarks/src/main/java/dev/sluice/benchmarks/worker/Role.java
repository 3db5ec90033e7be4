package dev.sluice.benchmarks.worker;

/** What one member of a trial does from its release on. */
interface Role {
    void run() throws Exception;
}
