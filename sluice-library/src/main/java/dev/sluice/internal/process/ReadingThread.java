package dev.sluice.internal.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A thread that reads a pipe, as the system sees it: asleep if there is nothing to read, and not merely waiting for a
 * processor.
 */
public final class ReadingThread {
    private static final Path SELF = Path.of("/proc/thread-self");
    private static final Path PROC = Path.of("/proc");

    /** Null where the system tells nothing. */
    private final Path stat;

    private ReadingThread(Path stat) {
        this.stat = stat;
    }

    /**
     * The calling thread.
     *
     * @return what it can be looked at by
     */
    public static ReadingThread current() {
        try {
            return new ReadingThread(PROC.resolve(Files.readSymbolicLink(SELF)).resolve("stat"));
        } catch (IOException | UnsupportedOperationException e) {
            return new ReadingThread(null);
        }
    }

    /**
     * Whether it sleeps, or has ended.
     *
     * @return true also where the system does not tell
     */
    public boolean isAsleep() {
        if (stat == null) {
            return true;
        }
        try {
            String text = Files.readString(stat, StandardCharsets.ISO_8859_1);
            return text.charAt(text.lastIndexOf(')') + 2) != 'R';
        } catch (IOException | IndexOutOfBoundsException ended) {
            return true;
        }
    }
}
