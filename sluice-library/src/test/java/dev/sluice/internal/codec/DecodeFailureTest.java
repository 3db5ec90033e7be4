package dev.sluice.internal.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class DecodeFailureTest {
    record Positive(int value) {
        static boolean strict;

        Positive {
            if (strict && value < 1) {
                throw new IllegalArgumentException("value must be positive");
            }
        }
    }

    static final class Bomb implements Serializable {
        private static final long serialVersionUID = 1L;

        private void readObject(ObjectInputStream in) throws IOException {
            throw new StackOverflowError("thrown on purpose");
        }
    }

    record Wrapper(String text) {}

    private static String messageOf(byte... bytes) {
        return assertThrows(DecodeException.class, () -> Messages.decode(bytes)).getMessage();
    }

    @Test
    void an_empty_message_is_refused() {
        assertEquals("the bytes are damaged: a message cannot be empty", messageOf());
    }

    @Test
    void zeroed_memory_is_no_message() {
        assertEquals("the bytes are damaged: there is no tag 0 in format version 1", messageOf(new byte[10]));
    }

    @Test
    void a_message_of_a_later_version_says_so() {
        assertEquals(
                "the message is in format version 2, this process knows version 1 only; run both processes with"
                        + " the same version"
                        + " of Sluice",
                messageOf((byte) 0xC0, (byte) 1));
    }

    @Test
    void every_unknown_tag_is_named() throws Exception {
        for (int tag = 0; tag < Format.FIRST_OF_LATER_VERSIONS; tag++) {
            byte[] bytes = {Format.SINGLETON_LIST, (byte) tag};
            String message = assertThrows(DecodeException.class, () -> {
                Object value = Messages.decode(bytes);
                throw new DecodeException("decoded to " + value);
            }).getMessage();
            boolean unknown = message.contains("there is no tag");
            assertEquals(unknown,
                    message.equals("the bytes are damaged: there is no tag " + tag + " in format version 1"), message);
        }
    }

    @Test
    void bytes_behind_the_message_are_refused() throws Exception {
        byte[] message = Messages.encode(List.of(1));
        assertTrue(messageOf(Arrays.copyOf(message, message.length + 3)).contains("3 are left over after the message"));
    }

    @Test
    void every_truncation_of_every_message_is_refused() throws Exception {
        for (Object sample : Samples.all()) {
            byte[] message = Messages.encode(sample);
            int step = Math.max(1, message.length / 500);
            for (int length = 0; length < message.length; length += step) {
                byte[] cut = Arrays.copyOf(message, length);
                assertThrows(DecodeException.class, () -> Messages.decode(cut),
                        () -> sample.getClass() + " cut to " + cut.length);
            }
        }
    }

    @Test
    void a_constructor_that_throws_is_named_and_its_exception_kept() throws Exception {
        byte[] message = Messages.encode(List.of(new Positive(0)));
        Positive.strict = true;
        try {
            DecodeException e = assertThrows(DecodeException.class, () -> Messages.decode(message));
            assertEquals("the constructor of record " + Positive.class.getName()
                    + " threw java.lang.IllegalArgumentException: value must be positive", e.getMessage());
            assertSame(IllegalArgumentException.class, e.getCause().getClass());
        } finally {
            Positive.strict = false;
        }
    }

    @Test
    void a_component_of_another_type_is_refused_with_the_name_of_the_record() throws Exception {
        byte[] message = Messages.encode(new Wrapper(null));
        message[message.length - 1] = Format.TRUE;

        for (int i = 0; i < 2; i++) {
            String text = messageOf(message);
            assertTrue(text.startsWith("record " + Wrapper.class.getName() + " cannot be rebuilt"), text);
            ClassInfo.of(Wrapper.class).record.generate();
        }
    }

    @Test
    void errors_thrown_by_deserialization_do_not_escape() throws Exception {
        byte[] message = Messages.encode(new Bomb());

        assertTrue(messageOf(message).contains("nested too deep"));
    }

    @Test
    void claimed_lengths_cost_no_memory() {
        List<String> messages = new ArrayList<>();
        for (byte tag = Format.NUMBERED_FIRST; tag < Format.NUMBERED_END; tag++) {
            byte[] bytes = {tag, -1, -1, -1, -1, 7, 0, 0, 0, 0};
            try {
                Messages.decode(bytes);
            } catch (DecodeException e) {
                messages.add(e.getMessage());
            }
        }
        assertTrue(messages.stream().filter(m -> m.contains("of length 2147483647")).count() > 20, messages::toString);
    }

    @Test
    void nested_claims_do_not_multiply() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < 10_000; i++) {
            out.write(Format.ARRAY_LIST);
            out.writeBytes(new byte[] {(byte) 0xA0, (byte) 0x9C, 1}); // 20,000
        }
        assertTrue(messageOf(out.toByteArray()).contains("claim more elements than the message has bytes"));
    }

    @Test
    @Timeout(20)
    void shared_sets_as_elements_are_charged_for_each_visit() {
        // A list that first holds l1 = [0, 0], l2 = [l1, l1], ... l50 = [l49, l49], then a set of l50.
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int levels = 50;
        out.writeBytes(new byte[] {Format.ARRAY_LIST, (byte) (levels + 1)});
        out.writeBytes(new byte[] {Format.ARRAY_LIST, 2, Format.NULL, Format.NULL});
        for (int i = 1; i < levels; i++) {
            out.writeBytes(new byte[] {Format.ARRAY_LIST, 2, Format.REF, (byte) i, Format.REF, (byte) i});
        }
        out.writeBytes(new byte[] {Format.HASH_SET, 1, Format.REF, (byte) levels});

        assertEquals("the message is refused: its nested sets or maps would take too long to hash",
                messageOf(out.toByteArray()));
    }

    @Test
    @Timeout(20)
    void keys_that_collide_on_purpose_are_refused() {
        int size = 200_000;
        ByteBuffer set = ByteBuffer.allocate(4 + 5 * size).order(ByteOrder.LITTLE_ENDIAN);
        set.put(new byte[] {Format.IMMUTABLE_SET, (byte) 0xC0, (byte) 0x9A, 0x0C});
        for (int i = 0; i < size; i++) {
            set.put(Format.INT).putInt((i % 10_000 - 5_000) * 2 * size + i / 10_000);
        }
        String message = assertThrows(DecodeException.class, () -> Messages.decode(set.array())).getMessage();
        assertTrue(message.contains("of a set or map collide"), message);
    }

    @Test
    void a_large_set_of_equal_hash_codes_without_order_is_refused() throws Exception {
        List<Object> keys = new ArrayList<>();
        for (int i = 0; i < 20_001; i++) {
            keys.add(new Samples.Point(i, -31 * i));
        }
        Set<Object> some = new HashSet<>(keys.subList(0, 100));
        assertEquals(some, Messages.roundTrip(some));

        byte[] list = Messages.encode(new ArrayList<>(keys));
        list[0] = Format.HASH_SET;

        assertTrue(messageOf(list).contains("of a set or map collide"));
    }

    @Test
    @Timeout(20)
    void shared_sets_in_a_jdk_stream_are_refused_before_they_are_hashed() throws Exception {
        // A set with a list of so many paths cannot be built, only written: the list takes the place of a harmless key.
        List<Object> list = new ArrayList<>(List.of(1));
        for (int i = 0; i < 60; i++) {
            list = new ArrayList<>(List.of(list, list));
        }
        HashSet<Object> set = new HashSet<>();
        set.add("key");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(Format.JDK);
        try (SwappingStream out = new SwappingStream(bytes, "key", list)) {
            out.writeObject(set);
        }

        String message = messageOf(bytes.toByteArray());

        assertTrue(message.contains("would take too long to hash"), message);
    }

    private static final class SwappingStream extends java.io.ObjectOutputStream {
        private final Object from;
        private final Object to;

        SwappingStream(java.io.OutputStream out, Object from, Object to) throws IOException {
            super(out);
            this.from = from;
            this.to = to;
            enableReplaceObject(true);
        }

        @Override
        protected Object replaceObject(Object object) {
            return from.equals(object) ? to : object;
        }
    }

    @Test
    void a_shared_list_without_any_set_is_no_danger() throws Exception {
        List<Object> list = new ArrayList<>(List.of(new Samples.Plain("p", 1, null)));
        for (int i = 0; i < 60; i++) {
            list = new ArrayList<>(List.of(list, list));
        }
        assertEquals(2, Messages.roundTrip(list).size());
    }
}
