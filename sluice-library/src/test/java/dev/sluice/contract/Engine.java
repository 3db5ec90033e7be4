package dev.sluice.contract;

import dev.sluice.Pipe;
import dev.sluice.ProcessQueue;
import dev.sluice.peer.Elsewhere;

/** What a contract suite runs on: how its queues and pipes are made, and where the other side of a test is. */
public abstract class Engine implements AutoCloseable {
    private final Elsewhere elsewhere;

    protected Engine(Elsewhere elsewhere) {
        this.elsewhere = elsewhere;
    }

    /** The settings of a new queue, to be refined by the test. */
    public abstract <E> ProcessQueue.Builder<E> builder();

    public abstract Pipe duplex();

    public abstract Pipe oneWay();

    /** The other side. */
    public final Elsewhere elsewhere() {
        return elsewhere;
    }

    @Override
    public void close() {
        elsewhere.close();
    }
}
