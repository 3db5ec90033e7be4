package dev.sluice.internal.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Which files a JVM has opened or stands in since its start. A log file that was rotated, or a folder that was made anew,
 * has the same name and is another.
 */
public final class FileIdentities {
    private final List<Path> paths = new ArrayList<>();
    private final List<Object> identities;

    private FileIdentities(LaunchSettings settings) {
        settings.workingDirectory().ifPresent(paths::add);
        add(settings.output().file());
        add(settings.errors().file());
        identities = identities();
    }

    /**
     * Looks at the files that a JVM just started with these settings uses.
     *
     * @param settings its settings
     * @return what they are now
     */
    public static FileIdentities of(LaunchSettings settings) {
        return new FileIdentities(settings);
    }

    /**
     * Looks again.
     *
     * @return true if all are still what they were
     */
    public boolean areUnchanged() {
        return identities.equals(identities());
    }

    private void add(File file) {
        if (file != null && !file.equals(ProcessBuilder.Redirect.DISCARD.file())) {
            paths.add(file.toPath());
        }
    }

    private List<Object> identities() {
        List<Object> found = new ArrayList<>();
        for (Path path : paths) {
            found.add(identity(path));
        }
        return found;
    }

    /** A file system without identities cannot tell a new file from an old one; what is missing is like nothing. */
    private static Object identity(Path path) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return Objects.requireNonNullElse(attributes.fileKey(), attributes.creationTime());
        } catch (IOException missing) {
            return missing;
        }
    }
}
