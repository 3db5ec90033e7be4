package dev.sluice;

import dev.sluice.internal.shm.SegmentException;

/** Turns what the inside throws into what the API promises: the one place where that happens. */
final class Failures {
    private Failures() {}

    static RuntimeException of(SegmentException e) {
        return switch (e.kind()) {
            case EXISTS -> new QueueExistsException(e.getMessage(), e);
            case NOT_FOUND -> new QueueNotFoundException(e.getMessage(), e);
            case DAMAGED -> new QueueDamagedException(e.getMessage(), e);
            case NO_SPACE, NOT_PERMITTED, LIMIT, IO -> new SharedMemoryException(e.getMessage(), e);
        };
    }

    /** For an offset that led outside the segment. */
    static RuntimeException of(String name, IndexOutOfBoundsException e) {
        return new QueueDamagedException(
                name + " is damaged: something in it points outside (" + e.getMessage()
                        + "); remove and create it anew",
                e);
    }

    /** For memory that could not be had when it was touched. */
    static RuntimeException of(String name, InternalError e) {
        return new SharedMemoryException(
                "the memory of " + name
                        + " could not be accessed: its file was cut off, or the file system is full; see"
                        + " ./sluice doctor",
                e);
    }
}
