package dev.sluice.stress;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;

/**
 * What travels: who put it, its number there, its length, a pattern that follows from these, and a checksum of it all.
 *
 * <pre>
 *   0  magic   4  producer (number of its journal)   8  sequence number   16  length   20  checksum   24  pattern
 * </pre>
 */
record Element(int producer, long sequence) {
    static final int HEADER_BYTES = 24;
    private static final int MAGIC = 0x51_1C_E5_01;
    private static final int CHECKSUM_AT = 20;

    // An odd length, so that the pattern does not repeat at the same place of each block of memory.
    private static final byte[] PATTERN = pattern(997);

    private static byte[] pattern(int length) {
        byte[] pattern = new byte[length];
        new SplittableRandom(length).nextBytes(pattern);
        return pattern;
    }

    /** An element of the given total length, {@link #HEADER_BYTES} at least. */
    static byte[] encode(int producer, long sequence, int length) {
        byte[] bytes = new byte[length];
        ByteBuffer.wrap(bytes).putInt(MAGIC).putInt(producer).putLong(sequence).putInt(length);
        int from = Math.floorMod(producer * 31L + sequence, PATTERN.length);
        for (int at = HEADER_BYTES; at < length;) {
            int count = Math.min(PATTERN.length - from, length - at);
            System.arraycopy(PATTERN, from, bytes, at, count);
            at += count;
            from = 0;
        }
        ByteBuffer.wrap(bytes).putInt(CHECKSUM_AT, checksum(bytes));
        return bytes;
    }

    /** Which element it is, or null if it is not whole. */
    static Element decode(byte[] bytes) {
        if (bytes.length < HEADER_BYTES) {
            return null;
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        if (buffer.getInt() != MAGIC || buffer.getInt(16) != bytes.length) {
            return null;
        }
        return buffer.getInt(CHECKSUM_AT) == checksum(bytes) ? new Element(buffer.getInt(), buffer.getLong()) : null;
    }

    private static int checksum(byte[] bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, CHECKSUM_AT);
        checksum.update(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES);
        return (int) checksum.getValue();
    }
}
