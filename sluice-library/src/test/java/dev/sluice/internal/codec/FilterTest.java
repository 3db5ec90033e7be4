package dev.sluice.internal.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ObjectInputFilter;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FilterTest {
    private static final String ADVICE =
            " was refused by the filter; if the sender is to be trusted, let the filter allow it";

    record Loud(int value) {
        static boolean initialized;

        static {
            Marks.loudInitialized = true;
        }
    }

    static final class Marks {
        static boolean loudInitialized;
    }

    enum Mood {
        GOOD
    }

    static Stream<Arguments> refusable() {
        return Stream.<Object>of(new ArrayList<>(List.of("x")), new HashMap<>(Map.of("a", "b")), new HashSet<>(),
                List.of("x"), Set.of("x"),
                Map.of("a", "b"), Optional.of("x"), Optional.empty(), 1, 2L, LocalDate.EPOCH, new UUID(1, 2),
                new int[3],
                new Object[] {"x"}, new String[] {"x"}, new Integer[0], Mood.GOOD, EnumSet.of(Mood.GOOD),
                new EnumMap<>(Map.of(Mood.GOOD, "x")), new Samples.Point(1, 2), Path.of("x"), Collections.emptyList(),
                new Samples.Plain("x", 1, null), new IllegalStateException("x"), new byte[2000])
                .map(value -> Arguments.of(value));
    }

    private static ObjectInputFilter filter(String pattern) {
        return ObjectInputFilter.Config.createFilter(pattern);
    }

    @ParameterizedTest
    @MethodSource("refusable")
    void what_the_filter_refuses_is_not_decoded(Object value) throws Exception {
        byte[] bytes = Messages.encode(value);

        DecodeException e = assertThrows(DecodeException.class,
                () -> Messages.decode(bytes, info -> info.serialClass() == null
                        ? ObjectInputFilter.Status.UNDECIDED
                        : ObjectInputFilter.Status.REJECTED));

        assertTrue(e.getMessage().startsWith("class "), e.getMessage());
        assertTrue(e.getMessage().contains(" was refused by the filter"), e.getMessage());
    }

    @ParameterizedTest
    @MethodSource("refusable")
    void what_the_filter_leaves_undecided_is_decoded(Object value) throws Exception {
        Object copy = Messages.decode(Messages.encode(value), info -> ObjectInputFilter.Status.UNDECIDED);

        assertEquals(value.getClass(), copy.getClass());
    }

    @Test
    void the_refused_class_is_named() throws Exception {
        byte[] bytes = Messages.encode(List.of(new Samples.Point(1, 2)));

        DecodeException e = assertThrows(DecodeException.class, () -> Messages.decode(bytes, filter("java.base/*;!*")));
        assertEquals("class " + Samples.Point.class.getName() + ADVICE, e.getMessage());
        assertEquals(List.of(new Samples.Point(1, 2)), Messages.decode(bytes, filter("java.base/*;dev.sluice.**;!*")));
    }

    @Test
    void a_refused_class_is_refused_again_when_it_is_known() throws Exception {
        byte[] bytes = Messages.encode(new Samples.Point(1, 2));
        ObjectCodec codec = new ObjectCodec(null, filter("!" + Samples.Point.class.getName()));
        for (int i = 0; i < 3; i++) {
            assertThrows(DecodeException.class, () -> codec.decode(bytes, 0, bytes.length));
        }
        byte[] next = Messages.encode("next");
        assertEquals("next", codec.decode(next, 0, next.length));
    }

    @Test
    void a_refused_class_is_not_initialized() throws Exception {
        byte[] bytes = Messages.encode(new Samples.Point(7, 8));
        byte[] name = Samples.Point.class.getName().getBytes(java.nio.charset.StandardCharsets.UTF_8);
        assertTrue(new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1)
                .contains(new String(name, java.nio.charset.StandardCharsets.ISO_8859_1)));
        byte[] header = NameTable.header(new byte[] {0});
        byte[] loud = (FilterTest.class.getName() + "$Loud").getBytes(java.nio.charset.StandardCharsets.UTF_8);
        byte[] message = new byte[3 + 4 + loud.length + 1];
        message[0] = Format.RECORD;
        message[1] = (byte) (5 + loud.length);
        System.arraycopy(header, 0, message, 2, 4);
        System.arraycopy(loud, 0, message, 7, loud.length);

        DecodeException e = assertThrows(DecodeException.class, () -> Messages.decode(message, filter("!*")));

        assertTrue(e.getMessage().contains("FilterTest$Loud was refused"), e.getMessage());
        assertFalse(Marks.loudInitialized);
    }

    @Test
    void array_lengths_and_depth_and_references_can_be_bounded() throws Exception {
        byte[] array = Messages.encode(new int[101]);
        assertTrue(
                assertThrows(DecodeException.class, () -> Messages.decode(array, filter("maxarray=100"))).getMessage()
                        .startsWith("class int[] (length 101) was refused by the filter"));
        Messages.decode(Messages.encode(new int[100]), filter("maxarray=100"));

        byte[] list = Messages.encode(new ArrayList<>(Collections.nCopies(101, "x")));
        assertThrows(DecodeException.class, () -> Messages.decode(list, filter("maxarray=100")));

        byte[] deep = Messages.encode(List.of(List.of(List.of(List.of(1)))));
        assertThrows(DecodeException.class, () -> Messages.decode(deep, filter("maxdepth=2")));
        Messages.decode(deep, filter("maxdepth=10"));

        byte[] many = Messages.encode(new ArrayList<>(List.of(List.of(1), List.of(2), List.of(3), List.of(4))));
        assertThrows(DecodeException.class, () -> Messages.decode(many, filter("maxrefs=2")));
    }

    @Test
    void a_filter_that_fails_refuses() throws Exception {
        byte[] bytes = Messages.encode(List.of(1));
        DecodeException e = assertThrows(DecodeException.class, () -> Messages.decode(bytes, info -> {
            throw new IllegalStateException("broken filter");
        }));
        assertTrue(e.getMessage().contains("broken filter"), e.getMessage());
    }

    @Test
    void classes_inside_a_jdk_stream_are_filtered_as_well() throws Exception {
        byte[] bytes = Messages.encode(new Samples.Plain("x", 1, new Samples.Point(1, 2)));

        DecodeException e = assertThrows(DecodeException.class,
                () -> Messages.decode(bytes,
                        filter("!" + Samples.Point.class.getName() + ";dev.sluice.**;java.base/*;!*")));

        assertEquals("class " + Samples.Point.class.getName() + ADVICE, e.getMessage());
        Messages.decode(bytes, filter("dev.sluice.**;java.base/*;!*"));
    }
}
