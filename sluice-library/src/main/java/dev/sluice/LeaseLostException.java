package dev.sluice;

/**
 * Thrown by the acknowledgement of an element that is no longer this process's: it did not renew its lease in time, because
 * it was paused or cut off from the server, and the element was or will be delivered to somebody else.
 */
public final class LeaseLostException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what happened, where, and what to do
     */
    public LeaseLostException(String message) {
        super(message);
    }
}
