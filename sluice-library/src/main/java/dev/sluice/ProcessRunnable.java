package dev.sluice;

import java.io.Serializable;

/**
 * A task without a result that a {@link ProcessPool} can hand to another process. A lambda will do where this type is
 * expected, as it is by {@link ProcessPool#execute(ProcessRunnable)}; the queues, connections and data that it captures
 * cross with it.
 */
@FunctionalInterface
public interface ProcessRunnable extends Runnable, Serializable {}
