package dev.sluice.internal.shm;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Reads small files of {@code /proc}.
 *
 * <p>With a plain stream and not a channel: a channel is closed, and the read fails, when the thread has been
 * interrupted.
 */
final class ProcFile {
    private static final int MAX_BYTES = 8192;

    private ProcFile() {}

    /**
     * Fills {@code buffer} with one read, which for these files returns all there is; returns the count, at least 0.
     */
    static int read(String path, byte[] buffer) throws IOException {
        try (FileInputStream in = new FileInputStream(path)) {
            return Math.max(0, in.read(buffer));
        }
    }

    static String text(String path) throws IOException {
        byte[] buffer = new byte[MAX_BYTES];
        return new String(buffer, 0, read(path, buffer), StandardCharsets.ISO_8859_1);
    }

    /** Empty if there is no such file: not Linux, or not allowed. */
    static String textOrEmpty(String path) {
        try {
            return text(path);
        } catch (IOException _) {
            return "";
        }
    }

    /** What stands after {@code label} in the first line that begins with it; null if there is none. */
    static String afterLabel(String text, String label) {
        for (String line : text.split("\n", -1)) {
            if (line.startsWith(label)) {
                return line.substring(label.length()).strip();
            }
        }
        return null;
    }

    /** The number after {@code label} in the first line that begins with it; -1 if there is none. */
    static long numberAfterLabel(String text, String label) {
        String rest = afterLabel(text, label);
        try {
            return rest == null ? -1 : Long.parseLong(rest.split("\\s+", 2)[0]);
        } catch (NumberFormatException _) {
            return -1;
        }
    }
}
