/** Multiprocessing for Java: queues, joinable queues, pipes and child processes over shared memory. */
module dev.sluice {
    requires java.management; // the JVM options that a child process inherits

    requires static jdk.jfr; // the events of pools; without it there are none

    exports dev.sluice;
    exports dev.sluice.spi;

    uses dev.sluice.spi.QueueEngine;
}
