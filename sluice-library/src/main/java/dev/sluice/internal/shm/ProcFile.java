package dev.sluice.internal.shm;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Reads small files of {@code /proc}.
 *
 * <p>With a plain stream and not a channel: a channel is closed, and the read fails, when the thread has been interrupted.
 */
final class ProcFile {
    private static final int MAX_BYTES = 8192;

    private ProcFile() {}

    /** Fills {@code buffer} with one read, which for these files returns all there is; returns the count, at least 0. */
    static int read(String path, byte[] buffer) throws IOException {
        try (FileInputStream in = new FileInputStream(path)) {
            return Math.max(0, in.read(buffer));
        }
    }

    static String text(String path) throws IOException {
        byte[] buffer = new byte[MAX_BYTES];
        return new String(buffer, 0, read(path, buffer), StandardCharsets.ISO_8859_1);
    }

    /** The first number after {@code label} at the start of a line; -1 if there is none. */
    static long number(String path, String label, int column) {
        try {
            for (String line : text(path).split("\n")) {
                if (line.startsWith(label)) {
                    return Long.parseLong(line.substring(label.length()).strip().split("\\s+")[column]);
                }
            }
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException _) {
            // Not Linux, or a kernel that words it differently: the caller has another way, or does without.
        }
        return -1;
    }
}
