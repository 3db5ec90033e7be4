package dev.sluice.internal.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;

/**
 * Reads one native message. The bytes are not trusted: each length is compared with what is left of the message
 * before anything is allocated for it, and the sum of all lengths too, so that nested claims cannot multiply.
 * Elements take at least one byte each.
 *
 * <p>Hashing is bounded as well. A few bytes can describe sets of sets with so many shared parts that their hash
 * code takes years. Every numbered object therefore has a weight, the number of objects that a walk through it
 * visits (shared ones as often as they are met), and what is put into hash tables may not weigh more in total than
 * a generous multiple of the message.
 */
final class Decoder {
    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle CHARS = MethodHandles.byteArrayViewVarHandle(char[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int MAX_HEADERS = 16;

    // The loop for runs of Integers makes the code around it slower, where it is compiled into it.
    private static final int LONG_LIST = 32;

    private static final long FREE_HASH_WORK = 100_000_000;
    private static final long HASH_WORK_PER_BYTE = 32;

    private final byte[] bytes;
    private final int start;
    private final int limit;
    private final ClassLookup classes;
    private final boolean filtered;
    private int at;
    private int elementsLeft;
    private int depth;
    private boolean deep;
    private Object[] objects = new Object[4];
    private long[] weights = new long[4];
    private int numbered;
    private Object[] headers = new Object[1];
    private int headerCount;
    private long weight;
    private long hashWorkLeft;

    Decoder(byte[] bytes, int offset, int length, ClassLookup classes) {
        this.bytes = bytes;
        this.start = offset;
        this.at = offset;
        this.limit = offset + length;
        this.classes = classes;
        this.filtered = classes.isFiltered();
        this.elementsLeft = length;
        this.hashWorkLeft = FREE_HASH_WORK + HASH_WORK_PER_BYTE * length;
    }

    /** Says that this runs in a thread with a large stack already. */
    void setDeep() {
        deep = true;
    }

    /** Reads the one object that the bytes hold. */
    Object readMessage() throws DecodeException {
        Object value = readObject();
        if (at != limit) {
            throw new DecodeException("the bytes are damaged: " + (limit - at) + " are left over after the message");
        }
        return value;
    }

    // The position is read and written once per object: each access waits for the one before.
    Object readObject() throws DecodeException {
        int from = at;
        if (from >= limit) {
            throw truncated();
        }
        byte tag = bytes[from];
        if (tag == Format.INT && limit - from >= 5 && !filtered) {
            at = from + 5;
            return (int) INTS.get(bytes, from + 1);
        }
        at = from + 1;
        if (filtered) {
            checkKnown(tag);
        }
        if (tag == Format.LATIN1) {
            return readLatin1();
        } else if (tag == Format.NULL) {
            return null;
        } else if (tag >= Format.NUMBERED_FIRST && tag < Format.NUMBERED_END) {
            return readNumbered(tag);
        }
        return readOther(tag);
    }

    /**
     * Adds the next elements to a list. In a long one, Integers are read in a loop of their own; a filter sees each
     * element.
     */
    @SuppressWarnings("NonApiType") // calls that the compiler knows the target of
    void readInto(ArrayList<Object> list, int size) throws DecodeException {
        boolean inRuns = size >= LONG_LIST && !filtered;
        int count = 0;
        while (count < size) {
            if (inRuns) {
                count += readIntegers(list, size - count);
            }
            if (count < size) {
                list.add(readObject());
                count++;
            }
        }
    }

    @SuppressWarnings("NonApiType")
    private int readIntegers(ArrayList<Object> list, int most) {
        byte[] source = bytes;
        int last = limit - 5;
        int from = at;
        int count = 0;
        while (count < most && from <= last && source[from] == Format.INT) {
            list.add((int) INTS.get(source, from + 1));
            from += 5;
            count++;
        }
        at = from;
        return count;
    }

    /** A component or element that is declared as a string. */
    String readString() throws DecodeException {
        int from = at;
        if (limit - from >= 2 && bytes[from] == Format.LATIN1) {
            int length = bytes[from + 1];
            if (length >= 0 && length <= limit - from - 2) {
                at = from + 2 + length;
                return latin1(bytes, from + 2, length);
            }
        }
        return (String) readObject();
    }

    private String readLatin1() throws DecodeException {
        int length = readLength(1, "string");
        String value = latin1(bytes, at, length);
        at += length;
        return length < Format.SHARED_STRING_CHARS ? value : numberedString(value);
    }

    @SuppressWarnings("deprecation") // copies the bytes and no more; with a charset it is too large to be inlined
    static String latin1(byte[] bytes, int from, int length) {
        return new String(bytes, 0, from, length);
    }

    private String readUtf16() throws DecodeException {
        int length = readLength(2, "string");
        char[] chars = new char[length];
        view(2 * length).asCharBuffer().get(chars);
        String value = new String(chars);
        return length < Format.SHARED_STRING_CHARS ? value : numberedString(value);
    }

    private String numberedString(String value) {
        objects[nextNumber()] = value;
        return value;
    }

    private Object readOther(byte tag) throws DecodeException {
        return switch (tag) {
            case Format.REF -> readReference();
            case Format.INT -> readInt();
            case Format.TRUE -> true;
            case Format.FALSE -> false;
            case Format.BYTE -> readByte();
            case Format.SHORT -> readShort();
            case Format.CHAR -> readChar();
            case Format.LONG -> readLong();
            case Format.FLOAT -> readFloat();
            case Format.DOUBLE -> readDouble();
            case Format.UTF16 -> readUtf16();
            case Format.ENUM -> readEnum();
            case Format.ENUM_AGAIN -> readEnumAgain();
            case Format.OPTIONAL_EMPTY -> readEmptyOptional();
            default -> ValueDecoding.read(tag, this);
        };
    }

    private Object readEmptyOptional() {
        java.util.Optional<?> empty = java.util.Optional.empty();
        objects[nextNumber()] = empty;
        return empty;
    }

    private Object readReference() throws DecodeException {
        int number = readLength(0, "reference");
        if (number >= numbered || objects[number] == null) {
            throw new DecodeException("the bytes are damaged: object " + number + " is referred to before it is there");
        }
        weight += weights[number];
        return objects[number];
    }

    private Object readNumbered(byte tag) throws DecodeException {
        int number = nextNumber();
        long before = weight++;
        depth++;
        Object value = depth > Format.INLINE_DEPTH ? readDeep(tag, number) : readContent(tag, number);
        depth--;
        objects[number] = value;
        weights[number] = weight - before;
        return value;
    }

    private int nextNumber() {
        if (numbered == objects.length) {
            objects = Arrays.copyOf(objects, numbered * 2);
            weights = Arrays.copyOf(weights, numbered * 2);
        }
        return numbered++;
    }

    private Object readDeep(byte tag, int number) throws DecodeException {
        if (depth > Format.MAX_DEPTH) {
            throw new DecodeException("the message is nested more than " + Format.MAX_DEPTH + " levels deep");
        }
        if (deep) {
            return readContent(tag, number);
        }
        deep = true;
        try {
            return DeepStack.call(() -> readContent(tag, number));
        } catch (DecodeException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            deep = false;
        }
    }

    private Object readContent(byte tag, int number) throws DecodeException {
        return switch (tag) {
            case Format.RECORD, Format.RECORD_AGAIN -> readRecord(tag);
            case Format.ARRAY_LIST -> ContainerDecoding.readArrayList(number, this);
            default -> ContainerDecoding.read(tag, number, this);
        };
    }

    private Object readRecord(byte tag) throws DecodeException {
        RecordShape shape;
        if (tag == Format.RECORD) {
            int length = readHeaderLength();
            shape = classes.record(bytes, at, length);
            at += length;
            addHeader(shape);
        } else {
            shape = (RecordShape) headerAgain();
        }
        checkType(shape.type());
        weight += shape.componentCount();
        try {
            return shape.access().read(this);
        } catch (DecodeException e) {
            throw e;
        } catch (ClassCastException e) {
            throw new DecodeException("record " + shape.type().getName() + " cannot be rebuilt: " + e.getMessage(), e);
        } catch (StackOverflowError | OutOfMemoryError e) {
            throw e;
        } catch (Throwable e) {
            throw new DecodeException("the constructor of record " + shape.type().getName() + " threw " + e, e);
        }
    }

    private Enum<?> readEnum() throws DecodeException {
        int length = readHeaderLength();
        Enum<?> constant = classes.constant(bytes, at, length);
        at += length;
        addHeader(constant);
        return checkedEnum(constant);
    }

    private Enum<?> readEnumAgain() throws DecodeException {
        return checkedEnum((Enum<?>) headerAgain());
    }

    private Enum<?> checkedEnum(Enum<?> constant) throws DecodeException {
        checkType(constant.getDeclaringClass());
        return constant;
    }

    /** Reads the name of a class; the caller has the filter check what is made of it. */
    Class<?> readType() throws DecodeException {
        int length = readHeaderLength();
        Class<?> type = classes.type(bytes, at, length);
        at += length;
        return type;
    }

    private int readHeaderLength() throws DecodeException {
        int length = readLength(1, "class header");
        if (length < 5) {
            throw new DecodeException("the bytes are damaged: a class header of " + length + " bytes");
        }
        return length;
    }

    private void addHeader(Object meaning) {
        if (headerCount < MAX_HEADERS) {
            if (headerCount == headers.length) {
                headers = Arrays.copyOf(headers, headerCount * 4);
            }
            headers[headerCount++] = meaning;
        }
    }

    private Object headerAgain() throws DecodeException {
        int number = readLength(0, "class header");
        if (number >= headerCount) {
            throw new DecodeException(
                    "the bytes are damaged: class header " + number + " is referred to before it is there");
        }
        return headers[number];
    }

    /** Makes a mutable container known before its content is read, so that it may contain itself. */
    void register(int number, Object container) {
        objects[number] = container;
    }

    /**
     * Reads the number of elements of a collection or map and takes them from the message's allowance.
     * A filter sees it as the length of an array of objects, as it does when the JDK reads a collection.
     */
    int readSize() throws DecodeException {
        int size = readArraySize();
        checkArray(Object[].class, size);
        return size;
    }

    /** The same for an array, which has a class of its own to show to the filter. */
    int readArraySize() throws DecodeException {
        int size = readLength(1, "container");
        elementsLeft -= size;
        if (elementsLeft < 0) {
            throw new DecodeException(
                    "the bytes are damaged: containers claim more elements than the message has bytes");
        }
        weight += size;
        return size;
    }

    /** Reads a length, checks that so many items of so many bytes can follow. */
    int readLength(int bytesEach, String what) throws DecodeException {
        if (at < limit && bytes[at] >= 0 && (long) bytes[at] * bytesEach < limit - at) {
            return bytes[at++];
        }
        long length = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            byte next = readByte();
            length |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                if (length * bytesEach > limit - at || length > Integer.MAX_VALUE) {
                    throw new DecodeException(
                            "the bytes are damaged: a " + what + " of length " + length + " with only "
                                    + (limit - at) + " bytes left");
                }
                return (int) length;
            }
        }
        throw new DecodeException("the bytes are damaged: a length of more than 5 bytes");
    }

