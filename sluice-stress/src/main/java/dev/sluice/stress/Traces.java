package dev.sluice.stress;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * What a run has on the machine while it is under way: processes and folders. They are gone when it is closed, and also when
 * the JVM is ended by a signal meanwhile. Stopped processes are no exception: kill -9 does not wait for them to go on.
 */
final class Traces implements AutoCloseable {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final Thread atExit = new Thread(this::remove, "traces");
    private final List<Process> processes = new ArrayList<>();
    private final List<Path> folders = new ArrayList<>();
    private boolean removed;

    Traces() {
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** Starts a process; refused once they are being ended, so that nobody is forgotten. */
    synchronized Process start(ProcessBuilder builder) throws IOException {
        if (removed) {
            throw new IOException("the run is being ended: no more processes");
        }
        processes.removeIf(process -> !process.isAlive());
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    /** Has a folder removed, which need not exist yet. */
    synchronized Path folder(Path folder) {
        folders.add(folder);
        return folder;
    }

    /** Lets a folder stay, for whoever wants to look into it. */
    synchronized void keep(Path folder) {
        folders.remove(folder);
    }

    /** Ends and removes all. If the JVM is ending, it does not return. */
    @Override
    public void close() {
        remove();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The JVM is ending. What became of the run is not worth a word any more.
            while (true) {
                LockSupport.park();
            }
        }
    }

    private synchronized void remove() {
        removed = true;
        List<ProcessHandle> all = new ArrayList<>();
        for (Process process : processes) {
            // Before it dies: afterwards nobody knows whose they were.
            try (Stream<ProcessHandle> descendants = process.descendants()) {
                descendants.forEach(all::add);
            }
            process.destroyForcibly();
        }
        all.forEach(ProcessHandle::destroyForcibly);
        processes.forEach(process -> all.add(process.toHandle()));
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (all.stream().anyMatch(ProcessHandle::isAlive) && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
        folders.forEach(folder -> delete(folder, deadline));
        processes.clear();
        folders.clear();
    }

    /** Threads of this JVM may be writing there still: so again and again, for a while. */
    private static void delete(Path folder, long deadline) {
        do {
            try {
                delete(folder);
                return;
            } catch (IOException | UncheckedIOException e) {
                LockSupport.parkNanos(LOOK_NANOS);
            }
        } while (System.nanoTime() - deadline < 0);
    }

    /** Removes a folder with all that is in it. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
