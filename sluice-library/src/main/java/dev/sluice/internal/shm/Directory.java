package dev.sluice.internal.shm;

import dev.sluice.internal.shm.SegmentException.Kind;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The private directory of this user, for all files that have a name.
 *
 * <p>It exists only while something is in it: whoever needs it creates it, whoever empties it removes it. Its parent
 * may be writable by everybody, so what stands at its place is believed only if it is a directory, no link, of this
 * user and closed to all others; nobody else can put anything there after that.
 */
public final class Directory {
    /** System property naming the private directory to use instead. */
    public static final String PROPERTY = "dev.sluice.dir";

    static final Path SHARED_MEMORY = Path.of("/dev/shm");

    private Directory() {}

    /** Where the directory is, or would be. */
    public static Path path() {
        String chosen = System.getProperty(PROPERTY);
        if (chosen == null || chosen.isBlank()) {
            return DefaultPath.VALUE;
        }
        if (chosen.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "-D" + PROPERTY + " contains control characters: choose another directory");
        }
        return Path.of(chosen).toAbsolutePath().normalize();
    }

    private static final class DefaultPath {
        static final Path VALUE = parent().resolve("sluice-" + User.uid());

        private static Path parent() {
            return Files.isDirectory(SHARED_MEMORY) && Files.isWritable(SHARED_MEMORY)
                    ? SHARED_MEMORY
                    : Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
        }
    }

    /** The directory, created if need be. It may be removed by others as long as it is empty. */
    static Path create() {
        Path directory = path();
        try {
            Files.createDirectory(directory, ownerOnly(directory, "rwx------"));
        } catch (FileAlreadyExistsException _) {
            // The normal case; whether it can be trusted is seen next.
        } catch (NoSuchFileException e) {
            throw new SegmentException(
                    Kind.NOT_FOUND,
                    "could not create " + directory + ": there is no directory " + directory.getParent()
                            + "; create it, or point -D" + PROPERTY + " elsewhere",
                    e);
        } catch (IOException e) {
            throw SegmentException.ofIo("create the directory " + directory, e);
        }
        isPresent(directory);
        return directory;
    }

    /**
     * Whether the directory is there.
     *
     * @throws SegmentException NOT_PERMITTED if what is there cannot be trusted
     */
    static boolean isPresent(Path directory) {
        FileIdentity identity;
        try {
            identity = FileIdentity.of(directory, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException _) {
            return false;
        } catch (IOException e) {
            throw SegmentException.ofIo("look at the directory " + directory, e);
        }
        String fault = null;
        if (identity.kind() != FileIdentity.Kind.DIRECTORY) {
            fault = "is a symbolic link or a file, not a directory; remove it";
        } else if (identity.uid() != User.uid()) {
            fault = "belongs to uid " + identity.uid() + ", not to uid " + User.uid() + "; remove it";
        } else if (!identity.isPrivate()) {
            fault = "is open to other users (mode " + Integer.toOctalString(identity.mode()) + "); chmod it to 700";
        }
        if (fault != null) {
            throw new SegmentException(
                    Kind.NOT_PERMITTED,
                    "the private directory " + directory + " " + fault + ", or point -D" + PROPERTY + " elsewhere");
        }
        return true;
    }

    /** Removes a directory of ours as soon as nothing is left in it. */
    static void removeIfEmpty(Path directory) {
        try {
            if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
                Files.delete(directory);
            }
        } catch (IOException _) {
            // Somebody uses it, or has removed it already.
        }
    }

    /**
     * The attribute that gives a new file these permissions from the start; none where there are no such permissions.
     */
    static FileAttribute<?>[] ownerOnly(Path path, String permissions) {
        if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return new FileAttribute<?>[0];
        }
        Set<PosixFilePermission> set = PosixFilePermissions.fromString(permissions);
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(set)};
    }

    /** How full the file system is, for messages. */
    static String space(Path path) {
        File file = path.toFile();
        return file.getUsableSpace() + " of " + file.getTotalSpace() + " bytes are free in the file system of " + path;
    }
}
