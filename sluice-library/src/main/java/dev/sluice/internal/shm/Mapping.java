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

/** Maps files whole. */
final class Mapping {
    private Mapping() {}

    /**
     * Maps a file whose size is known. Its memory stays mapped until nobody can reach the segment, so that a thread
     * that races with the closing of a queue never touches unmapped memory; an arena that could be closed would cost a
     * check on each access, and a handshake with all threads on each close.
     *
     * <p>An interrupt closes a channel; here it must neither fail the mapping nor get lost.
     *
     * @param sizeBytes exactly the size of the file: a larger one would make the file grow, silently
     */
    static MemorySegment map(Path path, long sizeBytes) throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                interrupted |= Thread.interrupted();
                try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                    if (channel.size() != sizeBytes) {
                        throw new SegmentException(
                                Kind.DAMAGED,
                                path + " has changed its size from " + sizeBytes + " to " + channel.size()
                                        + " bytes: something else writes to it; remove it");
                    }
                    return channel.map(MapMode.READ_WRITE, 0, sizeBytes, Arena.ofAuto());
                } catch (ClosedByInterruptException _) {
                    interrupted = true;
                }
            }
        } catch (OutOfMemoryError e) {
            throw tooLarge(path, sizeBytes, e);
        } catch (IOException e) {
            if (e.getCause() instanceof OutOfMemoryError) {
                throw tooLarge(path, sizeBytes, e);
            }
            throw e;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
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
