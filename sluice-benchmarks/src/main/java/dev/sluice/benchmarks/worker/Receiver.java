package dev.sluice.benchmarks.worker;

import java.util.function.Consumer;

/**
 * The end at which elements come out.
 *
 * @param <E> the type of the elements
 */
public interface Receiver<E> {
    /** Waits until there are elements, and hands over one, or as many as a contender hands over at once. */
    void receive(Consumer<? super E> handler) throws Exception;
}
