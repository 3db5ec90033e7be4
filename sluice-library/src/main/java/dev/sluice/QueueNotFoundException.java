package dev.sluice;

/** Thrown when a queue is opened that does not exist, or whose last holder is gone. */
public final class QueueNotFoundException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what happened, where, and what to do
     */
    public QueueNotFoundException(String message) {
        super(message);
    }

    /**
     * Makes the exception with its cause.
     *
     * @param message what happened, where, and what to do
     * @param cause   what brought it about
     */
    public QueueNotFoundException(String message, Throwable cause) {
        super(message, cause);
    }
}
