package dev.sluice;

/** Thrown by every form of put after a shutdown, and by every form of get once nothing is left. */
public final class QueueShutdownException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what happened, where, and what to do
     */
    public QueueShutdownException(String message) {
        super(message);
    }
}
