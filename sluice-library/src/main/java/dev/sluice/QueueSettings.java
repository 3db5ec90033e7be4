package dev.sluice;

import java.io.ObjectInputFilter;
import java.util.Objects;

/** What a queue is built with. Immutable; each {@code with} checks its value and returns a changed copy. */
record QueueSettings(
        String name,
        int maxSize,
        long maxBytes,
        boolean isJoinable,
        boolean buffered,
        int maxDeliveries,
        Codec<?> codec,
        String filter,
        ProcessQueue<?> deadLetters) {

    static final int UNLIMITED = Integer.MAX_VALUE;

    /** The largest budget for which the address space reserved per queue stays modest. */
    static final long GREATEST_MAX_BYTES = 1L << 40;

    static final QueueSettings DEFAULT = new QueueSettings(
            null, UNLIMITED, ProcessQueue.DEFAULT_MAX_BYTES, false, false, UNLIMITED, null, null, null);

    QueueSettings withMaxSize(int newMaxSize) {
        if (newMaxSize < 1) {
            throw new IllegalArgumentException("maxSize=" + newMaxSize + " is below 1; leave it out for no bound");
        }
        return new QueueSettings(
                name, newMaxSize, maxBytes, isJoinable, buffered, maxDeliveries, codec, filter, deadLetters);
    }

    QueueSettings withMaxBytes(long newMaxBytes) {
        if (newMaxBytes < 1 || newMaxBytes > GREATEST_MAX_BYTES) {
            throw new IllegalArgumentException(
                    "maxBytes=" + newMaxBytes + " is not between 1 and " + GREATEST_MAX_BYTES + " (bytes)");
        }
        return new QueueSettings(
                name, maxSize, newMaxBytes, isJoinable, buffered, maxDeliveries, codec, filter, deadLetters);
    }

    QueueSettings withName(String newName) {
        return new QueueSettings(
                QueueNames.checked(newName),
                maxSize,
                maxBytes,
                isJoinable,
                buffered,
                maxDeliveries,
                codec,
                filter,
                deadLetters);
    }

    QueueSettings withCodec(Codec<?> newCodec) {
        return new QueueSettings(
                name, maxSize, maxBytes, isJoinable, buffered, maxDeliveries, newCodec, filter, deadLetters);
    }

    QueueSettings withFilter(String newFilter) {
        if (parsed(Objects.requireNonNull(newFilter, "filter pattern")) == null) {
            throw new IllegalArgumentException("the filter '" + newFilter + "' has no pattern in it");
        }
        return new QueueSettings(
                name, maxSize, maxBytes, isJoinable, buffered, maxDeliveries, codec, newFilter, deadLetters);
    }

    private static ObjectInputFilter parsed(String pattern) {
        try {
            return ObjectInputFilter.Config.createFilter(pattern);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the filter '" + pattern + "' is not in the syntax of ObjectInputFilter.Config (" + e.getMessage()
                            + "); write patterns as in \"com.example.*;java.base/*;!*\"",
                    e);
        }
    }

    QueueSettings withBuffered(boolean newBuffered) {
        return new QueueSettings(
                name, maxSize, maxBytes, isJoinable, newBuffered, maxDeliveries, codec, filter, deadLetters);
    }

    QueueSettings withMaxDeliveries(int newMaxDeliveries) {
        if (newMaxDeliveries < 1) {
            throw new IllegalArgumentException(
                    "maxDeliveries=" + newMaxDeliveries + " is below 1; leave it out for no limit");
        }
        return new QueueSettings(
                name, maxSize, maxBytes, isJoinable, buffered, newMaxDeliveries, codec, filter, deadLetters);
    }

    QueueSettings withDeadLetters(ProcessQueue<?> newDeadLetters) {
        return new QueueSettings(
                name, maxSize, maxBytes, isJoinable, buffered, maxDeliveries, codec, filter, newDeadLetters);
    }

    QueueSettings plain() {
        if (maxDeliveries != UNLIMITED || deadLetters != null) {
            throw new IllegalStateException("maxDeliveries and deadLetters are settings of a joinable queue;"
                    + " build it with buildJoinable() or leave them out");
        }
        return this;
    }

    QueueSettings joinable() {
        return new QueueSettings(
                name, maxSize, maxBytes, true, buffered, maxDeliveries, codec, filter, deadLetters);
    }
}
