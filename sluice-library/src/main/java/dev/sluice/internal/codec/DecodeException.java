package dev.sluice.internal.codec;

/**
 * Bytes cannot be turned into an object: they are damaged, or this process lacks or refuses a class. The message
 * says which.
 */
public final class DecodeException extends Exception {
    private static final long serialVersionUID = 1L;

    DecodeException(String message) {
        super(message);
    }

    DecodeException(String message, Throwable cause) {
        super(message, cause);
    }
}
