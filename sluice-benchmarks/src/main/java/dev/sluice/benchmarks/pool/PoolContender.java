package dev.sluice.benchmarks.pool;

import java.io.IOException;

/** A pool, and one way of giving it tasks. */
public interface PoolContender extends AutoCloseable {
    /** Who, for people. */
    String title();

    /** Has so many tiny tasks done. */
    PoolRun measure(int tasks) throws IOException, InterruptedException;

    @Override
    void close();
}
