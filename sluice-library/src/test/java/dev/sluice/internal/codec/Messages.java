package dev.sluice.internal.codec;

import java.io.ObjectInputFilter;
import java.util.Arrays;

/** What every test here does: an object to bytes and back. */
final class Messages {
    static final ObjectCodec CODEC = new ObjectCodec(Messages.class.getClassLoader(), null);

    private Messages() {}

    static byte[] encode(Object value) throws EncodeException {
        EncodeBuffer buffer = new EncodeBuffer();
        CODEC.encode(value, buffer);
        return bytesOf(buffer);
    }

    static byte[] bytesOf(EncodeBuffer buffer) {
        byte[] bytes = Arrays.copyOf(buffer.array(), buffer.length() + buffer.bulkLength());
        if (buffer.bulk() != null) {
            System.arraycopy(buffer.bulk(), buffer.bulkOffset(), bytes, buffer.length(), buffer.bulkLength());
        }
        return bytes;
    }

    static Object decode(byte[] bytes) throws DecodeException {
        return CODEC.decode(bytes, 0, bytes.length);
    }

    static Object decode(byte[] bytes, ObjectInputFilter filter) throws DecodeException {
        return new ObjectCodec(Messages.class.getClassLoader(), filter).decode(bytes, 0, bytes.length);
    }

    @SuppressWarnings("unchecked")
    static <T> T roundTrip(T value) throws EncodeException, DecodeException {
        return (T) decode(encode(value));
    }

    static boolean isNative(Object value) throws EncodeException {
        return encode(value)[0] != Format.JDK;
    }
}
