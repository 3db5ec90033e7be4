package dev.sluice.internal.codec;

import java.lang.reflect.Array;
import java.util.AbstractMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Date;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/** Reads arrays, collections, maps and the other numbered objects but records. */
@SuppressWarnings({"JdkObsolete", "JavaUtilDate"}) // what was sent is what arrives
final class ContainerDecoding {
    /** Building a copy-on-write set takes time in the square of its size, so large ones come as JDK streams. */
    static final int MAX_COPY_ON_WRITE_SET = 4096;

    private ContainerDecoding() {}

    static Object read(byte tag, int number, Decoder in) throws DecodeException {
        return switch (tag) {
            case Format.BYTES -> in.readBytes(arrayLength(byte[].class, 1, in));
            case Format.BOOLEANS, Format.SHORTS, Format.CHARS, Format.INTS, Format.LONGS, Format.FLOATS,
                    Format.DOUBLES ->
                    readPrimitives(tag, in);
            case Format.STRINGS -> readArray(String.class, number, in);
            case Format.OBJECTS -> readArray(Object.class, number, in);
            case Format.ARRAY -> readArray(in.readType(), number, in);
            case Format.LINKED_LIST -> readCollection(new LinkedList<>(), number, in);
            case Format.ARRAY_DEQUE -> readDeque(number, in);
            case Format.AS_LIST -> readAsList(number, in);
            case Format.COPY_ON_WRITE_LIST -> readCopyOnWriteList(number, in);
            case Format.COPY_ON_WRITE_SET -> readCopyOnWriteSet(number, in);
            case Format.IMMUTABLE_LIST -> List.of(readElements(in));
            case Format.IMMUTABLE_LIST_OF_NULLABLES -> Stream.of(readElements(in)).toList();
            case Format.UNMODIFIABLE_LIST ->
                    Collections.unmodifiableList(new ArrayList<>(Arrays.asList(readElements(in))));
            case Format.UNMODIFIABLE_LINKED_LIST ->
                    Collections.unmodifiableList(new LinkedList<>(Arrays.asList(readElements(in))));
            case Format.SINGLETON_LIST -> Collections.singletonList(in.readObject());
            case Format.EMPTY_LIST -> Collections.emptyList();
            case Format.HASH_SET, Format.LINKED_HASH_SET -> readHashSet(tag, number, in);
            case Format.TREE_SET -> readCollection(new TreeSet<>(readComparator(in)), number, in);
            case Format.IMMUTABLE_SET -> readImmutableSet(in);
            case Format.SINGLETON_SET -> Collections.singleton(in.readObject());
            case Format.EMPTY_SET -> Collections.emptySet();
            case Format.ENUM_SET -> readEnumSet(number, in);
            case Format.PRIORITY_QUEUE -> readCollection(new PriorityQueue<>(readComparator(in)), number, in);
            case Format.OPTIONAL -> Optional.of(in.readObject());
            case Format.ATOMIC_REFERENCE -> readAtomicReference(number, in);
            case Format.DATE -> new Date(in.readLong());
            case Format.BIT_SET -> BitSet.valueOf(readLongs(in));
            case Format.ATOMIC_INTEGER -> new AtomicInteger(in.readInt());
            case Format.ATOMIC_LONG -> new AtomicLong(in.readLong());
            case Format.ATOMIC_BOOLEAN -> new AtomicBoolean(in.readBoolean());
            default -> readMap(tag, number, in);
        };
    }

    private static Object readMap(byte tag, int number, Decoder in) throws DecodeException {
        return switch (tag) {
            case Format.HASH_MAP, Format.LINKED_HASH_MAP -> readHashMap(tag, number, in);
            case Format.TREE_MAP -> readTreeMap(number, in);
            case Format.CONCURRENT_HASH_MAP -> readConcurrentHashMap(number, in);
            case Format.IMMUTABLE_MAP -> readImmutableMap(in);
            case Format.SINGLETON_MAP -> Collections.singletonMap(in.readObject(), in.readObject());
            case Format.EMPTY_MAP -> Collections.emptyMap();
            case Format.ENUM_MAP -> readEnumMap(number, in);
            case Format.SIMPLE_ENTRY -> new AbstractMap.SimpleEntry<>(in.readObject(), in.readObject());
            case Format.IMMUTABLE_ENTRY -> new AbstractMap.SimpleImmutableEntry<>(in.readObject(), in.readObject());
            case Format.MAP_ENTRY -> Map.entry(in.readObject(), in.readObject());
            default -> throw new DecodeException(ValueDecoding.unknown(tag));
        };
    }

