package dev.sluice.internal.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectInputStream;
import java.io.ObjectOutput;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class JdkSerializationTest {
    record Envelope(String name, Object content) {}

    static final class Doubling implements Serializable {
        private static final long serialVersionUID = 1L;
        private transient int value;

        Doubling(int value) {
            this.value = value;
        }

        private void writeObject(ObjectOutputStream out) throws IOException {
            out.defaultWriteObject();
            out.writeInt(value * 2);
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            value = in.readInt();
        }
    }

    static final class Handle implements Serializable {
        private static final long serialVersionUID = 1L;
        static final Handle INSTANCE = new Handle();

        private Object writeReplace() {
            return new Token();
        }

        private static final class Token implements Serializable {
            private static final long serialVersionUID = 1L;

            private Object readResolve() {
                return INSTANCE;
            }
        }
    }

    public static final class External implements Externalizable {
        private static final long serialVersionUID = 1L;
        private String text = "";

        /** As the interface requires. */
        public External() {}

        @Override
        public void writeExternal(ObjectOutput out) throws IOException {
            out.writeUTF(text + "!");
        }

        @Override
        public void readExternal(ObjectInput in) throws IOException {
            text = in.readUTF();
        }
    }

    record Replaced(int value) implements Serializable {
        private Object writeReplace() {
            return new Doubling(value);
        }
    }

    record Resolved(int value) implements Serializable {
        private Object readResolve() {
            return new Resolved(value + 1);
        }
    }

    interface Greeter {
        String greet(String name);
    }

    record Politely(String word) implements java.lang.reflect.InvocationHandler, Serializable {
        @Override
        public Object invoke(Object proxy, java.lang.reflect.Method method, Object[] arguments) {
            return word + " " + arguments[0];
        }
    }

    @Test
    void writeObject_and_readObject_are_honoured() throws Exception {
        assertEquals(14, Messages.roundTrip(new Doubling(7)).value);
    }

    @Test
    void writeReplace_and_readResolve_are_honoured_everywhere() throws Exception {
        assertSame(Handle.INSTANCE, Messages.roundTrip(Handle.INSTANCE));
        assertSame(Handle.INSTANCE,
                Messages.roundTrip(new Envelope("x", List.of(Handle.INSTANCE, 1))).content() instanceof List<?> list
                        ? list.getFirst()
                        : null);
        assertEquals(14, assertInstanceOf(Doubling.class, Messages.decode(Messages.encode(new Replaced(7)))).value);
        assertEquals(new Resolved(8), Messages.roundTrip(new Resolved(7)));
        assertEquals(List.of(new Resolved(8)), Messages.roundTrip(List.of(new Resolved(7))));
    }

    @Test
    void externalizable_objects_arrive() throws Exception {
        External external = new External();
        external.text = "x";

        assertEquals("x!", Messages.roundTrip(external).text);
    }

    @Test
    void exceptions_arrive_with_cause_suppressed_and_stack_trace() throws Exception {
        Exception exception = new IllegalStateException("outer", new IOException("inner"));
        exception.addSuppressed(new RuntimeException("on the side"));

        Exception copy = (Exception) Messages.roundTrip(new Envelope("failure", exception)).content();

        assertEquals("outer", copy.getMessage());
        assertEquals("inner", assertInstanceOf(IOException.class, copy.getCause()).getMessage());
        assertEquals("on the side", copy.getSuppressed()[0].getMessage());
        assertArrayEquals(exception.getStackTrace(), copy.getStackTrace());
    }

    @Test
    void serializable_lambdas_arrive_with_what_they_captured() throws Exception {
        List<Object> captured = new ArrayList<>(List.of(new Envelope("e", Optional.of(1))));
        Callable<Object> task = (Callable<Object> & Serializable) () -> captured.getFirst();
        Supplier<String> reference = (Supplier<String> & Serializable) "text"::trim;

        assertEquals(captured.getFirst(), Messages.roundTrip(task).call());
        assertEquals("text", Messages.roundTrip(reference).get());
        assertEquals(captured.getFirst(), ((Callable<?>) Messages.roundTrip(Map.of("task", task)).get("task")).call());
    }

    @Test
    void comparators_made_of_lambdas_arrive() throws Exception {
        Comparator<String> comparator =
                Comparator.comparing((java.util.function.Function<String, Integer> & Serializable) String::length)
                        .thenComparing(Comparator.reverseOrder());

        assertTrue(Messages.roundTrip(comparator).compare("a", "bb") < 0);
    }

    @Test
    void dynamic_proxies_arrive() throws Exception {
        Greeter greeter =
                (Greeter) Proxy.newProxyInstance(Greeter.class.getClassLoader(), new Class<?>[] {Greeter.class},
                        new Politely("Hello"));

        assertEquals("Hello Ada", Messages.roundTrip(greeter).greet("Ada"));
    }

    @Test
    void a_message_is_native_unless_it_holds_something_foreign() throws Exception {
        for (Object value : Samples.all()) {
            if (Samples.foreign().contains(value) || value instanceof Class<?>) {
                assertFalse(Messages.isNative(value), value.toString());
            } else
                if (!value.getClass().getName().matches(".*(CopiesList|Vector|UnmodifiableSet|UnmodifiableMap)")
                        && !value.equals(java.util.Locale.of("no", "NO", "NY"))
                        && !value.equals(new java.util.EnumMap<>(Samples.Color.class))) {
                            assertTrue(Messages.isNative(value), value.getClass() + " " + value);
                        } else
                    if (value instanceof Map<?, ?> map && map.isEmpty()) {
                        assertTrue(Messages.isNative(Map.of()));
                    }
        }
    }
}
