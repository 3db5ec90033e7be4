package dev.sluice;

import dev.sluice.internal.codec.DecodeException;
import dev.sluice.internal.codec.EncodeBuffer;
import dev.sluice.internal.codec.EncodeException;
import dev.sluice.internal.codec.ObjectCodec;
import dev.sluice.internal.ring.Drained;
import dev.sluice.internal.ring.Payload;
import dev.sluice.internal.ring.Received;
import java.io.ObjectInputFilter;
import java.util.Arrays;
import java.util.Objects;

/** The elements of one queue as objects and as bytes: by the built-in encoding or by the user's codec. */
final class Elements {
    /** For whoever needs no filter of a queue of his own. */
    static final Elements BUILT_IN = new Elements(null, (String) null);

    private static final String FILTER_PROPERTY = "dev.sluice.filter";

    private final Codec<Object> codec;
    private final ObjectCodec objects;

    Elements(Codec<?> codec, String filter) {
        this(codec, new ObjectCodec(null, allowing(filter, System.getProperty(FILTER_PROPERTY))));
    }

    @SuppressWarnings("unchecked") // a codec is only ever given what was put into its own queue
    private Elements(Codec<?> codec, ObjectCodec objects) {
        this.codec = (Codec<Object>) codec;
        this.objects = objects;
    }

    /** With a filter that decides alone. */
    static Elements filteredBy(ObjectInputFilter filter, Codec<?> codec) {
        return new Elements(codec, new ObjectCodec(null, filter));
    }

    /** What both the queue's filter and this process's filter allow; null if there is neither. */
    private static ObjectInputFilter allowing(String ofQueue, String ofProcess) {
        ObjectInputFilter first = parsed(ofQueue);
        ObjectInputFilter second = parsed(ofProcess);
        return first == null || second == null
                ? (first == null ? second : first)
                : ObjectInputFilter.merge(first, second);
    }

    private static ObjectInputFilter parsed(String pattern) {
        return pattern == null || pattern.isEmpty() ? null : ObjectInputFilter.Config.createFilter(pattern);
    }

    boolean isBuiltIn() {
        return codec == null;
    }

    /** Encodes into the scratch's payload; what handles in it stand for is held by the scratch. */
    Payload encode(Object element, Scratch scratch) {
        if (codec == null && cannotCarryHandles(element)) {
            return encodeInto(scratch, element);
        }
        scratch.inTransit.begin();
        try {
            return encodeInto(scratch, element).carrying(!scratch.inTransit.isEmpty());
        } finally {
            scratch.inTransit.end();
        }
    }

    private static boolean cannotCarryHandles(Object element) {
        Class<?> c = element.getClass();
        return c == Integer.class || c == String.class || c == Long.class || c == byte[].class;
    }

    private Payload encodeInto(Scratch scratch, Object element) {
        if (codec != null) {
            byte[] bytes = encodeByCodec(element);
            return scratch.payload.set(bytes, bytes.length);
        }
        EncodeBuffer buffer = scratch.encodeBuffer();
        buffer.clear();
        try {
            objects.encode(element, buffer);
        } catch (EncodeException e) {
            throw new SerializationException(e.getMessage(), e.getCause());
        }
        return buffer.bulk() == null
                ? scratch.payload.set(buffer.array(), buffer.length())
                : scratch.payload.set(
                        buffer.array(), buffer.length(), buffer.bulk(), buffer.bulkOffset(), buffer.bulkLength());
    }

    private byte[] encodeByCodec(Object element) {
        try {
            return Objects.requireNonNull(codec.encode(element), "the codec returned null");
        } catch (Exception e) {
            throw new SerializationException(
                    "the codec " + codec.getClass().getName() + " could not encode a "
                            + element.getClass().getName() + ": " + e,
                    e);
        }
    }

    Object decode(Received received) {
        if (!received.carriesHandles()) {
            return decodeFrom(received);
        }
        try (Arrivals arrivals = new Arrivals()) {
            Object element = arrivals.during(() -> decodeFrom(received));
            arrivals.keep();
            return element;
        }
    }

    /** Decodes one of several, in none of which handles travel. */
    Object decode(Drained drained, int index) {
        return decodeFrom(drained.bytes(), drained.offset(index), drained.length(index));
    }

    /** Decodes what came from elsewhere; handles of shared memory are not in it. */
    Object decode(byte[] bytes) {
        return decodeFrom(bytes, 0, bytes.length);
    }

    private Object decodeFrom(Received received) {
        return decodeFrom(received.bytes(), 0, received.length());
    }

    private Object decodeFrom(byte[] bytes, int offset, int length) {
        if (codec != null) {
            try {
                return Objects.requireNonNull(
                        codec.decode(Arrays.copyOfRange(bytes, offset, offset + length)), "the codec returned null");
            } catch (Exception e) {
                throw new SerializationException(
                        "the codec " + codec.getClass().getName() + " could not decode an element of " + length
                                + " bytes: " + e,
                        e);
            }
        }
        try {
            return objects.decode(bytes, offset, length);
        } catch (DecodeException e) {
            throw new SerializationException(e.getMessage(), e.getCause());
        }
    }
}
