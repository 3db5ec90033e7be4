package dev.sluice;

import dev.sluice.internal.codec.DecodeException;
import dev.sluice.internal.codec.EncodeBuffer;
import dev.sluice.internal.codec.EncodeException;
import dev.sluice.internal.codec.ObjectCodec;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;

/** What is stored beside a queue, so that whoever opens it uses the same codec, filter and dead-letter queue. */
final class QueueConfiguration implements AutoCloseable {
    private static final ObjectCodec CODEC = new ObjectCodec(null, null);

    /**
     * Its stored form.
     *
     * @param codec       null for the built-in encoding
     * @param filter      null for none
     * @param deadLetters null for none
     */
    private record Stored(Codec<?> codec, String filter, ProcessQueue<?> deadLetters) implements Serializable {}

    private final Stored stored;
    private final Elements elements;
    private final boolean buffered;

    private QueueConfiguration(Stored stored, boolean buffered) {
        this.stored = stored;
        this.buffered = buffered;
        this.elements = new Elements(stored.codec, stored.filter);
    }

    static QueueConfiguration of(QueueSettings settings) {
        return new QueueConfiguration(
                new Stored(settings.codec(), settings.filter(), settings.deadLetters()), settings.buffered());
    }

    /** The same with a handle of the dead-letter queue that stays open when its giver closes his. */
    QueueConfiguration withOwnHandles() {
        return stored.deadLetters == null
                ? this
                : new QueueConfiguration(
                        new Stored(stored.codec, stored.filter, SharedQueues.another(stored.deadLetters)), buffered);
    }

    /** Closes the own handle of the dead-letter queue. */
    @Override
    public void close() {
        if (stored.deadLetters != null) {
            stored.deadLetters.close();
        }
    }

    /** Nothing stored stands for the defaults. */
    byte[] bytes() {
        if (stored.codec == null && stored.filter == null && stored.deadLetters == null) {
            return new byte[0];
        }
        EncodeBuffer buffer = new EncodeBuffer();
        try {
            // The token of the dead-letter queue is held by the handle that the builder was given.
            CODEC.encode(stored, buffer);
        } catch (EncodeException e) {
            throw new SerializationException("the settings of the queue cannot be stored: " + e.getMessage(), e);
        }
        return Arrays.copyOf(buffer.array(), buffer.length());
    }

    static QueueConfiguration read(byte[] bytes, boolean buffered, String name) {
        if (bytes.length == 0) {
            return new QueueConfiguration(new Stored(null, null, null), buffered);
        }
        try {
            return new QueueConfiguration((Stored) CODEC.decode(bytes, 0, bytes.length), buffered);
        } catch (DecodeException | ClassCastException e) {
            throw new SerializationException(
                    "the settings of " + name + " cannot be read here: " + e.getMessage()
                            + "; its codec must be on this process's class path",
                    e);
        }
    }

    Elements elements() {
        return elements;
    }

    boolean isBuffered() {
        return buffered;
    }

    /** Null if there is none. */
    ProcessQueue<?> deadLetters() {
        return stored.deadLetters;
    }

    /** The first setting in which the two differ, or null. */
    String differenceTo(QueueConfiguration other) {
        if (buffered != other.buffered) {
            return "buffered";
        }
        if (!Objects.equals(classOf(stored.codec), classOf(other.stored.codec))) {
            return "codec";
        }
        if (!Objects.equals(stored.filter, other.stored.filter)) {
            return "filter";
        }
        return Objects.equals(stored.deadLetters, other.stored.deadLetters) ? null : "deadLetters";
    }

    private static Class<?> classOf(Object o) {
        return o == null ? null : o.getClass();
    }
}
