package dev.sluice.internal.shm;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Defects, for tests: with the system property {@code dev.sluice.broken=NAME} the library does one thing wrong on purpose,
 * to show that the tests which look for such defects find them. Without the property the compiler leaves nothing of them.
 */
public final class Broken {
    private static final String CHOSEN = System.getProperty("dev.sluice.broken");

    /** One element in 10,000 is not put, though put() says so. */
    public static final boolean DROPS = "drop".equals(CHOSEN);
    /** One element in 10,000 stays in the queue when it is taken. */
    public static final boolean DELIVERS_TWICE = "twice".equals(CHOSEN);
    /** One bit of one element in 10,000 is not what it was. */
    public static final boolean FLIPS = "flip".equals(CHOSEN);
    /** The memory of one large element in 1,000 is not free again when it was taken: there are not that many of them. */
    public static final boolean LEAKS = "leak".equals(CHOSEN);
    /** The slots of dead processes are never free again. */
    public static final boolean FORGETS_SLOTS = "forget-slot".equals(CHOSEN);
    /** Who is stopped for more than a second counts as dead. */
    public static final boolean TAKES_SILENT_FOR_DEAD = "silent-is-dead".equals(CHOSEN);
    /** No file is removed. */
    public static final boolean KEEPS_FILES = "keep-files".equals(CHOSEN);

    private static final int ONE_IN = 10_000;
    private static final int ONE_LARGE_IN = 1_000;
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final char STOPPED = 'T';
    private static final Map<Integer, Long> SILENT_SINCE = new ConcurrentHashMap<>();

    private Broken() {}

    /** True one time in 10,000. */
    public static boolean now() {
        return ThreadLocalRandom.current().nextInt(ONE_IN) == 0;
    }

    /** True one time in 1,000. */
    public static boolean nowOfLarge() {
        return ThreadLocalRandom.current().nextInt(ONE_LARGE_IN) == 0;
    }

    /** Whether the process has been seen stopped, and only stopped, for more than a second. */
    static boolean isSilent(int pid, char state) {
        if (state != STOPPED) {
            SILENT_SINCE.remove(pid);
            return false;
        }
        long now = System.nanoTime();
        return now - SILENT_SINCE.computeIfAbsent(pid, _ -> now) > SILENCE_NANOS;
    }
}
