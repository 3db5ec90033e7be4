package dev.sluice.internal.shm;

import dev.sluice.internal.shm.SegmentException.Kind;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.LockSupport;

/** Maps files whole. */
final class Mapping {
    private static final int ATTEMPTS = 10;
    private static final long PAUSE_NANOS = 50_000_000;

    private Mapping() {}

    /**
     * Maps a file, as long as it is now. Its memory stays mapped until nobody can reach the segment, so that a thread
     * that races with the closing of a queue never touches unmapped memory; an arena that could be closed would cost a
     * check on each access, and a handshake with all threads on each close.
     *
     * <p>An interrupt closes a channel; here it must neither fail the mapping nor get lost.
     */
    static MemorySegment map(Path path) throws IOException {
        boolean interrupted = false;
        try {
            for (int attempt = 1;; attempt++) {
                interrupted |= Thread.interrupted();
                try {
                    return mapOnce(path);
                } catch (ClosedByInterruptException _) {
                    interrupted = true;
                } catch (SegmentException e) {
                    if (attempt >= ATTEMPTS) {
                        throw e;
                    }
                    // Queues that were closed may still be mapped, and nothing but this asks for their addresses.
                    System.gc();
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static MemorySegment mapOnce(Path path) throws IOException {
        long sizeBytes = 0;
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            sizeBytes = channel.size();
            return channel.map(MapMode.READ_WRITE, 0, sizeBytes, Arena.ofAuto());
        } catch (OutOfMemoryError e) {
            throw tooLarge(path, sizeBytes, e);
        } catch (IOException e) {
            if (e.getCause() instanceof OutOfMemoryError) {
                throw tooLarge(path, sizeBytes, e);
            }
            throw e;
        }
    }

    private static SegmentException tooLarge(Path path, long sizeBytes, Throwable cause) {
        return new SegmentException(
                Kind.LIMIT,
                "could not map " + sizeBytes + " bytes of " + path
                        + ": not enough address space or too many mappings; raise"
                        + " 'ulimit -v' or vm.max_map_count, or ask for less",
                cause);
    }
}