    static Object readArrayList(int number, Decoder in) throws DecodeException {
        int size = in.readSize();
        ArrayList<Object> list = new ArrayList<>(size);
        in.register(number, list);
        in.readInto(list, size);
        return list;
    }

    private static Object readCollection(Collection<Object> collection, int number, Decoder in) throws DecodeException {
        in.register(number, collection);
        int size = in.readSize();
        for (int i = 0; i < size; i++) {
            collection.add(in.readObject());
        }
        return collection;
    }

    private static Object[] readElements(Decoder in) throws DecodeException {
        Object[] elements = new Object[in.readSize()];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = in.readObject();
        }
        return elements;
    }

    private static Object readArray(Class<?> component, int number, Decoder in) throws DecodeException {
        int length = in.readArraySize();
        in.checkArray(component.arrayType(), length);
        if (component.isPrimitive()) {
            throw new DecodeException("the bytes are damaged: an array of objects of type " + component);
        }
        Object[] array = (Object[]) Array.newInstance(component, length);
        in.register(number, array);
        for (int i = 0; i < length; i++) {
            array[i] = in.readObject();
        }
        return array;
    }

    private static Object readDeque(int number, Decoder in) throws DecodeException {
        int size = in.readSize();
        ArrayDeque<Object> deque = new ArrayDeque<>(size);
        in.register(number, deque);
        for (int i = 0; i < size; i++) {
            deque.add(in.readObject());
        }
        return deque;
    }

    private static Object readAsList(int number, Decoder in) throws DecodeException {
        Object[] elements = new Object[in.readSize()];
        List<Object> list = Arrays.asList(elements);
        in.register(number, list);
        for (int i = 0; i < elements.length; i++) {
            elements[i] = in.readObject();
        }
        return list;
    }

    private static Object readCopyOnWriteList(int number, Decoder in) throws DecodeException {
        CopyOnWriteArrayList<Object> list = new CopyOnWriteArrayList<>();
        in.register(number, list);
        list.addAll(Arrays.asList(readElements(in)));
        return list;
    }

    private static Object readCopyOnWriteSet(int number, Decoder in) throws DecodeException {
        CopyOnWriteArraySet<Object> set = new CopyOnWriteArraySet<>();
        in.register(number, set);
        Object[] elements = readElements(in);
        if (elements.length > MAX_COPY_ON_WRITE_SET) {
            throw new DecodeException(
                    "the bytes are damaged: a CopyOnWriteArraySet of " + elements.length + " elements");
        }
        set.addAll(Arrays.asList(elements));
        return set;
    }

    private static Object readHashSet(byte tag, int number, Decoder in) throws DecodeException {
        int size = in.readSize();
        Set<Object> set = tag == Format.HASH_SET ? HashSet.newHashSet(size) : LinkedHashSet.newLinkedHashSet(size);
        in.register(number, set);
        if (size > Collisions.HARMLESS_SIZE) {
            Object[] elements = new Object[size];
            for (int i = 0; i < size; i++) {
                elements[i] = readKey(in);
            }
            Collisions.checkTree(elements);
            Collections.addAll(set, elements);
        } else {
            for (int i = 0; i < size; i++) {
                set.add(readKey(in));
            }
        }
        return set;
    }

    private static Object readKey(Decoder in) throws DecodeException {
        long before = in.weight();
        Object key = in.readObject();
        in.chargeHashing(before);
        return key;
    }

    private static Object[] readKeys(Decoder in) throws DecodeException {
        Object[] keys = new Object[in.readSize()];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = readKey(in);
        }
        return keys;
    }

    private static Object readImmutableSet(Decoder in) throws DecodeException {
        Object[] elements = readKeys(in);
        Collisions.checkProbes(elements);
        return Set.of(elements);
    }

    private static Object readHashMap(byte tag, int number, Decoder in) throws DecodeException {
        int size = in.readSize();
        Map<Object, Object> map =
                tag == Format.HASH_MAP ? HashMap.newHashMap(size) : LinkedHashMap.newLinkedHashMap(size);
        in.register(number, map);
        readHashed(map, size, in);
        return map;
    }

    private static void readHashed(Map<Object, Object> map, int size, Decoder in) throws DecodeException {
        if (size <= Collisions.HARMLESS_SIZE) {
            for (int i = 0; i < size; i++) {
                Object key = readKey(in);
                map.put(key, in.readObject());
            }
            return;
        }
        Object[] keys = new Object[size];
        Object[] values = new Object[size];
        for (int i = 0; i < size; i++) {
            keys[i] = readKey(in);
            values[i] = in.readObject();
        }
        Collisions.checkTree(keys);
        for (int i = 0; i < size; i++) {
            map.put(keys[i], values[i]);
        }
    }

    private static Object readConcurrentHashMap(int number, Decoder in) throws DecodeException {
        ConcurrentHashMap<Object, Object> map = new ConcurrentHashMap<>();
        in.register(number, map);
        List<Object> keys = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        while (!in.readEnd()) {
            keys.add(readKey(in));
            values.add(in.readObject());
        }
        Collisions.checkTree(keys.toArray());
        for (int i = 0; i < keys.size(); i++) {
            map.put(keys.get(i), values.get(i));
        }
        return map;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Object readImmutableMap(Decoder in) throws DecodeException {
        int size = in.readSize();
        Object[] keys = new Object[size];
        Map.Entry<Object, Object>[] entries = new Map.Entry[size];
        for (int i = 0; i < size; i++) {
            keys[i] = readKey(in);
            entries[i] = Map.entry(keys[i], in.readObject());
        }
        Collisions.checkProbes(keys);
        return Map.ofEntries(entries);
    }

    private static Object readTreeMap(int number, Decoder in) throws DecodeException {
        TreeMap<Object, Object> map = new TreeMap<>(readComparator(in));
        in.register(number, map);
        int size = in.readSize();
        for (int i = 0; i < size; i++) {
            Object key = in.readObject();
            map.put(key, in.readObject());
        }
        return map;
    }

    @SuppressWarnings("unchecked")
    private static Comparator<Object> readComparator(Decoder in) throws DecodeException {
        return (Comparator<Object>) in.readObject();
    }

    private static Object readAtomicReference(int number, Decoder in) throws DecodeException {
        AtomicReference<Object> reference = new AtomicReference<>();
        in.register(number, reference);
        reference.set(in.readObject());
        return reference;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Object readEnumSet(int number, Decoder in) throws DecodeException {
        Class<?> type = ClassLookup.enumClass(in.readType());
        in.checkType(type);
        EnumSet set = EnumSet.noneOf((Class) type);
        in.register(number, set);
        int size = in.readSize();
        for (int i = 0; i < size; i++) {
            set.add(in.readObject());
        }
        return set;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Object readEnumMap(int number, Decoder in) throws DecodeException {
        Class<?> type = ClassLookup.enumClass(in.readType());
        in.checkType(type);
        EnumMap map = new EnumMap(type);
        in.register(number, map);
        int size = in.readSize();
        for (int i = 0; i < size; i++) {
            Object key = in.readObject();
            map.put((Enum) key, in.readObject());
        }
        return map;
    }

    private static int arrayLength(Class<?> type, int bytesEach, Decoder in) throws DecodeException {
        int length = in.readLength(bytesEach, "array");
        in.checkArray(type, length);
        return length;
    }

    private static long[] readLongs(Decoder in) throws DecodeException {
        long[] array = new long[arrayLength(long[].class, 8, in)];
        in.view(8 * array.length).asLongBuffer().get(array);
        return array;
    }

    private static Object readPrimitives(byte tag, Decoder in) throws DecodeException {
        return switch (tag) {
            case Format.INTS -> {
                int[] array = new int[arrayLength(int[].class, 4, in)];
                in.view(4 * array.length).asIntBuffer().get(array);
                yield array;
            }
            case Format.LONGS -> readLongs(in);
            case Format.DOUBLES -> {
                double[] array = new double[arrayLength(double[].class, 8, in)];
                in.view(8 * array.length).asDoubleBuffer().get(array);
                yield array;
            }
            case Format.FLOATS -> {
                float[] array = new float[arrayLength(float[].class, 4, in)];
                in.view(4 * array.length).asFloatBuffer().get(array);
                yield array;
            }
            case Format.CHARS -> {
                char[] array = new char[arrayLength(char[].class, 2, in)];
                in.view(2 * array.length).asCharBuffer().get(array);
                yield array;
            }
            case Format.SHORTS -> {
                short[] array = new short[arrayLength(short[].class, 2, in)];
                in.view(2 * array.length).asShortBuffer().get(array);
                yield array;
            }
            default -> {
                boolean[] array = new boolean[arrayLength(boolean[].class, 1, in)];
                for (int i = 0; i < array.length; i++) {
                    array[i] = in.readBoolean();
                }
                yield array;
            }
        };
    }
}
