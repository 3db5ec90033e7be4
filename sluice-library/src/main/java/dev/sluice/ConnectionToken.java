package dev.sluice;

import dev.sluice.internal.ring.Role;
import dev.sluice.internal.shm.SegmentException;
import java.io.Serial;
import java.io.Serializable;

/** A handle of one end on its way to another process. No record, as {@link QueueToken}. */
final class ConnectionToken implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final String SEPARATOR = "|";
    private static final String NOTHING = "-";

    /** The locator of the direction that it receives from, or null. */
    private final String in;

    /** The locator of the direction that it sends to, or null. */
    private final String out;

    ConnectionToken(String in, String out) {
        this.in = in;
        this.out = out;
    }

    /** The token as text, for where no object can travel. */
    String text() {
        return text(in) + SEPARATOR + text(out);
    }

    private static String text(String direction) {
        return direction == null ? NOTHING : direction;
    }

    static ConnectionToken parse(String text) {
        int separator = text.indexOf(SEPARATOR);
        if (separator < 0) {
            throw new IllegalArgumentException("\"" + text + "\" is not the token of a connection");
        }
        return new ConnectionToken(direction(text.substring(0, separator)), direction(text.substring(separator + 1)));
    }

    private static String direction(String text) {
        return text.equals(NOTHING) ? null : text;
    }

    Connection open() {
        HandleState reading = Pipes.openDirection(in, Role.READER);
        boolean done = false;
        try {
            Connection connection = new SharedConnection(reading, Pipes.openDirection(out, Role.WRITER));
            done = true;
            return connection;
        } finally {
            if (!done && reading != null) {
                reading.run();
            }
        }
    }

    @Serial
    private Object readResolve() {
        try {
            return open();
        } catch (SegmentException e) {
            throw Failures.ofArrival(e);
        }
    }
}
