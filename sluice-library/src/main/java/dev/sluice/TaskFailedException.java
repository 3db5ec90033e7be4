package dev.sluice;

/**
 * Stands for an exception that a task has thrown in a worker of a {@link ProcessPool} and that cannot cross to this
 * process. Its message is the text of that exception with its stack trace.
 */
public final class TaskFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message the text of the exception of the task
     */
    public TaskFailedException(String message) {
        super(message);
    }
}
