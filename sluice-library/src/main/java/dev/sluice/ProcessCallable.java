package dev.sluice;

import java.io.Serializable;
import java.util.concurrent.Callable;

/**
 * A task with a result that a {@link ProcessPool} can hand to another process. A lambda will do where this type is
 * expected, as it is by {@link ProcessPool#submit(ProcessCallable)}; the queues, connections and data that it captures
 * cross with it.
 *
 * @param <T> the type of the result
 */
@FunctionalInterface
public interface ProcessCallable<T> extends Callable<T>, Serializable {}
