package dev.sluice;

import java.time.Duration;

/**
 * A queue whose elements want to be acknowledged, so that a producer can wait until all work is done and a consumer that
 * dies loses nothing.
 *
 * <p>Whatever way an element leaves to a caller ({@code take}, {@code get}, {@code poll}, {@code remove},
 * {@code drainTo}, an iterator's {@code remove}, {@link #receive()}), it belongs to its taker until {@link #taskDone()}
 * or {@link Delivery#done()}. If the process dies, or closes the handle, it is delivered again: before all queued
 * elements, oldest first, with a {@linkplain Delivery#count() count}, and not refused by the bound, so that
 * {@code size()} may exceed {@code maxSize()} by such elements. {@code clear()} counts as done.
 *
 * @param <E> the type of the elements
 */
public interface JoinableQueue<E> extends ProcessQueue<E> {
    /**
     * Creates an anonymous joinable queue without a bound on the number of elements.
     *
     * @param <E> the type of the elements
     * @return its first handle
     */
    static <E> JoinableQueue<E> create() {
        return ProcessQueue.<E>builder().buildJoinable();
    }

    /**
     * Creates an anonymous joinable queue of at most {@code maxSize} elements.
     *
     * @param <E>     the type of the elements
     * @param maxSize the bound, at least 1
     * @return its first handle
     * @throws IllegalArgumentException if {@code maxSize} is below 1
     */
    static <E> JoinableQueue<E> create(int maxSize) {
        return ProcessQueue.<E>builder().maxSize(maxSize).buildJoinable();
    }

    /**
     * Opens an existing named joinable queue.
     *
     * @param <E>  the type of the elements
     * @param name the name, as in {@link ProcessQueue#open}
     * @return a new handle
     * @throws QueueNotFoundException if there is none
     * @throws IllegalStateException  if the queue under that name is not joinable
     */
    static <E> JoinableQueue<E> open(String name) {
        ProcessQueue<E> queue = ProcessQueue.open(name);
        if (queue instanceof JoinableQueue<E> joinable) {
            return joinable;
        }
        queue.close();
        throw new IllegalStateException(
                "the queue '" + name + "' is not joinable; open it with ProcessQueue.open, or build it joinable");
    }

    /**
     * Acknowledges one element: the oldest that the calling thread took and has not acknowledged, else the oldest of
     * this process. Elements taken by {@link #receive()} are acknowledged by their {@link Delivery} alone.
     *
     * @throws IllegalStateException if this process holds none, that is, if it was called more often than elements were
     *                               taken
     * @throws QueueClosedException  if this handle is closed
     */
    void taskDone();

    /**
     * Waits until every element that was put has been acknowledged. Any process may call it.
     *
     * @throws InterruptedException if interrupted before or while waiting
     * @throws QueueClosedException if this handle is closed while waiting
     */
    void join() throws InterruptedException;

    /**
     * Waits, no longer than the given time, until every element that was put has been acknowledged.
     *
     * @param timeout how long to wait; zero or less: not at all
     * @return whether all was done in time
     * @throws InterruptedException if interrupted before or while waiting
     * @throws QueueClosedException if this handle is closed while waiting
     */
    boolean join(Duration timeout) throws InterruptedException;

    /**
     * Takes the oldest element, waiting while there is none, as a delivery that is acknowledged by itself.
     *
     * @return the delivery, to be used in a try-with-resources statement
     * @throws InterruptedException   if interrupted before or while waiting; nothing was taken
     * @throws QueueShutdownException if the queue was shut down and nothing is left
     * @throws QueueClosedException   if this handle was closed before there was an element
     * @throws SerializationException if the element cannot be decoded here; see {@link ProcessQueue#get()}
     */
    Delivery<E> receive() throws InterruptedException;

    /**
     * Takes the oldest element as {@link #receive()} does, waiting for one no longer than the given time.
     *
     * @param timeout bounds the whole call; zero or less: does not wait
     * @return the delivery
     * @throws InterruptedException   if interrupted before or while waiting; nothing was taken
     * @throws QueueEmptyException    if none appeared in time
     * @throws QueueShutdownException if the queue was shut down and nothing is left
     * @throws QueueClosedException   if this handle was closed before there was an element
     * @throws SerializationException if the element cannot be decoded here; see {@link ProcessQueue#get()}
     */
    Delivery<E> receive(Duration timeout) throws InterruptedException;

    /**
     * One element, taken and not yet acknowledged. Any thread of the process that received it may end it; the first of
     * {@link #done()}, {@link #giveBack()} and {@link #close()} decides, later calls do nothing.
     *
     * @param <E> the type of the element
     */
    interface Delivery<E> extends AutoCloseable {
        /**
         * The element.
         *
         * @return the element, the same object at each call
         */
        E element();

        /**
         * How often the element has been delivered, this time included.
         *
         * @return 1 the first time, 2 after one redelivery, and so on
         */
        int count();

        /** Acknowledges the element. */
        void done();

        /** Gives the element back: it is delivered again, to this or another consumer, before all queued ones. */
        void giveBack();

        /** Gives the element back unless {@link #done()} was called. */
        @Override
        void close();
    }
}
