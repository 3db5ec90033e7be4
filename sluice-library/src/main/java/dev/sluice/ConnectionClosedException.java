package dev.sluice;

import java.nio.channels.ClosedChannelException;

/** What closing a connection ends its calls with, with the message that the JDK's class has no room for. */
final class ConnectionClosedException extends ClosedChannelException {
    private static final long serialVersionUID = 1L;

    private final String message;

    ConnectionClosedException(String message) {
        this.message = message;
    }

    @Override
    public String getMessage() {
        return message;
    }
}
