package dev.sluice;

/** Thrown by {@code putNoWait}, {@code add} and a timed {@code put} when no room appeared in time; nothing was added. */
public final class QueueFullException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what happened, where, and what to do
     */
    public QueueFullException(String message) {
        super(message);
    }
}
