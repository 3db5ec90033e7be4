package dev.sluice.benchmarks.worker;

/**
 * The end at which elements go in.
 *
 * @param <E> the type of the elements
 */
public interface Sender<E> {
    /** Sends one element, waiting while there is no room. */
    void send(E element) throws Exception;

    /** Called when all is sent: waits for what the workload waits for at its end. */
    default void finish() throws Exception {}
}
