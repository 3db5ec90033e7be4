package dev.sluice.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;

/** Bytes that tell whether they arrived whole. */
final class Payload {
    private Payload() {}

    /** So many bytes, different for each seed, and different from one 8-byte word to the next. */
    static byte[] of(int length, long seed) {
        byte[] bytes = new byte[length];
        long state = seed * 0x9E3779B97F4A7C15L + length;
        for (int i = 0; i < length; i++) {
            if ((i & 7) == 0) {
                state = state * 6364136223846793005L + 1442695040888963407L;
            }
            bytes[i] = (byte) (state >>> (8 * (i & 7)));
        }
        return bytes;
    }

    static boolean isWhole(byte[] bytes, long seed) {
        return Arrays.equals(bytes, of(bytes.length, seed));
    }

    static void assertWhole(int length, long seed, byte[] bytes) {
        assertEquals(length, bytes.length);
        assertEquals(-1, Arrays.mismatch(of(length, seed), bytes), "first byte that differs");
    }
}
