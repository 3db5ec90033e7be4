package dev.sluice;

import java.io.IOException;

/**
 * Thrown by {@link Connection#recvBytes(int)} and {@link Connection#recvBytesInto} when the message is longer than the
 * room given. The message is consumed and travels in this exception whole; the connection goes on.
 */
public final class BufferTooShortException extends IOException {
    private static final long serialVersionUID = 1L;

    /** The whole message. */
    private final byte[] bytes;

    /**
     * Makes the exception.
     *
     * @param message what happened and what to do
     * @param bytes   the whole message
     */
    public BufferTooShortException(String message, byte[] bytes) {
        super(message);
        this.bytes = bytes;
    }

    /**
     * The whole message that did not fit.
     *
     * @return the message, owned by the caller
     */
    public byte[] bytes() {
        return bytes;
    }
}
