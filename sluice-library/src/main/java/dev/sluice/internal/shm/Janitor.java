package dev.sluice.internal.shm;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Removes what killed processes left in the private directory. Named segments stay: they are removed by name only.
 *
 * <p>Any number of processes may sweep at once. Names are never used twice, so a file can at worst be removed by
 * somebody else first; and whoever still has a removed file open keeps it until it is closed.
 */
public final class Janitor {
    /** Knows from the content of an anonymous file whether anybody uses it. */
    @FunctionalInterface
    public interface AnonymousFileCheck {
        /**
         * Whether nobody holds the file any more. A file may be half built: by its creator at this moment, or for good
         * if that is dead. {@link SharedFile#openAnonymous} opens it.
         *
         * @throws IOException or {@link SegmentException} if it cannot be told; the file is left alone
         */
        boolean isAbandoned(Path file, boolean creatorIsDead) throws IOException;
    }

    private Janitor() {}

    /**
     * Removes what is left over, and the directory if nothing remains. Returns how many files were removed; never
     * throws.
     */
    public static int sweep(AnonymousFileCheck check) {
        Path directory = Directory.path();
        int removed = 0;
        try {
            if (!Directory.isPresent(directory)) {
                return 0;
            }
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
                for (Path file : files) {
                    if (isLeftOver(file, check) && Files.deleteIfExists(file)) {
                        removed++;
                    }
                }
            }
            Directory.removeIfEmpty(directory);
        } catch (IOException | DirectoryIteratorException | SegmentException _) {
            // Tidying is a service to others; whoever really needs the directory reports what is wrong with it.
        }
        return removed;
    }

    private static boolean isLeftOver(Path file, AnonymousFileCheck check) {
        Optional<FileNames.Creation> creation = FileNames.creationOf(file.getFileName().toString());
        if (creation.isEmpty() || creation.get().pidNamespace() != ProcessIdentity.pidNamespace()) {
            return false;
        }
        ProcessIdentity creator = creation.get().creator();
        boolean creatorIsDead = Liveness.isDead(creator.pid(), creator.startTicks());
        if (!creation.get().anonymous()) {
            return creatorIsDead;
        }
        try {
            // Too short to be opened: its creator died while making it.
            if (creatorIsDead && Files.size(file) < SharedFile.MIN_BYTES) {
                return true;
            }
            return check.isAbandoned(file, creatorIsDead);
        } catch (IOException | RuntimeException _) {
            return false;
        }
    }
}
