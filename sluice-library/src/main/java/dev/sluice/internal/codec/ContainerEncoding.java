package dev.sluice.internal.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.ConcurrentModificationException;
import java.util.Date;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** Writes arrays, collections, maps and the other numbered objects but records. */
@SuppressWarnings("JavaUtilDate") // what was sent is what arrives
final class ContainerEncoding {
    private ContainerEncoding() {}

    static void write(Object value, ClassInfo info, Encoder encoder) throws EncodeException {
        EncodeBuffer out = encoder.out;
        byte kind = info.kind;
        switch (kind) {
            case Format.BYTES -> writeBytes((byte[]) value, out);
            case Format.BOOLEANS, Format.SHORTS, Format.CHARS, Format.INTS, Format.LONGS, Format.FLOATS,
                    Format.DOUBLES ->
                    writePrimitives(value, kind, out);
            case Format.STRINGS -> writeStrings((String[]) value, encoder);
            case Format.OBJECTS -> writeObjects(kind, (Object[]) value, encoder);
            case Format.ARRAY -> {
                out.putByte(kind);
                out.putBlock(info.header);
                writeElements((Object[]) value, encoder);
            }
            case Format.COPY_ON_WRITE_LIST -> writeObjects(kind, ((CopyOnWriteArrayList<?>) value).toArray(), encoder);
            case Format.COPY_ON_WRITE_SET -> writeCopyOnWriteSet((CopyOnWriteArraySet<?>) value, encoder);
            case Format.LINKED_LIST, Format.ARRAY_DEQUE, Format.AS_LIST, Format.HASH_SET, Format.LINKED_HASH_SET -> {
                out.putByte(kind);
                writeElements((Collection<?>) value, encoder);
            }
            case Format.IMMUTABLE_LIST -> writeImmutableList((List<?>) value, encoder);
            case Format.IMMUTABLE_SET, Format.UNMODIFIABLE_LIST, Format.UNMODIFIABLE_LINKED_LIST -> {
                out.putByte(kind);
                encoder.begin(value);
                writeElements((Collection<?>) value, encoder);
                encoder.end();
            }
            case Format.SINGLETON_LIST, Format.SINGLETON_SET ->
                    writeMade(kind, value, encoder, ((Collection<?>) value).iterator().next());
            case Format.OPTIONAL -> writeOptional((Optional<?>) value, encoder);
            case Format.ATOMIC_REFERENCE -> {
                out.putByte(kind);
                encoder.writeObject(((AtomicReference<?>) value).get());
            }
            case Format.EMPTY_LIST, Format.EMPTY_SET, Format.EMPTY_MAP -> out.putByte(kind);
            case Format.TREE_SET ->
                    writeSorted(kind, ((TreeSet<?>) value).comparator(), (Collection<?>) value, encoder);
            case Format.PRIORITY_QUEUE ->
                    writeSorted(kind, ((PriorityQueue<?>) value).comparator(), (Collection<?>) value, encoder);
            case Format.ENUM_SET -> writeEnumSet((EnumSet<?>) value, encoder);
            case Format.DATE -> {
                out.putTagged(kind, ((Date) value).getTime());
            }
            case Format.BIT_SET -> {
                out.putByte(kind);
                writeLongs(((BitSet) value).toLongArray(), out);
            }
            case Format.ATOMIC_INTEGER -> out.putTagged(kind, ((AtomicInteger) value).get());
            case Format.ATOMIC_LONG -> out.putTagged(kind, ((AtomicLong) value).get());
            case Format.ATOMIC_BOOLEAN -> {
                out.putByte(kind);
                out.putBoolean(((AtomicBoolean) value).get());
            }
            default -> writeMap(value, kind, encoder);
        }
    }

