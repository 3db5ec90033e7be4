package dev.sluice;

/** Thrown when the system refuses shared memory: no space left, no permission, or one of Sluice's stated limits reached; the call had no effect. */
public final class SharedMemoryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what happened, where, and what to do
     */
    public SharedMemoryException(String message) {
        super(message);
    }

    /**
     * Makes the exception with its cause.
     *
     * @param message what happened, where, and what to do
     * @param cause   what brought it about
     */
    public SharedMemoryException(String message, Throwable cause) {
        super(message, cause);
    }
}
