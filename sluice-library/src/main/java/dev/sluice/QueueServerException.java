package dev.sluice;

/**
 * Thrown when the server of a queue cannot be reached, refuses, or has not answered in time. The message says whether what
 * was asked for may have happened nevertheless.
 */
public final class QueueServerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what happened, where, and what to do
     * @param cause   what the client of the server reported, or null
     */
    public QueueServerException(String message, Throwable cause) {
        super(message, cause);
    }
}