    boolean readEnd() {
        if (at < limit && bytes[at] == Format.END) {
            at++;
            return true;
        }
        return false;
    }

    /** {@return a number to hand to {@link #chargeHashing} after a key was read} */
    long weight() {
        return weight;
    }

    /** Accounts for the hashing of a key whose reading began at the given weight. */
    void chargeHashing(long weightBefore) throws DecodeException {
        hashWorkLeft -= weight - weightBefore;
        if (hashWorkLeft < 0) {
            throw new DecodeException("the message is refused: its nested sets or maps would take too long to hash");
        }
    }

    void checkType(Class<?> type) throws DecodeException {
        if (filtered) {
            check(type, -1);
        }
    }

    void checkArray(Class<?> type, int length) throws DecodeException {
        if (filtered) {
            check(type, length);
        }
    }

    private void checkKnown(byte tag) throws DecodeException {
        Class<?> type = tag < 0 ? null : KnownClasses.classOf(tag);
        if (type != null && type != String.class && !type.isArray()) {
            check(type, -1);
        }
    }

    private void check(Class<?> type, long arrayLength) throws DecodeException {
        classes.check(type, arrayLength, depth, Math.max(1, numbered), at - start);
    }

    byte readByte() throws DecodeException {
        if (at >= limit) {
            throw truncated();
        }
        return bytes[at++];
    }

