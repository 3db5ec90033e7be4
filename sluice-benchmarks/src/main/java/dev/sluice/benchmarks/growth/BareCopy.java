package dev.sluice.benchmarks.growth;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What the copies alone cost: an array into shared memory, and from there into a new array. */
final class BareCopy {
    private BareCopy() {}

    static ElementSize measure(Path file, int bytes) throws IOException, InterruptedException {
        try (Arena arena = Arena.ofConfined();
                FileChannel channel = FileChannel.open(
                        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MemorySegment memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes, arena);
            byte[] element = new byte[bytes];
            return ElementSize.of(bytes, () -> {
                MemorySegment.copy(MemorySegment.ofArray(element), 0, memory, 0, bytes);
                byte[] copy = new byte[bytes];
                MemorySegment.copy(memory, 0, MemorySegment.ofArray(copy), 0, bytes);
                return copy;
            });
        } finally {
            Files.deleteIfExists(file);
        }
    }
}
