package dev.sluice;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What one call leaves in a thread's buffers: neither much memory nor anything that the next one could send. */
final class ScratchTest {
    private static final int MOST_KEPT_BYTES = 1 << 20;
    private static final String LARGE = "ä".repeat(3 * MOST_KEPT_BYTES);

    /** As any user's. */
    private static final class Bytes implements Codec<byte[]> {
        private static final long serialVersionUID = 1L;

        @Override
        public byte[] encode(byte[] value) {
            return value;
        }

        @Override
        public byte[] decode(byte[] bytes) {
            return bytes;
        }
    }

    private static byte[] encoded(Elements elements, Object element) {
        try (Scratch scratch = Scratch.borrow()) {
            return elements.encode(element, scratch).toArray();
        }
    }

    private static void assertLittleIsKept() {
        try (Scratch scratch = Scratch.borrow()) {
            assertTrue(scratch.payload.arrayBytes() <= MOST_KEPT_BYTES, "the payload keeps an array");
            assertTrue(scratch.encodeBuffer().array().length <= MOST_KEPT_BYTES, "the buffer keeps an array");
            assertEquals(0, scratch.encodeBuffer().bulkLength());
        }
    }

    @Test
    void largeElementIsNotKept() {
        assertTrue(encoded(Elements.BUILT_IN, LARGE).length > MOST_KEPT_BYTES);

        assertLittleIsKept();
    }

    @Test
    void largeArrayOfTheCallerIsNotKept() {
        assertTrue(encoded(Elements.BUILT_IN, new byte[4 * MOST_KEPT_BYTES]).length > MOST_KEPT_BYTES);

        assertLittleIsKept();
    }

    @Test
    void largeArrayOfTheUsersCodecIsNotKept() {
        assertTrue(encoded(new Elements(new Bytes(), null), new byte[4 * MOST_KEPT_BYTES]).length > MOST_KEPT_BYTES);

        assertLittleIsKept();
    }

    @Test
    void elementThatCannotBeEncodedLeavesNothingToTheNext() {
        byte[] expected = encoded(Elements.BUILT_IN, List.of("small"));

        assertThrows(
                SerializationException.class, () -> encoded(Elements.BUILT_IN, List.of(LARGE, new Object())));

        assertLittleIsKept();
        assertArrayEquals(expected, encoded(Elements.BUILT_IN, List.of("small")));
    }
}
