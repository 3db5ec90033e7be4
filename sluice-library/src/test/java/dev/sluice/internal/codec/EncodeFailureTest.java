package dev.sluice.internal.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.net.Socket;
import java.util.AbstractQueue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EncodeFailureTest {
    private static final String ADVICE =
            ". Make it Serializable or a record, mark the field transient, or send the data it is made from";

    record Customer(String name, Object socket) {}

    record Order(int id, Customer customer) {}

    @SuppressWarnings("UnusedVariable") // read by serialization
    static class SerialCustomer implements Serializable {
        private static final long serialVersionUID = 1L;
        @SuppressWarnings("serial")
        private Object socket;
        private transient Object ignored = new Object();
    }

    static final class SerialOrder implements Serializable {
        private static final long serialVersionUID = 1L;
        private SerialCustomer customer = new SerialCustomer();
    }

    record Failing(String name) {
        @Override
        public String name() {
            throw new IllegalStateException("no name yet");
        }
    }

    static final class Stubborn implements Serializable {
        private static final long serialVersionUID = 1L;

        private void writeObject(ObjectOutputStream out) throws IOException {
            throw new IllegalArgumentException("not today");
        }
    }

    private static String messageOf(Object value) {
        return assertThrows(EncodeException.class, () -> Messages.encode(value)).getMessage();
    }

    @Test
    void the_path_leads_through_record_components() throws Exception {
        try (Socket socket = new Socket()) {
            assertEquals("Order.customer.socket: java.net.Socket is not Serializable" + ADVICE,
                    messageOf(new Order(1, new Customer("c", socket))));
        }
    }

    @Test
    void the_path_leads_through_fields() throws Exception {
        SerialOrder order = new SerialOrder();
        try (Socket socket = new Socket()) {
            order.customer.socket = socket;
            assertEquals("SerialOrder.customer.socket: java.net.Socket is not Serializable" + ADVICE, messageOf(order));
        }
    }

    @Test
    void the_path_leads_through_collections() {
        Object culprit = new Object();
        String end = ": java.lang.Object is not Serializable" + ADVICE;

        assertEquals("Object" + end, messageOf(culprit));
        assertEquals("ArrayList[3]" + end, messageOf(new ArrayList<>(List.of(1, 2, 3, culprit))));
        assertEquals("Object[1][0]" + end, messageOf(new Object[][] {{}, {culprit}}));
        assertEquals("Map{key}" + end, messageOf(Map.of("key", culprit)));
        assertEquals("Map{key Object}" + end, messageOf(Map.of(culprit, 1)));
        assertEquals("Optional.get()" + end, messageOf(Optional.of(culprit)));
        assertEquals("ArrayList[0].customer.socket{k}[1]" + end,
                messageOf(new ArrayList<>(
                        List.of(new Order(1, new Customer("c", Map.of("k", Arrays.asList(1, culprit))))))));
    }

    @Test
    void the_path_leads_from_native_parts_into_jdk_parts_and_back() {
        SerialCustomer customer = new SerialCustomer();
        customer.socket = new Customer("inner", new Thread());

        assertEquals("Order.customer.socket.socket.socket: java.lang.Thread is not Serializable" + ADVICE,
                messageOf(new Order(1, new Customer("outer", customer))));
    }

    @Test
    void a_lambda_that_is_not_serializable_says_how_to_make_it_so() {
        Runnable task = () -> {};

        String message = messageOf(new Customer("c", task));

        assertEquals(
                "Customer.socket: the lambda of " + EncodeFailureTest.class.getName()
                        + " is not Serializable. Cast it where it is "
                        + "written, as in (Runnable & Serializable) () -> ..., or give it a type that is both",
                message);
    }

    @Test
    void what_a_serializable_lambda_captures_is_named() {
        Object captured = new Object();
        Runnable task = (Runnable & Serializable) () -> System.out.println(captured);

        String message = messageOf(List.of(task));

        assertTrue(message.startsWith("List[0] (captured): java.lang.Object is not Serializable"), message);
    }

    @Test
    void an_accessor_that_throws_is_named_and_its_exception_kept() {
        Order order = new Order(1, new Customer("c", List.of(new Failing("x"))));

        EncodeException e = assertThrows(EncodeException.class, () -> Messages.encode(order));

        assertEquals("Order.customer.socket[0].name: the accessor threw java.lang.IllegalStateException: no name yet",
                e.getMessage());
        assertSame(IllegalStateException.class, e.getCause().getClass());
    }

    @Test
    void a_writeObject_that_throws_is_named_and_its_exception_kept() {
        EncodeException e =
                assertThrows(EncodeException.class, () -> Messages.encode(new Customer("c", new Stubborn())));

        assertEquals("Customer.socket: " + Stubborn.class.getName()
                + ".writeObject threw java.lang.IllegalArgumentException: not today", e.getMessage());
        assertSame(IllegalArgumentException.class, e.getCause().getClass());
    }

    @Test
    void a_path_from_another_file_system_is_refused() throws Exception {
        java.nio.file.Path archive = java.nio.file.Files.createTempFile("codec", ".zip");
        java.nio.file.Files.delete(archive);
        try (var zip = java.nio.file.FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
            assertTrue(messageOf(zip.getPath("/x")).contains("ZipPath is not Serializable"));
        } finally {
            java.nio.file.Files.deleteIfExists(archive);
        }
    }

    /** A collection that waits for its elements, as a queue between processes does. */
    static final class Endless extends AbstractQueue<Object> implements Serializable {
        private static final long serialVersionUID = 1L;

        @Override
        public Iterator<Object> iterator() {
            throw new AssertionError("nobody may look inside");
        }

        @Override
        public int size() {
            throw new AssertionError("nobody may look inside");
        }

        @Override
        public boolean offer(Object element) {
            return false;
        }

        @Override
        public Object poll() {
            return null;
        }

        @Override
        public Object peek() {
            return null;
        }
    }

    @Test
    void the_search_for_the_culprit_leaves_collections_of_others_alone() {
        Customer customer = new Customer("c", new ArrayList<>(List.of(new Endless(), new Object())));

        assertEquals("Customer.socket[1]: java.lang.Object is not Serializable" + ADVICE, messageOf(customer));
    }
}
