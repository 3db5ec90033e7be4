package dev.sluice.benchmarks.start;

import java.io.IOException;

/** A way to start a process that runs a task. */
public interface Starter extends AutoCloseable {
    /** Its name in the table. */
    String title();

    /** Starts one process with an empty task, and waits for its end. */
    StartTime measure() throws IOException, InterruptedException;

    /** What is to be said about the figures; empty if nothing is. */
    default String note() {
        return "";
    }

    @Override
    void close();
}
