package dev.sluice.internal.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ref.WeakReference;
import java.lang.reflect.Constructor;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sender and receiver with different versions of a class. */
class RecordEvolutionTest {
    /** The classes of one version. */
    private static final class Version extends ClassLoader {
        private final Map<String, byte[]> classes;

        Version(String... sources) {
            super(RecordEvolutionTest.class.getClassLoader());
            classes = compile(sources);
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] code = classes.get(name);
            if (code == null) {
                throw new ClassNotFoundException(name);
            }
            return defineClass(name, code, 0, code.length);
        }

        Object make(String name, Object... arguments) throws ReflectiveOperationException {
            Constructor<?> constructor = loadClass(name).getDeclaredConstructors()[0];
            constructor.setAccessible(true);
            return constructor.newInstance(arguments);
        }

        Object decode(byte[] bytes) throws DecodeException {
            return new ObjectCodec(this, null).decode(bytes, 0, bytes.length);
        }

        String refusal(byte[] bytes) {
            return assertThrows(DecodeException.class, () -> decode(bytes)).getMessage();
        }
    }

    private static Map<String, byte[]> compile(String... sources) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Map<String, ByteArrayOutputStream> output = new HashMap<>();
        JavaFileManager files = new ForwardingJavaFileManager<>(compiler.getStandardFileManager(null, null, null)) {
            @Override
            public JavaFileObject getJavaFileForOutput(Location location, String name, JavaFileObject.Kind kind,
                    FileObject sibling) {
                return new SimpleJavaFileObject(URI.create("memory:///" + name), kind) {
                    @Override
                    public OutputStream openOutputStream() throws IOException {
                        ByteArrayOutputStream out = new ByteArrayOutputStream();
                        output.put(name, out);
                        return out;
                    }
                };
            }
        };
        List<JavaFileObject> units = java.util.Arrays.stream(sources).<JavaFileObject>map(Source::new).toList();
        assertTrue(compiler.getTask(null, files, null, null, null, units).call());
        Map<String, byte[]> classes = new HashMap<>();
        output.forEach((name, out) -> classes.put(name, out.toByteArray()));
        return classes;
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String text) {
            String start = text.replaceFirst(".*?(record|enum|class) (\\w+).*", "$2");
            super(URI.create("memory:///acme/" + start + ".java"), Kind.SOURCE);
            this.text = "package acme; " + text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static byte[] order(String source, Object... arguments) throws Exception {
        return Messages.encode(new Version(source).make("acme.Order", arguments));
    }

    @Test
    void a_record_of_another_loader_arrives_if_it_is_the_same() throws Exception {
        String source = "record Order(int id, String name) {}";
        Version receiver = new Version(source);

        Object copy = receiver.decode(order(source, 1, "x"));

        assertEquals("Order[id=1, name=x]", copy.toString());
        assertSame(receiver, copy.getClass().getClassLoader());
    }

    @Test
    void a_private_nested_record_in_a_package_of_others_arrives() throws Exception {
        String source = "class Outer { private record Inner(long a, Inner b) { private Inner {} } }";
        Version sender = new Version(source);
        Object inner = sender.make("acme.Outer$Inner", 1L, null);
        for (int i = 0; i < 300; i++) {
            assertEquals(inner, sender.decode(Messages.encode(inner)));
        }
        assertTrue(ClassInfo.of(inner.getClass()).record.access().getClass().isHidden());
    }

    @Test
    void an_added_component_is_named() throws Exception {
        String message = new Version("record Order(int id, String name, double price) {}")
                .refusal(order("record Order(int id, String name) {}", 1, "x"));

        assertEquals(
                "record acme.Order was written with other components than it has here: 2 there, 3 here;"
                        + " not the same there: "
                        + "price: double. Run both processes with the same version of the class",
                message);
    }

    @Test
    void a_changed_type_is_named() throws Exception {
        String message = new Version("record Order(long id, String name) {}")
                .refusal(order("record Order(int id, String name) {}", 1, "x"));

        assertTrue(message.contains("2 there, 2 here; not the same there: id: long."), message);
    }

    @Test
    void swapped_components_are_named() throws Exception {
        String message = new Version("record Order(String name, int id) {}")
                .refusal(order("record Order(int id, String name) {}", 1, "x"));

        assertTrue(message.contains("name: java.lang.String (at another place), id: int (at another place)"), message);
    }

    @Test
    void a_removed_component_is_noticed() throws Exception {
        String message =
                new Version("record Order(int id) {}").refusal(order("record Order(int id, String name) {}", 1, "x"));

        assertTrue(message.contains("2 there, 1 here"), message);
    }

    @Test
    void a_record_that_became_a_class_is_named() throws Exception {
        String message = new Version("class Order {}").refusal(order("record Order(int id) {}", 1));

        assertEquals("class acme.Order was written as a record, but is none here", message);
    }

    @Test
    void a_missing_class_is_named() throws Exception {
        byte[] bytes = order("record Order(int id) {}", 1);

        String message = assertThrows(DecodeException.class, () -> Messages.decode(bytes)).getMessage();

        assertTrue(message.startsWith("class acme.Order is needed by the message, but cannot be loaded here"), message);
    }

    @Test
    void a_missing_class_in_a_jdk_stream_is_named() throws Exception {
        Object plain = new Version("class Plain implements java.io.Serializable {}").make("acme.Plain");
        byte[] bytes = Messages.encode(List.of(plain));

        String message = assertThrows(DecodeException.class, () -> Messages.decode(bytes)).getMessage();

        assertTrue(message.startsWith("class acme.Plain is needed by the message, but cannot be loaded here"), message);
    }

    @Test
    @Timeout(60)
    void a_flood_of_names_of_missing_classes_is_stopped_but_not_for_what_is_known() throws Exception {
        ObjectCodec codec = new ObjectCodec(RecordEvolutionTest.class.getClassLoader(), null);
        byte[] known = Messages.encode(new Samples.Point(1, 2));
        byte[] other = Messages.encode(Samples.Color.RED);
        codec.decode(known, 0, known.length);
        String message = "";
        for (int i = 0; i < 20_000 && !message.contains("was not looked for"); i++) {
            byte[] header = NameTable.header(("acme.Nothing" + i).getBytes(StandardCharsets.UTF_8));
            byte[] unknown = new byte[header.length + 3];
            unknown[0] = Format.ARRAY;
            unknown[1] = (byte) header.length;
            System.arraycopy(header, 0, unknown, 2, header.length);
            message = assertThrows(DecodeException.class, () -> codec.decode(unknown, 0, unknown.length)).getMessage();
        }

        assertTrue(message.contains("was not looked for: there were too many messages with names of missing classes"),
                message);
        assertEquals(new Samples.Point(1, 2), codec.decode(known, 0, known.length));
        Object color = null;
        while (color == null) {
            try {
                color = codec.decode(other, 0, other.length);
            } catch (DecodeException e) {
                Thread.onSpinWait(); // it is found as soon as names are looked for again
            }
        }
        assertEquals(Samples.Color.RED, color);
    }

    @Test
    void a_missing_enum_constant_is_named_and_a_moved_one_is_found() throws Exception {
        Version sender = new Version("enum Color { RED, GREEN, BLUE }");
        Object[] colors = sender.loadClass("acme.Color").getEnumConstants();
        Version receiver = new Version("enum Color { BLUE, RED }");

        assertEquals("BLUE", receiver.decode(Messages.encode(colors[2])).toString());
        assertEquals(
                "enum acme.Color has no constant GREEN here. Run both processes with the same version of the class",
                receiver.refusal(Messages.encode(colors[1])));
    }

    @Test
    void an_enum_that_became_a_class_is_named() throws Exception {
        Object red = new Version("enum Color { RED }").loadClass("acme.Color").getEnumConstants()[0];

        assertEquals("class acme.Color was written as an enum, but is none here",
                new Version("class Color {}").refusal(Messages.encode(red)));
    }

    @Test
    void a_class_that_fails_to_initialize_is_a_decode_failure() throws Exception {
        byte[] bytes = order("record Order(int id) {}", 1);
        Version receiver = new Version("record Order(int id) { static int x = 1 / (\"\".length()); }");

        assertTrue(receiver.refusal(bytes).contains("acme.Order"));
        assertTrue(receiver.refusal(bytes).contains("acme.Order"));
    }

    @Test
    void a_record_of_the_largest_size_arrives() throws Exception {
        for (int count : new int[] {250, 251, 254}) {
            String components = IntStream.range(0, count).mapToObj(i -> "int c" + i).collect(Collectors.joining(", "));
            Version version = new Version("record Wide(" + components + ") {}");
            Object wide = version.make("acme.Wide", IntStream.range(0, count).boxed().toArray());
            for (int i = 0; i < 300; i++) {
                assertEquals(wide, version.decode(Messages.encode(wide)));
            }
        }
    }

    @Test
    @Timeout(60)
    void classes_and_their_generated_code_can_be_unloaded() throws Exception {
        ObjectCodec codec = new ObjectCodec(null, null);
        WeakReference<ClassLoader> loader = useAndForget(codec);
        for (int i = 0; loader.get() != null && i < 200; i++) {
            System.gc();
            Thread.sleep(10);
        }
        assertEquals(null, loader.get());
    }

    private static WeakReference<ClassLoader> useAndForget(ObjectCodec codec) throws Exception {
        Version version = new Version("record Order(int id, Color color) {}", "enum Color { RED }");
        Thread current = Thread.currentThread();
        ClassLoader before = current.getContextClassLoader();
        current.setContextClassLoader(version);
        try {
            Object order = version.make("acme.Order", 1, version.loadClass("acme.Color").getEnumConstants()[0]);
            ClassInfo.of(order.getClass()).record.generate();
            byte[] bytes = Messages.encode(order);
            // Not compared by equals: the JDK's own generated equals keeps softly what it compares.
            assertSame(order.getClass(), codec.decode(bytes, 0, bytes.length).getClass());
            return new WeakReference<>(version);
        } finally {
            current.setContextClassLoader(before);
        }
    }
}
