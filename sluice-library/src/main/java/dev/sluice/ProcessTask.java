package dev.sluice;

import java.io.Serializable;

/**
 * What a {@link ChildProcess} runs. A lambda will do; the queues, connections and data that it captures cross with it.
 */
@FunctionalInterface
public interface ProcessTask extends Serializable {
    /**
     * Runs in the main thread of the child.
     *
     * @throws Exception ends the child with exit code 1; the exception is printed on the child's standard error with the
     *                   child's name and pid, and the parent gets it as the cause of {@link ChildProcess#exception()}
     */
    void run() throws Exception;
}
