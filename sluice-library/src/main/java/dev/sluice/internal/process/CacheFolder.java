package dev.sluice.internal.process;

import dev.sluice.internal.shm.User;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Where files are kept that only save time: the user's cache folder. What a JVM maps from there is as good as code, so a
 * folder in which others may write is not used.
 */
final class CacheFolder {
    private static final String PROPERTY = "dev.sluice.cache";
    private static final String NAME = "sluice";

    private CacheFolder() {}

    /** The folder, which need not exist; empty if there is to be none. */
    static Optional<Path> path() {
        String chosen = System.getProperty(PROPERTY, "");
        if (chosen.equals("off")) {
            return Optional.empty();
        }
        return chosen.isEmpty() ? usual() : Optional.of(Path.of(chosen).toAbsolutePath());
    }

    private static Optional<Path> usual() {
        String home = System.getProperty("user.home", "");
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        if (system.startsWith("windows")) {
            return variable("LOCALAPPDATA").map(folder -> folder.resolve(NAME).resolve("cache"));
        }
        Optional<Path> parent = variable("XDG_CACHE_HOME");
        if (parent.isEmpty() && Path.of(home).isAbsolute()) {
            parent = Optional.of(Path.of(home, system.startsWith("mac") ? "Library/Caches" : ".cache"));
        }
        return parent.map(folder -> folder.resolve(NAME));
    }

    /** The XDG base directory specification wants relative paths to be ignored. */
    private static Optional<Path> variable(String name) {
        return Optional.ofNullable(System.getenv(name))
                .filter(value -> !value.isEmpty())
                .map(Path::of)
                .filter(Path::isAbsolute);
    }

    /** Makes the folder, for this user alone. */
    static void create(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Files.createDirectories(folder.toAbsolutePath().getParent());
        if (isPosix(folder.getParent())) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectories(folder);
        }
    }

    /** Whether nobody but this user and the administrator can change what is in the folder. */
    static boolean isTrusted(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        if (!isPosix(folder)) {
            return true;
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(folder);
        return (int) Files.getAttribute(folder, "unix:uid") == User.uid()
                && !permissions.contains(PosixFilePermission.GROUP_WRITE)
                && !permissions.contains(PosixFilePermission.OTHERS_WRITE);
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
