package dev.sluice;

import java.io.Serializable;
import java.util.concurrent.CompletionException;

/**
 * A task without a result that a {@link ProcessPool} can hand to another process. A lambda will do where this type is
 * expected, as it is by {@link ProcessPool#execute(ProcessRunnable)}; the queues, connections and data that it captures
 * cross with it.
 */
@FunctionalInterface
public interface ProcessRunnable extends Runnable, Serializable {
    /**
     * What the task does. Unlike {@link Runnable#run} it may throw any exception.
     *
     * @throws Exception fails the task
     */
    void perform() throws Exception;

    /**
     * Does it here, in this process and thread.
     *
     * @throws CompletionException with the checked exception that it has thrown as the cause
     */
    @Override
    @SuppressWarnings("FunctionalInterfaceMethodChanged") // does the same, but for how it tells of a checked exception
    default void run() {
        try {
            perform();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }
}
