package dev.sluice;

/** Thrown when a queue is built under a name that is taken. */
public final class QueueExistsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what happened, where, and what to do
     */
    public QueueExistsException(String message) {
        super(message);
    }

    /**
     * Makes the exception with its cause.
     *
     * @param message what happened, where, and what to do
     * @param cause   what brought it about
     */
    public QueueExistsException(String message, Throwable cause) {
        super(message, cause);
    }
}
