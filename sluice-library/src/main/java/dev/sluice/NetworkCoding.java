package dev.sluice;

import dev.sluice.internal.codec.DecodeException;
import dev.sluice.internal.codec.EncodeBuffer;
import dev.sluice.internal.codec.EncodeException;
import dev.sluice.internal.codec.ObjectCodec;
import dev.sluice.spi.ElementCoding;
import java.io.ObjectInputFilter;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;

/** The elements of a queue that is on a server: coded as in shared memory, and decoded by the filter for networks. */
final class NetworkCoding implements ElementCoding {
    private static final String FILTER_PROPERTY = "dev.sluice.filter";
    private static final byte[] DEFAULTS = {};

    /**
     * What is stored beside the queue.
     *
     * @param codec       null for the built-in encoding
     * @param filter      null for none
     * @param deadLetters null for none
     */
    private record Stored(Codec<?> codec, String filter, ProcessQueue<?> deadLetters) implements Serializable {}

    private final Stored stored;
    private final Elements elements;
    private final byte[] bytes;

    private NetworkCoding(Stored stored, byte[] bytes, ObjectInputFilter filter) {
        this.stored = stored;
        this.bytes = bytes;
        this.elements = Elements.filteredBy(filter, stored.codec);
    }

    /** With an own handle of the dead-letter queue, which stays open when its giver closes his. */
    static NetworkCoding of(QueueSettings settings) {
        byte[] bytes = stored(new Stored(settings.codec(), settings.filter(), settings.deadLetters()));
        if (settings.deadLetters() == null) {
            return new NetworkCoding(
                    new Stored(settings.codec(), settings.filter(), null),
                    bytes,
                    filter(settings.filter(), settings.filter()));
        }
        ProcessQueue<?> own = (ProcessQueue<?>) decodeSettings(
                encodeSettings(settings.deadLetters()), filter(null, null), "the dead-letter queue");
        return new NetworkCoding(
                new Stored(settings.codec(), settings.filter(), own),
                bytes,
                filter(settings.filter(), settings.filter()));
    }

    private static ObjectInputFilter filter(String ofBuilder, String ofQueue) {
        return new NetworkFilter(System.getProperty(FILTER_PROPERTY), ofBuilder, ofQueue);
    }

    private static byte[] stored(Stored stored) {
        return stored.codec == null && stored.filter == null && stored.deadLetters == null ? DEFAULTS
                : encodeSettings(stored);
    }

    private static byte[] encodeSettings(Object object) {
        try (Scratch scratch = Scratch.borrow()) {
            EncodeBuffer buffer = new EncodeBuffer();
            scratch.inTransit.begin();
            try {
                new ObjectCodec(null, null).encode(object, buffer);
            } finally {
                scratch.inTransit.end();
            }
            refuseSharedMemory(scratch);
            return Arrays.copyOf(buffer.array(), buffer.length());
        } catch (EncodeException e) {
            throw new SerializationException("the settings of the queue cannot be stored: " + e.getMessage(), e);
        }
    }

    private static void refuseSharedMemory(Scratch scratch) {
        if (!scratch.inTransit.isEmpty()) {
            throw new SerializationException(
                    "a handle of shared memory cannot leave this machine; send a queue of the same server instead",
                    null);
        }
    }

    private static Object decodeSettings(byte[] bytes, ObjectInputFilter filter, String name) {
        try {
            return new ObjectCodec(null, filter).decode(bytes, 0, bytes.length);
        } catch (DecodeException e) {
            throw new SerializationException(
                    "the settings of " + name + " cannot be read here: " + e.getMessage()
                            + "; its codec must be on this process's class path, and allowed by -D" + FILTER_PROPERTY,
                    e);
        }
    }

    /** Reads the coding of a queue in a process that gave this filter to its builder, or none. */
    static Reader reader(String ofBuilder) {
        return (bytes, name) -> {
            Stored stored = new Stored(null, null, null);
            if (bytes.length > 0) {
                ObjectInputFilter outer = filter(ofBuilder, null);
                Object read = decodeSettings(
                        bytes,
                        info -> info.serialClass() == Stored.class
                                ? ObjectInputFilter.Status.ALLOWED
                                : outer.checkInput(info),
                        name);
                if (!(read instanceof Stored same)) {
                    throw new QueueDamagedException(
                            "what is stored beside " + name + " are no settings; remove and create it anew", null);
                }
                stored = same;
            }
            return new NetworkCoding(stored, bytes, filter(ofBuilder, stored.filter));
        };
    }

    @Override
    public byte[] encode(Object element) {
        try (Scratch scratch = Scratch.borrow()) {
            byte[] encoded = elements.encode(element, scratch).toArray();
            refuseSharedMemory(scratch);
            return encoded;
        }
    }

    @Override
    public Object decode(byte[] encoded) {
        return elements.decode(encoded);
    }

    @Override
    public ProcessQueue<?> deadLetters() {
        return stored.deadLetters;
    }

    @Override
    public byte[] stored() {
        return bytes.clone();
    }

    @Override
    public String differenceTo(ElementCoding other) {
        NetworkCoding that = (NetworkCoding) other;
        if (!Objects.equals(classOf(stored.codec), classOf(that.stored.codec))) {
            return "codec";
        }
        if (!Objects.equals(stored.filter, that.stored.filter)) {
            return "filter";
        }
        return Objects.equals(stored.deadLetters, that.stored.deadLetters) ? null : "deadLetters";
    }

    private static Class<?> classOf(Object o) {
        return o == null ? null : o.getClass();
    }

    @Override
    public void close() {
        if (stored.deadLetters != null) {
            stored.deadLetters.close();
        }
    }
}
