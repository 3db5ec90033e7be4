package dev.sluice.internal.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ObjectInputFilter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written or read by shorter code than everything else must not be told apart from it. */
class FastPathsTest {
    private static final long SEED = 20_261_123;

    record Pair(String first, List<Object> second) {}

    /** Changes the list that holds it while that list is being written. */
    record Changing(List<Object> holder, boolean adds) {
        @Override
        public List<Object> holder() {
            if (adds) {
                holder.add(1);
            } else {
                holder.remove(holder.size() - 1);
            }
            return null;
        }
    }

    private static List<Object> integers(int size) {
        ArrayList<Object> list = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            list.add(i * 0x01234567);
        }
        return list;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 8, 31, 32, 33, 127, 128, 255, 256, 257, 511, 512, 513, 2000})
    void lists_of_integers_of_any_length_arrive(int size) throws Exception {
        assertEquals(integers(size), Messages.roundTrip(integers(size)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 31, 32, 33, 256, 257, 600})
    void another_type_anywhere_in_a_list_of_integers_arrives_at_its_place(int size) throws Exception {
        Object[] others = {null, "text", "\u6C34", 7L, true, List.of(1, 2), new Pair("p", new ArrayList<>(List.of(3)))};
        for (int at : new int[] {0, 1, size / 2, size - 2, size - 1}) {
            for (Object other : others) {
                List<Object> list = integers(size);
                list.set(Math.clamp(at, 0, size - 1), other);
                assertEquals(list, Messages.roundTrip(list));
            }
        }
    }

    @Test
    void types_that_take_turns_arrive() throws Exception {
        ArrayList<Object> list = new ArrayList<>();
        for (int i = 0; i < 700; i++) {
            list.add(i % 3 == 0 ? i : i % 3 == 1 ? "s" + i : i % 7 == 0 ? null : (Object) (long) i);
        }
        assertEquals(list, Messages.roundTrip(list));
    }

    @Test
    void shared_lists_and_the_list_itself_between_integers_stay_what_they_are() throws Exception {
        List<Object> shared = new ArrayList<>(List.of(1));
        List<Object> list = integers(300);
        list.set(40, shared);
        list.set(200, list);
        list.set(290, shared);

        List<Object> copy = Messages.roundTrip(list);

        assertSame(copy, copy.get(200));
        assertSame(copy.get(40), copy.get(290));
        assertEquals(shared, copy.get(40));
        assertEquals(list.get(299), copy.get(299));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_list_that_changes_between_integers_is_refused(boolean adds) {
        List<Object> list = integers(100);
        list.set(50, new Changing(list, adds));

        String message = assertThrows(EncodeException.class, () -> Messages.encode(list)).getMessage();

        assertEquals("java.util.ArrayList was changed by another thread while it was being encoded; copy it first",
                message);
    }

    @Test
    void a_filter_is_asked_about_integers_in_long_lists() throws Exception {
        byte[] message = Messages.encode(integers(100));
        ObjectInputFilter filter = ObjectInputFilter.Config.createFilter("!java.lang.Integer;java.util.*");

        String text = assertThrows(DecodeException.class, () -> Messages.decode(message, filter)).getMessage();

        assertTrue(text.startsWith("class java.lang.Integer was refused by the filter"), text);
    }

    @Test
    void a_long_list_cut_anywhere_is_refused() throws Exception {
        byte[] message = Messages.encode(integers(64));
        for (int length = 0; length < message.length; length++) {
            byte[] cut = Arrays.copyOf(message, length);
            assertThrows(DecodeException.class, () -> Messages.decode(cut), () -> "cut to " + cut.length);
        }
    }

    @Test
    void bytes_around_a_message_are_not_read() throws Exception {
        for (Object value : new Object[] {1, "text", integers(64), new Pair("p", integers(40))}) {
            byte[] message = Messages.encode(value);
            byte[] within = new byte[message.length + 20];
            Arrays.fill(within, Format.INT);
            System.arraycopy(message, 0, within, 10, message.length);
            assertEquals(value, Messages.CODEC.decode(within, 10, message.length));
            for (int length = 1; length < message.length; length++) {
                int cut = length;
                assertThrows(DecodeException.class, () -> Messages.CODEC.decode(within, 10, cut));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 31, 32, 79, 80, 126, 127, 128, 129, 255, 256, 257, 5000})
    void strings_of_any_length_arrive_whatever_their_widest_character_and_its_place(int length) throws Exception {
        for (char widest : new char[] {'a', '\u007F', '\u0080', '\u00FF', '\u0100', '\u6C34', '\uD800', '\uDFFF'}) {
            for (int at : new int[] {0, length / 2, length - 1}) {
                StringBuilder text = new StringBuilder("x".repeat(length));
                if (length > 0) {
                    text.setCharAt(at, widest);
                }
                String value = text.toString();
                assertEquals(value, Messages.roundTrip(value));
                assertEquals(new Pair(value, List.of(value)), Messages.roundTrip(new Pair(value, List.of(value))));
                boolean narrow = length == 0 || widest <= 0xFF;
                assertEquals(narrow ? Format.LATIN1 : Format.UTF16, Messages.encode(value)[0]);
            }
        }
    }

    @Test
    void a_string_whose_length_does_not_fit_is_refused() throws Exception {
        byte[] message = Messages.encode("text");
        message[1] = 5;
        assertEquals("the bytes are damaged: a string of length 5 with only 4 bytes left",
                assertThrows(DecodeException.class, () -> Messages.decode(message)).getMessage());
        message[1] = 3;
        assertEquals("the bytes are damaged: 1 are left over after the message",
                assertThrows(DecodeException.class, () -> Messages.decode(message)).getMessage());
        message[1] = -1;
        assertThrows(DecodeException.class, () -> Messages.decode(message));
    }

    /** Until after the compiler has replaced the first code by others. */
    @Test
    void changed_messages_are_decoded_or_refused() throws Exception {
        List<Object> mixed = integers(40);
        mixed.set(20, "in the middle");
        byte[][] messages = {Messages.encode(mixed), Messages.encode("a string"), Messages.encode("\u6C34 and more"),
            Messages.encode(new Pair("code", integers(8))), Messages.encode(4711)};
        Random random = new Random(SEED);
        // Its own: after so many names of missing classes a codec looks for no other class for a while.
        ObjectCodec codec = new ObjectCodec(FastPathsTest.class.getClassLoader(), null);
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = messages[random.nextInt(messages.length)].clone();
            for (int changes = random.nextInt(3); changes >= 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                codec.decode(bytes, 0, bytes.length - random.nextInt(3));
            } catch (DecodeException e) {
                assertTrue(e.getMessage().length() > 10, () -> Arrays.toString(bytes));
            }
        }
    }
}
