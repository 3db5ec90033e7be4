package dev.sluice.internal.codec;

/**
 * An object cannot be encoded. The message names the class and the way to it from the object that was to be
 * encoded.
 */
public final class EncodeException extends Exception {
    private static final long serialVersionUID = 1L;

    EncodeException(String message) {
        super(message);
    }

    EncodeException(String message, Throwable cause) {
        super(message, cause);
    }
}
