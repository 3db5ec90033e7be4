package dev.sluice;

/** Thrown when an object cannot cross: its encoding failed in put or send (nothing was added), or its decoding failed at the receiver. */
public final class SerializationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what happened, where, and what to do
     */
    public SerializationException(String message) {
        super(message);
    }

    /**
     * Makes the exception with its cause.
     *
     * @param message what happened, where, and what to do
     * @param cause   what brought it about
     */
    public SerializationException(String message, Throwable cause) {
        super(message, cause);
    }
}
