package dev.sluice;

/**
 * Thrown by every call on a handle that this process has closed, also to the threads that were waiting on it; and to what still
 * runs, such as a shutdown hook, a second after the end of the JVM has closed it.
 */
public final class QueueClosedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what happened, where, and what to do
     */
    public QueueClosedException(String message) {
        super(message);
    }
}
