package dev.sluice.internal.process;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The last lines of what passes by. Threadsafe. */
public final class OutputTail {
    private static final int BYTES = 8 * 1024;
    private static final int LINES = 20;

    /** In which a child prints if its output is no terminal. */
    public static final Charset CHARSET =
            Charset.forName(System.getProperty("native.encoding", "UTF-8"), StandardCharsets.UTF_8);

    private final byte[] ring = new byte[BYTES]; // guarded by this
    private long written; // guarded by this

    /** Makes an empty one. */
    public OutputTail() {}

    /**
     * Takes what has passed by.
     *
     * @param bytes  where it is
     * @param length how much, from the start
     */
    public synchronized void add(byte[] bytes, int length) {
        for (int i = Math.max(0, length - BYTES); i < length; i++) {
            ring[(int) ((written + i) % BYTES)] = bytes[i];
        }
        written += length;
    }

    /**
     * The last lines.
     *
     * @return at most 20 of them, oldest first
     */
    public synchronized List<String> lines() {
        int length = (int) Math.min(written, BYTES);
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = ring[(int) ((written - length + i) % BYTES)];
        }
        List<String> lines = new String(bytes, CHARSET).lines().toList();
        return List.copyOf(lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
    }
}
