package dev.sluice.benchmarks.trial;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** The folder of a run, in memory where the system has such a place. Removed at the end, also after an interrupt. */
public final class RunFolder implements AutoCloseable {
    private static final Path MEMORY = Path.of("/dev/shm");

    private static final String PREFIX = "sluice-bench-";
    private static final int END_ROUNDS = 3;
    private static final long END_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Path path;
    private final Thread hook;
    private volatile boolean ending;

    /** Makes it, and removes those of runs that were killed. */
    public RunFolder() throws IOException {
        removeLeftovers();
        String prefix = PREFIX + ProcessHandle.current().pid() + "-";
        path = Files.isWritable(MEMORY)
                ? Files.createTempDirectory(MEMORY, prefix)
                : Files.createTempDirectory(prefix);
        hook = new Thread(this::end);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** The run is not told to stop, so it may go on for a moment, and start what it is about to start. */
    private void end() {
        ending = true;
        for (int i = 0; i < END_ROUNDS; i++) {
            // Processes may still be writing, and their death takes a moment.
            ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
            ProcessHandle.current().descendants().forEach(process -> process.onExit().join());
            removeQuietly(path);
            LockSupport.parkNanos(END_PAUSE_NANOS);
        }
    }

    private static void removeLeftovers() {
        if (!Files.isDirectory(MEMORY)) {
            return;
        }
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(MEMORY, PREFIX + "*")) {
            for (Path folder : folders) {
                String[] parts = folder.getFileName().toString().substring(PREFIX.length()).split("-", 2);
                if (ProcessHandle.of(Long.parseLong(parts[0])).isEmpty()) {
                    removeQuietly(folder);
                }
            }
        } catch (IOException | NumberFormatException e) {
            System.err.println("sluice bench: could not look for what earlier runs left in " + MEMORY + ": " + e);
        }
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** Makes a folder in it. */
    public Path sub(String prefix) throws IOException {
        return Files.createTempDirectory(path, prefix);
    }

    @Override
    public void close() {
        while (ending) {
            // What fails now fails because its processes were ended; nobody wants to read that.
            LockSupport.park(this);
        }
        Runtime.getRuntime().removeShutdownHook(hook);
        removeQuietly(path);
    }

    /** Removes a folder with all that is in it; what vanishes meanwhile is no matter. */
    public static void removeQuietly(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : all) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException | DirectoryNotEmptyException | UncheckedIOException e) {
            // Processes that are being ended remove files of their own.
        } catch (IOException e) {
            System.err.println("sluice bench: could not remove " + folder + ": " + e.getMessage());
        }
    }
}
