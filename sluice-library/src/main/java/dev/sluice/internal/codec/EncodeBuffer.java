package dev.sluice.internal.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;

/**
 * A reusable output that grows as needed; for one thread at a time. The encoded bytes are {@code
 * array()[0..length())}, followed by the {@linkplain #bulk() bulk} bytes, if there are any.
 */
public final class EncodeBuffer {
    static final int MAX_BYTES = Integer.MAX_VALUE - 8;

    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle CHARS = MethodHandles.byteArrayViewVarHandle(char[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int INITIAL_BYTES = 256;
    private static final int KEPT_BYTES = 1 << 20;
    private static final int INTEGERS_AT_ONCE = 256;

    private byte[] bytes = new byte[INITIAL_BYTES];
    private int length;
    private byte[] bulk;
    private Encoder encoder;

    /** Creates an empty buffer of a few hundred bytes. */
    public EncodeBuffer() {}

    /** {@return the array that holds the encoded bytes from index 0 on; valid until the next change of this buffer} */
    public byte[] array() {
        return bytes;
    }

    /** {@return the number of encoded bytes in {@link #array()}} */
    public int length() {
        return length;
    }

    /** Forgets the content, and gives back the memory of an unusually large one. */
    public void clear() {
        length = 0;
        bulk = null;
        if (bytes.length > KEPT_BYTES) {
            bytes = new byte[INITIAL_BYTES];
        }
    }

    /**
     * {@return the caller's own array, whose content follows the encoded bytes without having been copied; null if
     * there is none}
     */
    public byte[] bulk() {
        return bulk;
    }

    /** {@return the index of the first bulk byte in {@link #bulk()}} */
    public int bulkOffset() {
        return 0;
    }

    /** {@return the number of bulk bytes, 0 if there are none} */
    public int bulkLength() {
        return bulk == null ? 0 : bulk.length;
    }

    Encoder encoder() {
        if (encoder == null) {
            encoder = new Encoder(this);
        }
        return encoder;
    }

    void setBulk(byte[] array) {
        bulk = array;
    }

    /** Starts a message over. */
    void rewind() {
        length = 0;
        bulk = null;
    }

    void putByte(int value) {
        ensure(1);
        bytes[length++] = (byte) value;
    }

    void putShort(short value) {
        ensure(2);
        SHORTS.set(bytes, length, value);
        length += 2;
    }

    void putChar(char value) {
        ensure(2);
        CHARS.set(bytes, length, value);
        length += 2;
    }

    void putInt(int value) {
        ensure(4);
        INTS.set(bytes, length, value);
        length += 4;
    }

    void putLong(long value) {
        ensure(8);
        LONGS.set(bytes, length, value);
        length += 8;
    }

    void putFloat(float value) {
        putInt(Float.floatToRawIntBits(value));
    }

    void putDouble(double value) {
        putLong(Double.doubleToRawLongBits(value));
    }

    void putBoolean(boolean value) {
        putByte(value ? 1 : 0);
    }

    void putTagged(byte tag, int value) {
        ensure(5);
        bytes[length] = tag;
        INTS.set(bytes, length + 1, value);
        length += 5;
    }

    void putTagged(byte tag, long value) {
        ensure(9);
        bytes[length] = tag;
        LONGS.set(bytes, length + 1, value);
        length += 9;
    }

    /** Unsigned LEB128. */
    void putLength(int value) {
        ensure(5);
        length = putLengthAt(length, value);
    }

    private int putLengthAt(int at, int value) {
        int rest = value;
        int next = at;
        while (rest > 0x7F) {
            bytes[next++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[next++] = (byte) rest;
        return next;
    }

    /**
     * Writes elements of a list from an index on, as long as they are Integers and the list has its size.
     * {@return the index of the first element that was not written}
     */
    @SuppressWarnings("NonApiType") // a call that the compiler knows the target of
    int putIntegers(ArrayList<?> list, int from, int size) {
        int index = from;
        while (index < size && list.size() == size && list.get(index) instanceof Integer) {
            int end = Math.min(size, index + INTEGERS_AT_ONCE);
            ensure(5L * (end - index));
            index = putIntegersAt(list, index, end, size);
        }
        return index;
    }

    // The position stays in a register: through the field, each element would wait for the one before.
    @SuppressWarnings("NonApiType")
    private int putIntegersAt(ArrayList<?> list, int from, int end, int size) {
        byte[] target = bytes;
        int at = length;
        int index = from;
        while (index < end && list.size() == size && list.get(index) instanceof Integer element) {
            target[at] = Format.INT;
            INTS.set(target, at + 1, (int) element);
            at += 5;
            index++;
        }
        length = at;
        return index;
    }

    void putBytes(byte[] source, int offset, int count) {
        ensure(count);
        System.arraycopy(source, offset, bytes, length, count);
        length += count;
    }

    /** A length and the bytes. */
    void putBlock(byte[] block) {
        putLength(block.length);
        putBytes(block, 0, block.length);
    }

    /** A string with its tag, one byte per character if all of them allow it. */
    @SuppressWarnings("deprecation") // the only way to copy a Latin-1 string out without an intermediate array
    void putString(String text) {
        int count = text.length();
        if (isLatin1(text, count)) {
            ensure(6L + count);
            bytes[length] = Format.LATIN1;
            int at = putLengthAt(length + 1, count);
            text.getBytes(0, count, bytes, at);
            length = at + count;
        } else {
            putUtf16(text, count);
        }
    }

    // A String does not tell whether it is Latin-1. But its characters come from one byte each if it is, so that the
    // compiler finds no work in this loop for such a string; a sum or a vector of characters would be computed.
    private static boolean isLatin1(String text, int count) {
        for (int i = 0; i < count; i++) {
            if (text.charAt(i) > 0xFF) {
                return false;
            }
        }
        return true;
    }

    private void putUtf16(String text, int count) {
        ensure(6 + 2L * count);
        bytes[length] = Format.UTF16;
        int at = putLengthAt(length + 1, count);
        for (int i = 0; i < count; i++) {
            CHARS.set(bytes, at, text.charAt(i));
            at += 2;
        }
        length = at;
    }

    /** Makes room for a bulk transfer: {@code count} bytes, which the caller fills; returns where they start. */
    int reserve(long count) {
        ensure(count);
        int start = length;
        length += (int) count;
        return start;
    }

    /** Replaces one byte that was written before. */
    void setByte(int at, byte value) {
        bytes[at] = value;
    }

    private void ensure(long count) {
        if (bytes.length - length < count) {
            grow(count);
        }
    }

    private void grow(long count) {
        long needed = length + count;
        if (needed > MAX_BYTES) {
            throw new TooLarge(needed);
        }
        bytes = Arrays.copyOf(bytes, (int) Math.min(MAX_BYTES, Math.max(needed, bytes.length * 2L)));
    }

    /** More than an array can hold. */
    static final class TooLarge extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooLarge(long needed) {
            super("its encoding needs " + needed + " bytes or more; one message holds at most " + MAX_BYTES);
        }
    }
}
