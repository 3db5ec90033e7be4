package dev.sluice.benchmarks.trial;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The folder of a run, in memory where the system has such a place. Removed at the end, also after an interrupt. */
public final class RunFolder implements AutoCloseable {
    private static final Path MEMORY = Path.of("/dev/shm");

    private final Path path;
    private final Thread hook;

    /** Makes it. */
    public RunFolder() throws IOException {
        String prefix = "sluice-bench-" + ProcessHandle.current().pid() + "-";
        path = Files.isWritable(MEMORY)
                ? Files.createTempDirectory(MEMORY, prefix)
                : Files.createTempDirectory(prefix);
        hook = new Thread(() -> {
            // Processes may still be writing, and their death takes a moment.
            ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
            ProcessHandle.current().descendants().forEach(process -> process.onExit().join());
            removeQuietly(path);
        });
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** Makes a folder in it. */
    Path sub(String prefix) throws IOException {
        return Files.createTempDirectory(path, prefix);
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(hook);
        removeQuietly(path);
    }

    /** Removes a folder with all that is in it; what vanishes meanwhile is no matter. */
    static void removeQuietly(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : all) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException | UncheckedIOException e) {
            // Processes that are being ended remove files of their own.
        } catch (IOException e) {
            System.err.println("sluice bench: could not remove " + folder + ": " + e.getMessage());
        }
    }
}
