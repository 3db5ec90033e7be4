package dev.sluice.internal.shm;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Finds, among the processes of this user, one that has a file open which is reachable by no path: the way to a segment
 * when the process that passed on its locator is gone while others still hold the segment.
 */
final class HolderSearch {
    private static final Path PROC = Path.of("/proc");

    private HolderSearch() {}

    /** The link {@code /proc/PID/fd/N} of some holder. */
    static Optional<Path> find(Locator locator) {
        return first(PROC, process -> isOwnProcess(process) ? findIn(process, locator) : Optional.empty());
    }

    private static Optional<Path> findIn(Path process, Locator locator) {
        return first(process.resolve("fd"), link -> locator.isAt(link) ? Optional.of(link) : Optional.empty());
    }

    private static boolean isOwnProcess(Path process) {
        if (!Character.isDigit(process.getFileName().toString().charAt(0))) {
            return false;
        }
        try {
            return FileIdentity.of(process).uid() == User.uid();
        } catch (IOException _) {
            return false;
        }
    }

    @FunctionalInterface
    private interface Step {
        Optional<Path> apply(Path entry);
    }

    private static Optional<Path> first(Path directory, Step step) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                Optional<Path> found = step.apply(entry);
                if (found.isPresent()) {
                    return found;
                }
            }
        } catch (IOException | DirectoryIteratorException _) {
            // A process that ended meanwhile, or a system without /proc.
        }
        return Optional.empty();
    }
}
