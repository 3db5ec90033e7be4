package dev.sluice.internal.shm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * A process, told apart from an earlier one with the same number by its start.
 *
 * @param startTicks on Linux clock ticks since boot; elsewhere hundredths of seconds since 1970
 */
public record ProcessIdentity(int pid, long startTicks) {
    static final boolean HAS_PROC = Files.exists(Path.of("/proc/self/stat"));

    private static final class Current {
        static final ProcessIdentity IDENTITY = read();
        static final long PID_NAMESPACE = namespace();
        static final long BOOT_ID = boot();

        private static ProcessIdentity read() {
            if (HAS_PROC) {
                try {
                    // The number is taken from there too: it is the one under which others find this process in /proc.
                    ProcessStat stat = ProcessStat.read("/proc/self/stat");
                    return new ProcessIdentity(stat.pid(), stat.startTicks());
                } catch (IOException e) {
                    throw SegmentException.ofIo("read /proc/self/stat", e);
                }
            }
            ProcessHandle self = ProcessHandle.current();
            return new ProcessIdentity((int) self.pid(), startTicks(self));
        }

        private static long namespace() {
            try {
                String link = Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
                return Long.parseLong(link.substring(link.indexOf('[') + 1, link.indexOf(']')));
            } catch (IOException | RuntimeException _) {
                return 0;
            }
        }

        private static long boot() {
            try {
                UUID id = UUID.fromString(ProcFile.text("/proc/sys/kernel/random/boot_id").strip());
                return id.getMostSignificantBits() ^ id.getLeastSignificantBits();
            } catch (IOException | IllegalArgumentException _) {
                return 0;
            }
        }
    }

    static long startTicks(ProcessHandle handle) {
        return handle.info().startInstant().map(start -> start.toEpochMilli() / 10).orElse(0L);
    }

    /** This process. */
    public static ProcessIdentity current() {
        return Current.IDENTITY;
    }

    /** The pid namespace of this process; numbers of processes mean something only inside it. 0 if unknown. */
    public static long pidNamespace() {
        return Current.PID_NAMESPACE;
    }

    /** Different after each start of the machine; 0 if unknown. */
    public static long bootId() {
        return Current.BOOT_ID;
    }
}
