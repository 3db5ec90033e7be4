package dev.sluice.internal.shm;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much more memory this process can take before the kernel begins to kill processes for it.
 *
 * <p>A memory file has no file system that could be full, and one in shared memory may be allowed more than there is.
 * Without a look at what is left, a queue that grows and grows would end with the death of some process instead of an
 * exception.
 */
final class MemoryHeadroom {
    // Left alone, since others take memory at the same moment.
    private static final long KEPT_BYTES = 32L << 20;
    // So much is taken without a look, to keep small steps cheap.
    private static final long UNSEEN_BYTES = 1L << 20;
    private static final long UNKNOWN = Long.MAX_VALUE;
    private static final long BYTES_PER_KIB = 1024;

    private final Path proc;
    private final List<Path> limitedGroups;
    private final AtomicLong unseen = new AtomicLong();

    private static final class OfThisMachine {
        static final MemoryHeadroom VALUE = new MemoryHeadroom(Path.of("/proc"), Path.of("/sys/fs/cgroup"));
    }

    MemoryHeadroom(Path proc, Path groups) {
        this.proc = proc;
        this.limitedGroups = limitedGroups(proc, groups);
    }

    static MemoryHeadroom ofThisMachine() {
        return OfThisMachine.VALUE;
    }

    /** The control groups around this process (of version 2), those of a container for example, that have a limit. */
    private static List<Path> limitedGroups(Path proc, Path groups) {
        List<Path> limited = new ArrayList<>();
        String own = ProcFile.afterLabel(text(proc.resolve("self/cgroup")), "0::/");
        if (own == null) {
            return limited;
        }
        for (Path group = groups.resolve(own).normalize(); group.startsWith(groups); group = group.getParent()) {
            if (Files.exists(group.resolve("memory.max")) && limit(group, "memory.max") != UNKNOWN) {
                limited.add(group);
            }
        }
        return limited;
    }

    /** Whether so much can be taken; to be asked before each step that takes memory. */
    boolean allows(long length) {
        if (unseen.addAndGet(length) < UNSEEN_BYTES) {
            return true;
        }
        if (length > bytes()) {
            return false;
        }
        unseen.set(0);
        return true;
    }

    /** In bytes, never negative; {@link Long#MAX_VALUE} where it cannot be told. */
    long bytes() {
        String machine = text(proc.resolve("meminfo"));
        long available = ProcFile.numberAfterLabel(machine, "MemAvailable:") * BYTES_PER_KIB;
        if (available < 0) {
            return UNKNOWN;
        }
        long swap = Math.max(0, ProcFile.numberAfterLabel(machine, "SwapFree:") * BYTES_PER_KIB);
        long least = available + swap;
        for (Path group : limitedGroups) {
            least = Math.min(least, bytes(group, swap));
        }
        return Math.max(0, least - KEPT_BYTES);
    }

    private static long bytes(Path group, long swap) {
        long limit = limit(group, "memory.max");
        if (limit == UNKNOWN) {
            return UNKNOWN;
        }
        // The kernel drops cached files before it kills; shared memory is not among those.
        String kinds = text(group.resolve("memory.stat"));
        long reclaimable = Math.max(0, ProcFile.numberAfterLabel(kinds, "inactive_file "))
                + Math.max(0, ProcFile.numberAfterLabel(kinds, "active_file "));
        long swapOfGroup = limit(group, "memory.swap.max") - number(group.resolve("memory.swap.current"));
        return limit - number(group.resolve("memory.current")) + reclaimable + Math.clamp(swapOfGroup, 0, swap);
    }

    private static long limit(Path group, String file) {
        long limit = number(group.resolve(file));
        return limit < 0 ? UNKNOWN : limit;
    }

    private static long number(Path file) {
        return ProcFile.numberAfterLabel(text(file), "");
    }

    private static String text(Path file) {
        return ProcFile.textOrEmpty(file.toString());
    }
}
