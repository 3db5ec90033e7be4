package dev.sluice.cli.doctor;

import dev.sluice.QueueDamagedException;
import dev.sluice.QueueNotFoundException;
import dev.sluice.QueueStatus;
import dev.sluice.cli.ErrorReport;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the shared memory is, and how much there is of it.
 *
 * @param sharedMemory the file system for shared memory; {@code /dev/shm} but for tests
 */
record MemoryChecks(Path sharedMemory) {
    private static final long ENOUGH_BYTES = 256L << 20;
    private static final String REMEDY_SIZE =
            "a full one gives an exception in put; 'mount -o remount,size=2G /dev/shm', in Docker --shm-size=2g";

    List<Check> all() {
        return List.of(space(), directory(), named());
    }

    private Check space() {
        if (!Files.isDirectory(sharedMemory) || !Files.isWritable(sharedMemory)) {
            return Check.limited(
                    "shared memory",
                    sharedMemory + " is not a writable folder; " + System.getProperty("java.io.tmpdir") + " is used",
                    "'mount -t tmpfs -o mode=1777 tmpfs /dev/shm', or a folder in memory by -Ddev.sluice.dir=");
        }
        try {
            FileStore store = Files.getFileStore(sharedMemory);
            String found = "%s (%s), %s, %s free"
                    .formatted(
                            sharedMemory,
                            store.type(),
                            Sizes.text(store.getTotalSpace()),
                            Sizes.text(store.getUsableSpace()));
            if (!store.type().equals("tmpfs")) {
                return Check.limited(
                        "shared memory", found, "it is on a disk; 'mount -t tmpfs -o mode=1777 tmpfs /dev/shm'");
            }
            return store.getUsableSpace() >= ENOUGH_BYTES
                    ? Check.ok("shared memory", found)
                    : Check.limited("shared memory", found, REMEDY_SIZE);
        } catch (IOException e) {
            return Check.limited("shared memory", "size unknown: " + e.getMessage(), "see 'df " + sharedMemory + "'");
        }
    }

    /** What is in the folder of this user: named queues, and what killed programs left for the next one to clean up. */
    private Check directory() {
        Path directory = Path.of(System.getProperty("dev.sluice.dir", sharedMemory + "/sluice-" + uid()));
        if (!Files.exists(directory)) {
            return Check.ok("folder", directory + " is not there: nothing is left");
        }
        try (Stream<Path> files = Files.list(directory)) {
            return Check.ok("folder", directory + ", files in it: " + files.count());
        } catch (IOException e) {
            return Check.missing("folder", "cannot be read: " + e.getMessage(), "make it yours, with mode 700");
        }
    }

    private static String uid() {
        try {
            return String.valueOf(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException | UnsupportedOperationException e) {
            return System.getProperty("user.name");
        }
    }

    private static Check named() {
        try {
            return countNamed();
        } catch (RuntimeException e) {
            return Check.missing("named queues", ErrorReport.text(e), "see the folder above");
        }
    }

    private static Check countNamed() {
        List<String> orphans = new ArrayList<>();
        int queues = 0;
        long bytes = 0;
        for (String name : QueueStatus.names()) {
            try {
                QueueStatus queue = QueueStatus.of(name);
                queues++;
                bytes += queue.memoryBytes();
                if (queue.holders().isEmpty()) {
                    orphans.add(name);
                }
            } catch (QueueNotFoundException removedMeanwhile) {
                // It takes no memory any more.
            } catch (QueueDamagedException e) {
                return Check.limited("named queues", ErrorReport.text(e),
                        "'sluice rm " + name + "' if nobody needs it");
            }
        }
        String found = queues + ", in " + Sizes.text(bytes);
        return orphans.isEmpty()
                ? Check.ok("named queues", found)
                : Check.limited(
                        "named queues",
                        found + "; held by nobody: " + String.join(" ", orphans),
                        "they stay until 'sluice rm NAME', with all that is in them");
    }
}
