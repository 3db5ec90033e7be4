package dev.sluice;

import dev.sluice.internal.codec.DecodeException;
import dev.sluice.internal.codec.EncodeBuffer;
import dev.sluice.internal.codec.EncodeException;
import dev.sluice.internal.codec.ObjectCodec;
import java.io.ObjectInputFilter;
import java.util.Arrays;

/**
 * Tasks and exceptions as bytes. A task is code that a parent hands to its own child, so the filter for data, which would
 * refuse most tasks, is not asked about it. What comes back from a child is data.
 */
final class ObjectBytes {
    private static final ObjectCodec CODEC = new ObjectCodec(null, null);

    /** Made when the first exception arrives. */
    private static final class FromChild {
        static final ObjectCodec CODEC = new ObjectCodec(null, filter());

        private static ObjectInputFilter filter() {
            String pattern = System.getProperty("dev.sluice.filter", "");
            return pattern.isEmpty() ? null : ObjectInputFilter.Config.createFilter(pattern);
        }
    }

    private ObjectBytes() {}

    static byte[] encode(Object object) {
        EncodeBuffer buffer = new EncodeBuffer();
        try {
            CODEC.encode(object, buffer);
        } catch (EncodeException e) {
            throw new SerializationException(e.getMessage(), e.getCause());
        }
        byte[] bytes = Arrays.copyOf(buffer.array(), buffer.length() + buffer.bulkLength());
        if (buffer.bulk() != null) {
            System.arraycopy(buffer.bulk(), buffer.bulkOffset(), bytes, buffer.length(), buffer.bulkLength());
        }
        return bytes;
    }

    static Object decodeTask(byte[] bytes) {
        return decode(CODEC, bytes);
    }

    static Object decodeFromChild(byte[] bytes) {
        return decode(FromChild.CODEC, bytes);
    }

    private static Object decode(ObjectCodec codec, byte[] bytes) {
        try {
            return codec.decode(bytes, 0, bytes.length);
        } catch (DecodeException e) {
            throw new SerializationException(e.getMessage(), e.getCause());
        }
    }
}
