package dev.sluice.internal.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

@SuppressWarnings("JavaUtilDate")
class IdentityTest {
    record Link(List<Object> list) {}

    record Pair(Object first, Object second) {}

    static final class Bag implements Serializable {
        private static final long serialVersionUID = 1L;
        @SuppressWarnings("serial")
        private Object content;
    }

    @Test
    void one_object_met_twice_arrives_as_one() throws Exception {
        List<Object> shared =
                List.of(new ArrayList<>(List.of(1)), new int[] {1}, new Date(1), new Pair(1, 2), Map.of(1, 2),
                        Optional.of("x"), "x".repeat(300), new byte[] {1}, new String[] {"x"}, new Integer[] {1},
                        new AtomicReference<>(1),
                        new TreeMap<>(Map.of(1, 2)), Map.entry(1, 2));
        for (Object object : shared) {
            Pair copy = Messages.roundTrip(new Pair(object, new ArrayList<>(List.of(object))));
            assertSame(copy.first(), ((List<?>) copy.second()).getFirst(), object.getClass().getName());
        }
    }

    @Test
    void equal_objects_stay_two() throws Exception {
        Pair copy = Messages.roundTrip(new Pair(new ArrayList<>(List.of(1)), new ArrayList<>(List.of(1))));

        assertNotSame(copy.first(), copy.second());
    }

    @Test
    void many_shared_objects_keep_their_identity() throws Exception {
        List<Object> list = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            list.add(new Pair(i, new ArrayList<>(List.of(i))));
        }
        list.addAll(List.copyOf(list));
        list.add(list.get(1));

        List<Object> copy = Messages.roundTrip(list);

        assertEquals(list, copy);
        for (int i = 0; i < 5000; i++) {
            assertSame(copy.get(i), copy.get(i + 5000));
        }
        assertSame(copy.get(1), copy.getLast());
    }

    @Test
    void a_container_may_contain_itself() throws Exception {
        List<Object> list = new ArrayList<>();
        list.add(list);
        List<Object> copyOnWrite = new CopyOnWriteArrayList<>();
        copyOnWrite.add(copyOnWrite);
        Map<Object, Object> map = new HashMap<>();
        map.put("me", map);
        Map<Object, Object> concurrent = new ConcurrentHashMap<>();
        concurrent.put("me", concurrent);
        Object[] array = {null};
        array[0] = array;
        List<Object> fixed = Arrays.asList(1, 2);
        fixed.set(1, fixed);
        AtomicReference<Object> reference = new AtomicReference<>();
        reference.set(reference);

        assertSelf(Messages.roundTrip(list), copy -> copy.getFirst());
        assertSelf(Messages.roundTrip(copyOnWrite), copy -> copy.getFirst());
        assertSelf(Messages.roundTrip(map), copy -> copy.get("me"));
        assertSelf(Messages.roundTrip(concurrent), copy -> copy.get("me"));
        assertSelf(Messages.roundTrip(array), copy -> copy[0]);
        assertSelf(Messages.roundTrip(fixed), copy -> copy.get(1));
        assertSelf(Messages.roundTrip(reference), copy -> copy.get());
    }

    private static <T> void assertSelf(T copy, java.util.function.Function<T, Object> content) {
        assertSame(copy, content.apply(copy));
    }

    @Test
    void a_cycle_through_a_mutable_root_and_a_record_arrives() throws Exception {
        List<Object> list = new ArrayList<>();
        list.add(new Link(list));

        List<Object> copy = Messages.roundTrip(list);

        assertSame(copy, assertInstanceOf(Link.class, copy.getFirst()).list());
    }

    @Test
    void a_record_that_contains_itself_is_refused_by_name() {
        Link link = new Link(new ArrayList<>());
        link.list().add(Map.of("k", link));

        EncodeException e = assertThrows(EncodeException.class, () -> Messages.encode(link));

        assertEquals("Link: " + Link.class.getName()
                + " contains itself, and such an object can only be made after its content; break the cycle",
                e.getMessage());
    }

    @Test
    void shared_references_do_not_multiply() throws Exception {
        Object natively = List.of();
        Object byJdk = new Bag();
        for (int i = 0; i < 60; i++) {
            natively = new ArrayList<>(List.of(natively, natively));
            byJdk = new ArrayList<>(List.of(byJdk, byJdk));
        }
        Object records = 1;
        for (int i = 0; i < 60; i++) {
            records = new Pair(records, records);
        }

        assertTrue(Messages.encode(natively).length < 1000);
        assertTrue(Messages.encode(records).length < 1000);
        List<?> copy = (List<?>) Messages.roundTrip(byJdk);
        assertSame(copy.get(0), copy.get(1));
        Pair pair = (Pair) Messages.roundTrip(records);
        assertSame(pair.first(), pair.second());
        Messages.roundTrip(natively);
    }

    @Test
    void identity_reaches_through_objects_that_the_jdk_writes() throws Exception {
        Bag bag = new Bag();
        List<Object> list = new ArrayList<>();
        bag.content = list;
        list.add(bag);
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("list", list);
        root.put("bag", bag);
        root.put("optional", Optional.of(bag));

        Map<String, Object> copy = Messages.roundTrip(root);

        Bag bagCopy = (Bag) copy.get("bag");
        assertSame(copy.get("list"), bagCopy.content);
        assertSame(bagCopy, ((List<?>) copy.get("list")).getFirst());
        assertSame(bagCopy, ((Optional<?>) copy.get("optional")).orElseThrow());
    }

    @Test
    void a_buffer_keeps_nothing_of_a_message_after_a_failure() throws Exception {
        EncodeBuffer buffer = new EncodeBuffer();
        Object shared = new ArrayList<>(List.of(1));

        assertThrows(EncodeException.class, () -> Messages.CODEC.encode(List.of(shared, new Object()), buffer));
        Messages.CODEC.encode(List.of(shared, shared), buffer);

        assertEquals(List.of(shared, shared), Messages.decode(Messages.bytesOf(buffer)));
    }

    @Test
    void a_record_that_contains_itself_is_refused_in_a_jdk_message_too() throws Exception {
        Link link = new Link(new ArrayList<>());
        link.list().add(new Bag());
        link.list().add(link);

        EncodeException e = assertThrows(EncodeException.class, () -> Messages.encode(link));
        assertTrue(e.getMessage().contains("contains itself"), e.getMessage());

        List<Object> list = new ArrayList<>(List.of(new Bag()));
        list.add(new Link(list));
        list.add(Optional.of(list));
        List<Object> copy = Messages.roundTrip(list);
        assertSame(copy, ((Link) copy.get(1)).list());
        assertSame(copy, ((Optional<?>) copy.get(2)).orElseThrow());
    }
}
