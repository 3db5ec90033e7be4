package dev.sluice.internal.shm;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Tells which processes are dead: those that will never again run user code.
 *
 * <p>That is known as soon as the kernel has begun to end each of the threads, long before it has given back a large
 * heap. Silence is never taken for death: a process that is stopped or slow is alive.
 */
public final class Liveness {
    /** The part of a start time that is compared; so much fits beside a pid into one word of shared memory. */
    public static final long START_TICKS_MASK = (1L << 28) - 1;

    private Liveness() {}

    /**
     * Whether the process is dead. A doubt, such as a shortage of file descriptors, counts as alive: asked again later
     * the answer will be right, while a wrong "dead" would take things away from a living process.
     *
     * @param startTicks of which the bits of {@link #START_TICKS_MASK} are compared
     */
    public static boolean isDead(int pid, long startTicks) {
        return ProcessIdentity.HAS_PROC ? isDeadInProc(pid, startTicks) : isDeadByHandle(pid, startTicks);
    }

    private static boolean isDeadInProc(int pid, long startTicks) {
        ProcessStat leader;
        try {
            // The leading thread's own file: for that of the process, the kernel would visit all its threads.
            leader = ProcessStat.read("/proc/" + pid + "/task/" + pid + "/stat");
        } catch (IOException _) {
            // Opening fails for want of descriptors as it does for want of a process; stat needs no descriptor.
            return Files.notExists(Path.of("/proc/" + pid));
        }
        if (!isSameStart(leader.startTicks(), startTicks)) {
            return true;
        }
        if (Broken.TAKES_SILENT_FOR_DEAD && Broken.isSilent(pid, leader.state())) {
            return true;
        }
        return leader.isEnding() && areAllTasksEnding(pid);
    }

    /** The leading thread may have ended by itself, and the program may go on in the others. */
    private static boolean areAllTasksEnding(int pid) {
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
            for (Path task : tasks) {
                try {
                    if (!ProcessStat.read(task + "/stat").isEnding()) {
                        return false;
                    }
                } catch (IOException _) {
                    if (!Files.notExists(task)) {
                        return false;
                    }
                }
            }
            return true;
        } catch (IOException | DirectoryIteratorException _) {
            return Files.notExists(Path.of("/proc/" + pid));
        }
    }

    static boolean isDeadByHandle(int pid, long startTicks) {
        Optional<ProcessHandle> handle = ProcessHandle.of(pid);
        if (handle.isEmpty() || !handle.get().isAlive()) {
            return true;
        }
        long actual = ProcessIdentity.startTicks(handle.get());
        return actual != 0 && !isSameStart(actual, startTicks);
    }

    private static boolean isSameStart(long one, long other) {
        return ((one ^ other) & START_TICKS_MASK) == 0;
    }
}
