package dev.sluice;

import java.io.Serializable;

/**
 * Two connected ends between which messages travel. Messages keep their boundaries and their order.
 *
 * <p>Each end may be used by several threads and processes at once. An end that was sent to another process (captured by
 * a task, put into a queue, sent through a connection) is a handle of its own there. The other end sees the end of the
 * stream as soon as every process that held this end has closed it or died, no matter how.
 */
public interface Pipe extends AutoCloseable, Serializable {
    /**
     * Creates a pipe whose ends both send and receive.
     *
     * @return the pipe
     * @throws SharedMemoryException if the system refuses the memory
     */
    static Pipe duplex() {
        return Pipes.create(true);
    }

    /**
     * Creates a pipe whose {@link #first()} end receives and whose {@link #second()} end sends.
     *
     * @return the pipe
     * @throws SharedMemoryException if the system refuses the memory
     */
    static Pipe oneWay() {
        return Pipes.create(false);
    }

    /**
     * The first end; of a one-way pipe the one that receives.
     *
     * @return the end, the same object at each call
     */
    Connection first();

    /**
     * The second end; of a one-way pipe the one that sends.
     *
     * @return the end, the same object at each call
     */
    Connection second();

    /** Closes this process's handles of both ends. Closing twice is harmless. */
    @Override
    void close();
}
