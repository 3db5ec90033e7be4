package dev.sluice;

/** Thrown at once for an element whose encoding could never fit into the queue's byte budget; nothing was added. */
public final class ElementTooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what happened, where, and what to do
     */
    public ElementTooLargeException(String message) {
        super(message);
    }
}
