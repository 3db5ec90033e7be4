package dev.sluice;

import dev.sluice.internal.shm.SegmentException;
import java.util.function.Supplier;

/** Turns what the inside throws into what the API promises: the one place where that happens. */
final class Failures {
    private Failures() {}

    /** A call of the inside, with its failures turned. */
    static <T> T turned(Object where, Supplier<T> call) {
        try {
            return call.get();
        } catch (SegmentException | IndexOutOfBoundsException | IllegalArgumentException | InternalError e) {
            throw of(where, e);
        }
    }

    /** A call of the inside, with its failures turned. */
    static void turned(Object where, Runnable call) {
        turned(where, () -> {
            call.run();
            return null;
        });
    }

    /**
     * What the API promises for a failure of the inside.
     *
     * @param where the queue or connection
     */
    static RuntimeException of(Object where, Throwable e) {
        return switch (e) {
            case SegmentException segment -> of(segment);
            case IndexOutOfBoundsException outside -> damaged(where, outside);
            case IllegalArgumentException misaligned -> damaged(where, misaligned);
            case InternalError unreadable -> new SharedMemoryException(
                    "the memory of " + where
                            + " could not be accessed: its file was cut off, or the file system is full;"
                            + " see ./sluice doctor",
                    unreadable);
            default -> throw new AssertionError("not a failure of the inside", e);
        };
    }

    private static RuntimeException damaged(Object where, RuntimeException e) {
        return new QueueDamagedException(
                where + " is damaged: something in it points to where nothing can be (" + e.getMessage()
                        + "); remove and create it anew",
                e);
    }

    /** What the calls of a JVM are told that has left all segments and has not ended yet. */
    static String letGoAtEnd(Object where) {
        return "this JVM is ending, and has let go of " + where + "; use it before, not in a shutdown hook";
    }

    /** What the API promises for a handle that arrives and cannot be opened. */
    static RuntimeException ofArrival(SegmentException e) {
        return e.kind() != SegmentException.Kind.NOT_FOUND
                ? of(e)
                : new QueueNotFoundException(
                        "a handle has arrived, but " + e.getMessage()
                                + ", or let the process that sent it live until then",
                        e);
    }

    static RuntimeException of(SegmentException e) {
        return switch (e.kind()) {
            case EXISTS -> new QueueExistsException(e.getMessage(), e);
            case NOT_FOUND -> new QueueNotFoundException(e.getMessage(), e);
            case DAMAGED -> new QueueDamagedException(e.getMessage(), e);
            case NO_SPACE, NOT_PERMITTED, LIMIT, IO -> new SharedMemoryException(e.getMessage(), e);
        };
    }
}
