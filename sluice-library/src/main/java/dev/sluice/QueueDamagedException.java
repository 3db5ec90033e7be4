package dev.sluice;

/** Thrown when shared memory does not hold what Sluice wrote there: a foreign, truncated or damaged file, or one of another version. */
public final class QueueDamagedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what happened, where, and what to do
     */
    public QueueDamagedException(String message) {
        super(message);
    }

    /**
     * Makes the exception with its cause.
     *
     * @param message what happened, where, and what to do
     * @param cause   what brought it about
     */
    public QueueDamagedException(String message, Throwable cause) {
        super(message, cause);
    }
}
