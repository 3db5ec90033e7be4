package dev.sluice.internal.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoundTripTest {
    record Holder(Object value, String text) {}

    /** An ArrayList that is more than one. */
    static final class Sized extends ArrayList<Object> {
        private static final long serialVersionUID = 1L;
        private int limit = 7;
    }

    static List<Object> samples() {
        return Samples.all();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void a_value_arrives_equal_and_of_the_same_class(Object value) throws Exception {
        Object copy = Messages.roundTrip(value);

        assertEquals(value, copy);
        assertSame(value.getClass(), copy.getClass());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void a_value_arrives_equal_inside_containers(Object value) throws Exception {
        Object nested = new Holder(new ArrayList<>(Arrays.asList(value, "x", value)), "text");

        Object copy = Messages.roundTrip(nested);

        assertEquals(nested, copy);
        assertSame(value.getClass(), ((List<?>) ((Holder) copy).value()).get(2).getClass());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void generated_and_reflective_record_access_write_the_same(Object value) throws Exception {
        Holder holder = new Holder(value, "text");
        byte[] before = Messages.encode(holder);

        ClassInfo.of(Holder.class).record.generate();

        assertArrayEquals(before, Messages.encode(holder));
        assertEquals(holder, Messages.decode(before));
    }

    @Test
    void a_record_of_all_primitives_survives_generation() throws Exception {
        for (Object value : Samples.records()) {
            RecordShape shape = ClassInfo.of(value.getClass()).record;
            byte[] before = Messages.encode(value);
            shape.generate();
            assertArrayEquals(before, Messages.encode(value));
            assertEquals(value, Messages.decode(before));
        }
    }

    @Test
    void arrays_keep_their_content_and_component_type() throws Exception {
        Object[] arrays = {new byte[0], new byte[] {1, -1}, new byte[5000], new boolean[] {true, false},
            new short[] {-1, 2},
            new char[] {'a', '\uFFFF'}, new int[] {1, Integer.MIN_VALUE}, new long[] {1, Long.MIN_VALUE},
            new float[] {Float.NaN, 1},
            new double[] {Double.NEGATIVE_INFINITY}, new String[] {"a", null, "\u6C34"}, new Object[] {1, "x", null},
            new Integer[] {1, null}, new int[][] {{1}, null, {}}, new String[][][] {{{"x"}}},
            new List<?>[] {List.of(1)},
            new Samples.Color[] {Samples.Color.RED}, new Samples.Point[] {new Samples.Point(1, 2)},
            new Comparable<?>[] {"x", 1}};

        for (Object array : arrays) {
            Object copy = Messages.roundTrip(array);
            assertSame(array.getClass(), copy.getClass());
            assertTrue(Arrays.deepEquals(new Object[] {array}, new Object[] {copy}), array.getClass().getName());
            assertTrue(Messages.isNative(array));
        }
    }

    @Test
    void big_arrays_and_strings_arrive() throws Exception {
        Random random = new Random(1);
        byte[] bytes = new byte[30_000_000];
        random.nextBytes(bytes);
        int[] ints = random.ints(3_000_000).toArray();
        String text = "\u6C34x".repeat(2_000_000);

        assertArrayEquals(bytes, Messages.roundTrip(bytes));
        assertArrayEquals(ints, Messages.roundTrip(ints));
        assertEquals(text, Messages.roundTrip(text));
        assertArrayEquals(bytes, Messages.roundTrip(new ArrayList<>(List.of(bytes))).getFirst());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 127, 128, 1023, 1024, 16_383, 16_384, 2_097_151, 2_097_152})
    void a_byte_array_can_be_taken_out_behind_its_header(int length) throws Exception {
        byte[] value = new byte[length];
        ThreadLocalRandom.current().nextBytes(value);

        byte[] message = Messages.encode(value);
        int header = ObjectCodec.byteArrayHeaderLength(message, 0, Math.min(message.length, 16));

        assertArrayEquals(value, Arrays.copyOfRange(message, header, message.length));
        assertArrayEquals(value, (byte[]) Messages.decode(message));
    }

    @Test
    void a_large_byte_array_is_not_copied_into_the_buffer() throws Exception {
        byte[] value = new byte[1024];
        EncodeBuffer buffer = new EncodeBuffer();

        Messages.CODEC.encode(value, buffer);
        assertSame(value, buffer.bulk());
        assertEquals(1024, buffer.bulkLength());

        Messages.CODEC.encode("x", buffer);
        assertNull(buffer.bulk());
        assertEquals(0, buffer.bulkLength());
    }

    @Test
    void only_a_byte_array_has_a_byte_array_header() throws Exception {
        for (Object value : List.of(1, "x", List.of(new byte[3]), new int[3])) {
            byte[] message = Messages.encode(value);
            assertEquals(-1, ObjectCodec.byteArrayHeaderLength(message, 0, Math.min(16, message.length)));
        }
        assertEquals(-1, ObjectCodec.byteArrayHeaderLength(new byte[] {Format.BYTES}, 0, 1));
        assertEquals(-1, ObjectCodec.byteArrayHeaderLength(new byte[] {Format.BYTES, -1, -1, -1, -1, -1, 0}, 0, 7));
    }

    @Test
    void collections_without_equals_keep_their_elements_in_order() throws Exception {
        ArrayDeque<Object> deque = new ArrayDeque<>(List.of(1, "b", 3));
        PriorityQueue<Integer> queue = new PriorityQueue<>(Comparator.reverseOrder());
        queue.addAll(List.of(5, 1, 4, 9, 2));
        ConcurrentLinkedQueue<Object> linked = new ConcurrentLinkedQueue<>(List.of(1, 2));

        assertEquals(List.copyOf(deque), List.copyOf(Messages.roundTrip(deque)));
        PriorityQueue<Integer> copy = Messages.roundTrip(queue);
        assertEquals(List.copyOf(queue), List.copyOf(copy));
        assertSame(queue.comparator(), copy.comparator());
        assertEquals(9, copy.poll());
        assertEquals(List.copyOf(linked), List.copyOf(Messages.roundTrip(linked)));
    }

    @Test
    void atomics_keep_their_values() throws Exception {
        assertEquals(7, Messages.roundTrip(new AtomicInteger(7)).get());
        assertEquals(-7, Messages.roundTrip(new AtomicLong(-7)).get());
        assertTrue(Messages.roundTrip(new AtomicBoolean(true)).get());
        assertEquals(List.of(1), Messages.roundTrip(new AtomicReference<>(List.of(1))).get());
    }

    @Test
    void sorted_collections_keep_their_comparator() throws Exception {
        TreeMap<String, Integer> map = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        map.put("Key", 1);
        TreeSet<Integer> set = new TreeSet<>(Comparator.<Integer>naturalOrder().reversed());
        set.addAll(List.of(1, 2, 3));
        TreeSet<String> byLength =
                new TreeSet<>((Comparator<String> & java.io.Serializable) (a, b) -> a.length() - b.length());
        byLength.addAll(List.of("a", "bb"));
        ConcurrentSkipListMap<String, Integer> skipList = new ConcurrentSkipListMap<>(map);

        assertEquals(1, Messages.roundTrip(map).get("KEY"));
        assertEquals(List.of(3, 2, 1), List.copyOf(Messages.roundTrip(set)));
        TreeSet<String> copy = Messages.roundTrip(byLength);
        assertFalse(copy.add("x"));
        assertEquals(1, Messages.roundTrip(skipList).get("key"));
    }

    @Test
    void immutable_collections_stay_immutable_and_as_hostile_to_null_as_they_were() throws Exception {
        assertThrows(NullPointerException.class, () -> Messages.roundTrip(List.of(1, 2, 3)).contains(null));
        assertFalse(Messages.roundTrip(IntStream.range(0, 3).boxed().toList()).contains(null));
        assertThrows(NullPointerException.class, () -> Messages.roundTrip(Set.of(1, 2, 3)).contains(null));
        assertThrows(UnsupportedOperationException.class, () -> Messages.roundTrip(List.of(1)).add(2));
        assertThrows(UnsupportedOperationException.class, () -> Messages.roundTrip(Map.of(1, 2)).put(2, 3));
        assertThrows(UnsupportedOperationException.class,
                () -> Messages.roundTrip(Collections.unmodifiableList(new ArrayList<>(List.of(1)))).add(2));
    }

    @Test
    void a_subclass_of_a_collection_stays_one() throws Exception {
        Sized sized = new Sized();
        sized.add("x");
        sized.limit = 9;

        List<Object> copy = Messages.roundTrip(new ArrayList<>(List.of(sized)));

        assertEquals(9, assertInstanceOf(Sized.class, copy.getFirst()).limit);
        assertEquals(sized, copy.getFirst());
    }

    @Test
    void an_anonymous_subclass_of_a_collection_stays_one() throws Exception {
        Map<String, Integer> cache = leastRecentlyUsed();
        cache.put("a", 1);
        cache.put("b", 2);

        Map<String, Integer> copy = Messages.roundTrip(cache);

        assertSame(cache.getClass(), copy.getClass());
        copy.put("c", 3);
        assertEquals(Set.of("b", "c"), copy.keySet());
    }

    private static Map<String, Integer> leastRecentlyUsed() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
                return size() > 2;
            }
        };
    }

    @Test
    void large_sets_and_maps_arrive() throws Exception {
        Map<Object, Object> map = new HashMap<>();
        for (int i = 0; i < 50_000; i++) {
            map.put(i % 2 == 0 ? i : new Samples.Point(i, i), "v" + i);
        }

        assertEquals(map, Messages.roundTrip(map));
        assertEquals(new LinkedHashMap<>(map), Messages.roundTrip(new LinkedHashMap<>(map)));
        assertEquals(Map.copyOf(map), Messages.roundTrip(Map.copyOf(map)));
        assertEquals(new ConcurrentHashMap<>(map), Messages.roundTrip(new ConcurrentHashMap<>(map)));
        assertEquals(map.keySet(), Messages.roundTrip(Set.copyOf(map.keySet())));
        assertEquals(EnumSet.allOf(Character.UnicodeScript.class),
                Messages.roundTrip(EnumSet.allOf(Character.UnicodeScript.class)));
    }

    @Test
    void a_map_that_is_changed_while_it_is_encoded_is_still_a_message() throws Exception {
        ConcurrentHashMap<Integer, Integer> map = new ConcurrentHashMap<>();
        Thread writer = Thread.ofPlatform().daemon().start(() -> {
            for (int i = 0; !Thread.currentThread().isInterrupted(); i++) {
                map.put(i & 1023, i);
                map.remove(i * 31 & 1023);
            }
        });
        try {
            for (int i = 0; i < 300; i++) {
                Messages.roundTrip(map);
            }
        } finally {
            writer.interrupt();
            writer.join();
        }
    }

    @Test
    void one_codec_serves_many_threads() throws Exception {
        List<Object> samples = Samples.all();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        List<Thread> threads = IntStream.range(0, 200).mapToObj(i -> Thread.ofVirtual().start(() -> {
            try {
                for (Object sample : samples) {
                    assertEquals(sample, Messages.roundTrip(sample));
                }
            } catch (Throwable e) {
                failure.set(e);
            }
        })).toList();
        for (Thread thread : threads) {
            thread.join();
        }
        assertNull(failure.get());
    }

    @Test
    void null_is_refused_at_the_top() {
        assertThrows(NullPointerException.class, () -> Messages.encode(null));
    }
}
