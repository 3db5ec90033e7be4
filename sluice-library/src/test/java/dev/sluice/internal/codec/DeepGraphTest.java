package dev.sluice.internal.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeepGraphTest {
    static final class Node implements Serializable {
        private static final long serialVersionUID = 1L;
        final int value;
        Node next;

        Node(int value, Node next) {
            this.value = value;
            this.next = next;
        }
    }

    record Cell(int value, Cell next) {}

    @ParameterizedTest
    @ValueSource(ints = {100, 5_000, 50_000})
    void a_linked_list_of_serializable_nodes_arrives(int count) throws Exception {
        Node first = null;
        for (int i = 0; i < count; i++) {
            first = new Node(i, first);
        }

        Node copy = Messages.roundTrip(first);

        int length = 0;
        for (Node node = copy; node != null; node = node.next) {
            length++;
            assertEquals(count - length, node.value);
        }
        assertEquals(count, length);
    }

    @ParameterizedTest
    @ValueSource(ints = {199, 200, 201, 5_000, 100_000})
    void deeply_nested_records_arrive(int count) throws Exception {
        Cell first = null;
        for (int i = 0; i < count; i++) {
            first = new Cell(i, first);
        }

        int length = 0;
        for (Cell cell = Messages.roundTrip(first); cell != null; cell = cell.next()) {
            length++;
        }
        assertEquals(count, length);
    }

    @ParameterizedTest
    @ValueSource(ints = {199, 200, 201, 100_000})
    void deeply_nested_lists_arrive(int depth) throws Exception {
        assertEquals(depth, depthOf(Messages.roundTrip(nested(depth))));
    }

    @ParameterizedTest
    @ValueSource(ints = {199, 5_000, 50_000})
    void deeply_nested_lists_around_a_jdk_object_arrive(int depth) throws Exception {
        List<Object> list = new ArrayList<>(List.of(new Node(7, null)));
        for (int i = 0; i < depth; i++) {
            list = new ArrayList<>(Arrays.asList(list));
        }
        Object inner = Messages.roundTrip(list);
        while (inner instanceof List<?> outer) {
            inner = outer.getFirst();
        }
        assertEquals(7, ((Node) inner).value);
    }

    private static int depthOf(List<?> nested) {
        int depth = 0;
        for (List<?> list = nested; !list.isEmpty(); list = (List<?>) list.getFirst()) {
            depth++;
        }
        return depth;
    }

    private static List<?> nested(int depth) {
        List<Object> list = new ArrayList<>();
        for (int i = 0; i < depth; i++) {
            list = new ArrayList<>(Arrays.asList(list));
        }
        return list;
    }

    @Test
    void what_is_nested_beyond_all_bounds_is_refused_clearly() {
        EncodeException e = assertThrows(EncodeException.class, () -> Messages.encode(nested(200_000)));
        assertTrue(e.getMessage().contains("nested more than"), e.getMessage());

        byte[] bytes = new byte[1_000_000];
        Arrays.fill(bytes, Format.SINGLETON_LIST);
        DecodeException d = assertThrows(DecodeException.class, () -> Messages.decode(bytes));
        assertTrue(d.getMessage().contains("nested more than"), d.getMessage());
    }

    @Test
    void an_endless_chain_of_jdk_objects_ends_in_a_clear_message() throws Exception {
        Node first = null;
        for (int i = 0; i < 3_000_000; i++) {
            first = new Node(i, first);
        }
        Node chain = first;

        EncodeException e = assertThrows(EncodeException.class, () -> Messages.encode(chain));

        assertTrue(e.getMessage().contains("nested too deep"), e.getMessage());
    }

    @Test
    void a_failure_deep_inside_is_the_same_failure() {
        List<Object> list = new ArrayList<>(Arrays.asList(new Object()));
        for (int i = 0; i < 1000; i++) {
            list = new ArrayList<>(Arrays.asList(list));
        }
        List<Object> root = list;

        EncodeException e = assertThrows(EncodeException.class, () -> Messages.encode(root));

        assertTrue(e.getMessage().contains("java.lang.Object is not Serializable"), e.getMessage());
    }

    @Test
    void a_small_stack_is_enough() throws Exception {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread thread = new Thread(null, () -> {
            try {
                assertEquals(190, depthOf(Messages.roundTrip(nested(190))));
                assertEquals(4_999, Messages.roundTrip(new Node(4_999, chain(4_999))).value);
            } catch (Throwable e) {
                failure.set(e);
            }
        }, "small stack", 160 * 1024);
        thread.start();
        thread.join();
        assertEquals(null, failure.get());
    }

    private static Node chain(int count) {
        Node first = null;
        for (int i = 0; i < count; i++) {
            first = new Node(i, first);
        }
        return first;
    }

    @Test
    void an_interrupt_during_a_deep_message_is_kept() throws Exception {
        Thread.currentThread().interrupt();
        try {
            Messages.roundTrip(nested(1000));
        } finally {
            assertTrue(Thread.interrupted());
        }
    }
}
