package dev.sluice.internal.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * How often the kernel has ended a process because memory was short: in the control group of this process, which its children
 * share, or, where that is not told, on the whole machine.
 *
 * @param count       how often so far
 * @param inThisGroup whether only processes of this control group are counted
 */
public record OomKills(long count, boolean inThisGroup) {
    private static final String COUNTER = "oom_kill";
    private static final Path GROUPS = Path.of("/sys/fs/cgroup");

    /** Found once; null if no file tells it. A process may be moved to another group, but hardly ever is. */
    private static final class Source {
        static final Path GROUP_FILE = groupFile();
    }

    /**
     * Reads the counter.
     *
     * @return what it says now; null if nothing tells it
     */
    public static OomKills now() {
        OptionalLong count = Source.GROUP_FILE == null ? OptionalLong.empty() : counter(Source.GROUP_FILE);
        if (count.isPresent()) {
            return new OomKills(count.getAsLong(), true);
        }
        count = counter(Path.of("/proc/vmstat"));
        return count.isPresent() ? new OomKills(count.getAsLong(), false) : null;
    }

    /**
     * Whether there were more meanwhile.
     *
     * @param earlier an earlier reading; null if there is none
     * @param later   a later one; null if there is none
     * @return true if the kernel has ended a process between the two
     */
    public static boolean haveGrown(OomKills earlier, OomKills later) {
        return earlier != null
                && later != null
                && earlier.inThisGroup == later.inThisGroup
                && later.count > earlier.count;
    }

    private static Path groupFile() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/cgroup"))) {
                // hierarchy:controllers:path; of version 2 the first two are 0 and empty.
                String[] parts = line.split(":", 3);
                String path = parts[2].substring(1);
                List<Path> files = parts[1].isEmpty()
                        ? List.of(GROUPS.resolve(path).resolve("memory.events"), GROUPS.resolve("memory.events"))
                        : List.of(
                                GROUPS.resolve("memory").resolve(path).resolve("memory.oom_control"),
                                GROUPS.resolve("memory/memory.oom_control"));
                if (!parts[1].isEmpty() && !List.of(parts[1].split(",", -1)).contains("memory")) {
                    continue;
                }
                for (Path file : files) {
                    if (counter(file).isPresent()) {
                        return file;
                    }
                }
            }
        } catch (IOException | RuntimeException e) {
            // Not Linux, or something is hidden here.
        }
        return null;
    }

    private static OptionalLong counter(Path file) {
        try {
            for (String line : Files.readAllLines(file)) {
                if (line.startsWith(COUNTER + " ")) {
                    return OptionalLong.of(Long.parseLong(line.substring(COUNTER.length() + 1).strip()));
                }
            }
        } catch (IOException | NumberFormatException e) {
            // Not told.
        }
        return OptionalLong.empty();
    }
}
