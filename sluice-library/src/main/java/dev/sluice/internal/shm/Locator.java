package dev.sluice.internal.shm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * Where to find a file from another process of this user on this machine, as one line of text.
 *
 * <pre>
 * memory:PID:DESCRIPTOR:NAME      a memory file, and a process that had it open when this was written
 * file:DEVICE:INODE:PATH          a file of the private directory
 * </pre>
 */
sealed interface Locator {
    /** A memory file; its name is never used twice. */
    record OfMemory(int pid, int descriptor, String name) implements Locator {
        @Override
        public String toString() {
            return MEMORY + pid + ":" + descriptor + ":" + name;
        }

        @Override
        public Path expectedAt() {
            return Path.of("/proc/" + pid + "/fd/" + descriptor);
        }

        @Override
        public boolean isAt(Path link) {
            try {
                return Files.readSymbolicLink(link).toString().equals(MEMORY_LINK + name + DELETED);
            } catch (IOException _) {
                return false; // gone, or not ours to see
            }
        }

        @Override
        public Path path() {
            return null;
        }

        @Override
        public boolean isAnonymous() {
            return true;
        }
    }

    /** A file; its path may come to mean another one. */
    record OfFile(long device, long inode, Path path) implements Locator {
        @Override
        public String toString() {
            return FILE + device + ":" + inode + ":" + path;
        }

        @Override
        public Path expectedAt() {
            return path;
        }

        /** Also for a link of {@code /proc} to the file after it was removed. */
        @Override
        public boolean isAt(Path place) {
            try {
                boolean inProc = place.startsWith("/proc");
                // A file that was renamed before it was removed shows its older path: only the directory is compared.
                if (inProc && !Files.readSymbolicLink(place).startsWith(path.getParent())) {
                    return false;
                }
                FileIdentity there =
                        inProc ? FileIdentity.of(place) : FileIdentity.of(place, LinkOption.NOFOLLOW_LINKS);
                return there.device() == device && there.inode() == inode;
            } catch (IOException _) {
                return false;
            }
        }

        @Override
        public String name() {
            String fileName = path.getFileName().toString();
            return FileNames.nameOf(fileName).orElse(fileName);
        }

        @Override
        public boolean isAnonymous() {
            return FileNames.isAnonymous(path.getFileName().toString());
        }
    }

    String MEMORY = "memory:";
    String FILE = "file:";
    String MEMORY_LINK = "/memfd:";
    String DELETED = " (deleted)";

    /** Where the file was when this was written. */
    Path expectedAt();

    /** Whether that is the file; false if it cannot be told. */
    boolean isAt(Path place);

    /** Its name as {@link SharedFile#name()} has it. */
    String name();

    /** Its path as {@link SharedFile#path()} has it. */
    Path path();

    boolean isAnonymous();

    /**
     * Reads what {@code toString} wrote.
     *
     * @throws IllegalArgumentException for a text that is no locator
     */
    static Locator parse(String text) {
        String[] parts = text.split(":", 4);
        try {
            if (text.startsWith(MEMORY)) {
                return new OfMemory(Integer.parseInt(parts[1]), Integer.parseInt(parts[2]), parts[3]);
            }
            if (text.startsWith(FILE)) {
                return new OfFile(Long.parseLong(parts[1]), Long.parseLong(parts[2]), Path.of(parts[3]));
            }
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException _) {
            // Falls through to the message for all of them.
        }
        throw new IllegalArgumentException(
                "\"" + text + "\" does not locate a segment: pass on a handle as it was given");
    }
}
