package dev.sluice;

import dev.sluice.internal.codec.DecodeException;
import dev.sluice.internal.codec.EncodeBuffer;
import dev.sluice.internal.codec.EncodeException;
import dev.sluice.internal.codec.ObjectCodec;
import java.io.ObjectInputFilter;

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
        return encode(object, 0);
    }

    /** Encodes behind so many bytes that are left for the caller to fill. */
    static byte[] encode(Object object, int headerBytes) {
        try (Scratch scratch = Scratch.borrow()) {
            EncodeBuffer buffer = scratch.encodeBuffer();
            buffer.clear();
            CODEC.encode(object, buffer);
            byte[] bytes = new byte[Math.addExact(headerBytes, Math.addExact(buffer.length(), buffer.bulkLength()))];
            System.arraycopy(buffer.array(), 0, bytes, headerBytes, buffer.length());
            if (buffer.bulk() != null) {
                System.arraycopy(
                        buffer.bulk(),
                        buffer.bulkOffset(),
                        bytes,
                        headerBytes + buffer.length(),
                        buffer.bulkLength());
                buffer.clear();
            }
            return bytes;
        } catch (EncodeException e) {
            throw new SerializationException(e.getMessage(), e.getCause());
        } catch (ArithmeticException e) {
            throw new SerializationException(
                    "a " + object.getClass().getName() + " of more than 2 GiB cannot cross; hand it over in pieces", e);
        }
    }

    static Object decodeTask(byte[] bytes) {
        return decode(CODEC, bytes, 0, bytes.length);
    }

    /** Decodes a part of the array. */
    static Object decodeTask(byte[] bytes, int offset, int length) {
        return decode(CODEC, bytes, offset, length);
    }

    static Object decodeFromChild(byte[] bytes) {
        return decode(FromChild.CODEC, bytes, 0, bytes.length);
    }

    /** Decodes all but so many bytes at the beginning. */
    static Object decodeFromChild(byte[] bytes, int offset) {
        return decode(FromChild.CODEC, bytes, offset, bytes.length - offset);
    }

    private static Object decode(ObjectCodec codec, byte[] bytes, int offset, int length) {
        try {
            return codec.decode(bytes, offset, length);
        } catch (DecodeException e) {
            throw new SerializationException(e.getMessage(), e.getCause());
        }
    }
}