    boolean readBoolean() throws DecodeException {
        return readByte() != 0;
    }

    short readShort() throws DecodeException {
        return (short) SHORTS.get(bytes, skip(2));
    }

    char readChar() throws DecodeException {
        return (char) CHARS.get(bytes, skip(2));
    }

    int readInt() throws DecodeException {
        return (int) INTS.get(bytes, skip(4));
    }

    long readLong() throws DecodeException {
        return (long) LONGS.get(bytes, skip(8));
    }

    float readFloat() throws DecodeException {
        return Float.intBitsToFloat(readInt());
    }

    double readDouble() throws DecodeException {
        return Double.longBitsToDouble(readLong());
    }

    byte[] readBytes(int length) throws DecodeException {
        int from = skip(length);
        return Arrays.copyOfRange(bytes, from, from + length);
    }

    /** The next bytes, for a bulk transfer. */
    ByteBuffer view(int length) throws DecodeException {
        return ByteBuffer.wrap(bytes, skip(length), length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private int skip(int count) throws DecodeException {
        int from = at;
        if (limit - from < count) {
            throw truncated();
        }
        at = from + count;
        return from;
    }

    private DecodeException truncated() {
        return new DecodeException(
                "the bytes are damaged: they end in the middle, after " + (limit - start) + " bytes");
    }
}
