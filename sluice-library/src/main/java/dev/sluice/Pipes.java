package dev.sluice;

import dev.sluice.internal.layout.Header;
import dev.sluice.internal.layout.SegmentLayout;
import dev.sluice.internal.ring.Attachment;
import dev.sluice.internal.ring.Deadline;
import dev.sluice.internal.ring.Role;
import dev.sluice.internal.shm.SegmentException;
import dev.sluice.internal.waiting.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/**
 * Pipes in shared memory: each direction is a segment of its own, in which the processes count the handles that receive and
 * that send.
 */
final class Pipes {
    /** How many messages of one direction may be under way: few enough that a process may have thousands of pipes. */
    private static final int GREATEST_LENGTH = 1 << 16;

    private Pipes() {}

    static Pipe create(boolean duplex) {
        try {
            if (!duplex) {
                Attachment oneWay = createDirection();
                return new SharedPipe(reader(oneWay), writer(oneWay));
            }
            Attachment forth = createDirection();
            Attachment back;
            boolean done = false;
            try {
                back = createDirection();
                done = true;
            } finally {
                if (!done) {
                    forth.release();
                }
            }
            forth.retain();
            back.retain();
            return new SharedPipe(
                    new SharedConnection(state(back, Role.READER), state(forth, Role.WRITER)),
                    new SharedConnection(state(forth, Role.READER), state(back, Role.WRITER)));
        } catch (SegmentException e) {
            throw Failures.of(e);
        }
    }

    private static SharedConnection reader(Attachment attachment) {
        return new SharedConnection(state(attachment, Role.READER), null);
    }

    private static SharedConnection writer(Attachment attachment) {
        attachment.retain();
        return new SharedConnection(null, state(attachment, Role.WRITER));
    }

    private static Attachment createDirection() {
        return Attachment.create(
                null,
                "pipe",
                SegmentLayout.of(
                        Header.KIND_PIPE,
                        GREATEST_LENGTH,
                        ProcessQueue.DEFAULT_MAX_BYTES,
                        QueueSettings.UNLIMITED,
                        0),
                new byte[0]);
    }

    private static HandleState state(Attachment attachment, Role role) {
        return new HandleState(attachment, role, () -> {});
    }

    /** Opens one direction by its locator; null stays null. */
    static HandleState openDirection(String locator, Role role) {
        if (locator == null) {
            return null;
        }
        HandleState state = state(Attachment.open(locator), role);
        Arrivals.opened(state);
        return state;
    }

    /** A short single-line text by which a process of this user can open a handle of the same end. */
    static String token(Connection connection) {
        return ((SharedConnection) connection).token().text();
    }

    /** Opens the end that the token stands for; QueueNotFoundException if nobody holds it any more. */
    static Connection open(String token) {
        try {
            return ConnectionToken.parse(token).open();
        } catch (SegmentException e) {
            throw Failures.of(e);
        }
    }

    static List<Connection> waitAny(Collection<Connection> connections, Duration timeout) throws InterruptedException {
        Objects.requireNonNull(connections, "connections");
        List<SharedConnection> all = new ArrayList<>();
        for (Connection connection : connections) {
            all.add((SharedConnection) Objects.requireNonNull(connection, "connection"));
        }
        Deadline deadline = timeout == null ? Deadline.NEVER : Deadline.in(timeout);
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted before it could wait for a connection");
        }
        if (all.isEmpty()) {
            if (timeout != null && timeout.isPositive()) {
                Thread.sleep(timeout);
            }
            return List.of();
        }
        List<Event> events = all.stream().map(SharedConnection::readableEvent).toList();
        int[] armed = new int[events.size()];
        long start = System.nanoTime();
        for (;;) {
            for (int i = 0; i < armed.length; i++) {
                armed[i] = events.get(i).arm();
            }
            List<Connection> ready = new ArrayList<>();
            for (SharedConnection connection : all) {
                if (connection.poll()) {
                    ready.add(connection);
                }
            }
            if (!ready.isEmpty() || deadline.isOver()) {
                events.forEach(Event::signal); // what was armed for us may concern others
                return ready;
            }
            deadline.awaitAny(events, armed, start);
            if (Thread.interrupted()) {
                events.forEach(Event::signal);
                throw new InterruptedException("interrupted while waiting for a connection");
            }
        }
    }
}