    private static void writeMap(Object value, byte kind, Encoder encoder) throws EncodeException {
        EncodeBuffer out = encoder.out;
        switch (kind) {
            case Format.HASH_MAP, Format.LINKED_HASH_MAP -> {
                out.putByte(kind);
                writePairs((Map<?, ?>) value, encoder);
            }
            case Format.TREE_MAP -> {
                out.putByte(kind);
                encoder.writeObject(((TreeMap<?, ?>) value).comparator());
                writePairs((Map<?, ?>) value, encoder);
            }
            case Format.IMMUTABLE_MAP -> {
                out.putByte(kind);
                encoder.begin(value);
                writePairs((Map<?, ?>) value, encoder);
                encoder.end();
            }
            case Format.CONCURRENT_HASH_MAP -> {
                out.putByte(kind);
                for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                    encoder.writeObject(entry.getKey());
                    encoder.writeObject(entry.getValue());
                }
                out.putByte(Format.END);
            }
            case Format.ENUM_MAP -> writeEnumMap((EnumMap<?, ?>) value, encoder);
            case Format.SINGLETON_MAP -> {
                Map.Entry<?, ?> entry = ((Map<?, ?>) value).entrySet().iterator().next();
                writeMade(kind, value, encoder, entry.getKey(), entry.getValue());
            }
            case Format.SIMPLE_ENTRY, Format.IMMUTABLE_ENTRY, Format.MAP_ENTRY -> {
                Map.Entry<?, ?> entry = (Map.Entry<?, ?>) value;
                writeMade(kind, value, encoder, entry.getKey(), entry.getValue());
            }
            default -> throw new IllegalStateException("no encoding for tag " + kind);
        }
    }

    @SuppressWarnings("NonApiType") // indexed access is fast for this class
    static void writeArrayList(ArrayList<?> list, Encoder encoder) throws EncodeException {
        EncodeBuffer out = encoder.out;
        int size = list.size();
        out.putByte(Format.ARRAY_LIST);
        out.putLength(size);
        int next = 0;
        while (next < size) {
            next = out.putIntegers(list, next, size);
            if (list.size() != size) {
                throw new ConcurrentModificationException();
            }
            if (next < size) {
                encoder.writeObject(list.get(next++));
            }
        }
    }

    private static void writeElements(Collection<?> elements, Encoder encoder) throws EncodeException {
        int size = elements.size();
        encoder.out.putLength(size);
        int left = size;
        Iterator<?> iterator = elements.iterator();
        while (iterator.hasNext() && left-- > 0) {
            encoder.writeObject(iterator.next());
        }
        if (left != 0 || iterator.hasNext()) {
            throw new ConcurrentModificationException();
        }
    }

    private static void writePairs(Map<?, ?> map, Encoder encoder) throws EncodeException {
        int size = map.size();
        encoder.out.putLength(size);
        int left = size;
        Iterator<? extends Map.Entry<?, ?>> iterator = map.entrySet().iterator();
        while (iterator.hasNext() && left-- > 0) {
            Map.Entry<?, ?> entry = iterator.next();
            encoder.writeObject(entry.getKey());
            encoder.writeObject(entry.getValue());
        }
        if (left != 0 || iterator.hasNext()) {
            throw new ConcurrentModificationException();
        }
    }

    private static void writeObjects(byte kind, Object[] elements, Encoder encoder) throws EncodeException {
        encoder.out.putByte(kind);
        writeElements(elements, encoder);
    }

    private static void writeElements(Object[] elements, Encoder encoder) throws EncodeException {
        encoder.out.putLength(elements.length);
        for (Object element : elements) {
            encoder.writeObject(element);
        }
    }

    private static void writeStrings(String[] strings, Encoder encoder) {
        encoder.out.putByte(Format.STRINGS);
        encoder.out.putLength(strings.length);
        for (String string : strings) {
            encoder.writeString(string);
        }
    }

    private static void writeCopyOnWriteSet(CopyOnWriteArraySet<?> set, Encoder encoder) throws EncodeException {
        Object[] elements = set.toArray();
        if (elements.length > ContainerDecoding.MAX_COPY_ON_WRITE_SET) {
            throw JdkNeeded.INSTANCE;
        }
        writeObjects(Format.COPY_ON_WRITE_SET, elements, encoder);
    }

    /** List.of and Stream.toList have the same class, but only the first refuses to be asked for null. */
    @SuppressWarnings("ReferenceEquality") // copyOf returns its argument exactly if that is null-hostile
    private static void writeImmutableList(List<?> list, Encoder encoder) throws EncodeException {
        EncodeBuffer out = encoder.out;
        int tagAt = out.length();
        out.putByte(Format.IMMUTABLE_LIST);
        int size = list.size();
        out.putLength(size);
        encoder.begin(list);
        boolean nulls = false;
        for (int i = 0; i < size; i++) {
            Object element = list.get(i);
            nulls |= element == null;
            encoder.writeObject(element);
        }
        encoder.end();
        if (nulls || List.copyOf(list) != list) {
            out.setByte(tagAt, Format.IMMUTABLE_LIST_OF_NULLABLES);
        }
    }

    private static void writeMade(byte kind, Object value, Encoder encoder, Object... parts) throws EncodeException {
        encoder.out.putByte(kind);
        encoder.begin(value);
        for (Object part : parts) {
            encoder.writeObject(part);
        }
        encoder.end();
    }

    private static void writeOptional(Optional<?> optional, Encoder encoder) throws EncodeException {
        if (optional.isEmpty()) {
            encoder.out.putByte(Format.OPTIONAL_EMPTY);
        } else {
            writeMade(Format.OPTIONAL, optional, encoder, optional.get());
        }
    }

    private static void writeSorted(byte kind, Object comparator, Collection<?> elements, Encoder encoder)
            throws EncodeException {
        encoder.out.putByte(kind);
        encoder.writeObject(comparator);
        writeElements(elements, encoder);
    }

    private static void writeEnumSet(EnumSet<?> set, Encoder encoder) throws EncodeException {
        EnumSet<?> samples = set.isEmpty() ? EnumSet.complementOf(set) : set;
        if (samples.isEmpty()) {
            throw JdkNeeded.INSTANCE; // an enum without constants: only the JDK can find out which
        }
        encoder.out.putByte(Format.ENUM_SET);
        encoder.out.putBlock(ClassInfo.of(samples.iterator().next().getDeclaringClass()).header);
        writeElements(set, encoder);
    }

    private static void writeEnumMap(EnumMap<?, ?> map, Encoder encoder) throws EncodeException {
        if (map.isEmpty()) {
            throw JdkNeeded.INSTANCE; // only the JDK can find out which enum
        }
        encoder.out.putByte(Format.ENUM_MAP);
        encoder.out.putBlock(ClassInfo.of(map.keySet().iterator().next().getDeclaringClass()).header);
        writePairs(map, encoder);
    }

    private static void writeBytes(byte[] bytes, EncodeBuffer out) {
        out.putByte(Format.BYTES);
        out.putBlock(bytes);
    }

    private static void writeLongs(long[] longs, EncodeBuffer out) {
        out.putLength(longs.length);
        room(out, longs.length, 8).asLongBuffer().put(longs);
    }

    private static void writePrimitives(Object array, byte kind, EncodeBuffer out) {
        out.putByte(kind);
        switch (array) {
            case int[] a -> {
                out.putLength(a.length);
                room(out, a.length, 4).asIntBuffer().put(a);
            }
            case long[] a -> writeLongs(a, out);
            case double[] a -> {
                out.putLength(a.length);
                room(out, a.length, 8).asDoubleBuffer().put(a);
            }
            case float[] a -> {
                out.putLength(a.length);
                room(out, a.length, 4).asFloatBuffer().put(a);
            }
            case char[] a -> {
                out.putLength(a.length);
                room(out, a.length, 2).asCharBuffer().put(a);
            }
            case short[] a -> {
                out.putLength(a.length);
                room(out, a.length, 2).asShortBuffer().put(a);
            }
            case boolean[] a -> {
                out.putLength(a.length);
                ByteBuffer room = room(out, a.length, 1);
                for (boolean b : a) {
                    room.put((byte) (b ? 1 : 0));
                }
            }
            default -> throw new IllegalStateException("no encoding for " + array.getClass());
        }
    }

    private static ByteBuffer room(EncodeBuffer out, int count, int bytesEach) {
        long bytes = (long) count * bytesEach;
        int start = out.reserve(bytes);
        return ByteBuffer.wrap(out.array(), start, (int) bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
