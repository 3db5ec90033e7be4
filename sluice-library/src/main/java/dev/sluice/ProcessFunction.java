package dev.sluice;

import java.io.Serializable;

/**
 * What {@link ProcessPool#map} does to each input, in another process. A lambda will do; the queues, connections and data
 * that it captures cross with it, once to each worker.
 *
 * @param <T> the type of the inputs
 * @param <R> the type of the results
 */
@FunctionalInterface
public interface ProcessFunction<T, R> extends Serializable {
    /**
     * Computes the result of one input.
     *
     * @param input the input
     * @return the result, which may be null
     * @throws Exception fails this input alone
     */
    R apply(T input) throws Exception;
}
