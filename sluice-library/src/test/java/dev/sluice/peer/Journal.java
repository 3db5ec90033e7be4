package dev.sluice.peer;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Counters in a file that outlive the process that counts: what it wrote is there, however it ended. Any process may
 * open the file; none of this is the library's.
 */
public final class Journal implements AutoCloseable, Serializable {
    private static final long serialVersionUID = 1L;
    private static final VarHandle COUNT = ValueLayout.JAVA_INT.varHandle();

    private final String file;
    private final int counters;
    private transient MemorySegment counts;

    private Journal(Path file, int counters) {
        this.file = file.toString();
        this.counters = counters;
    }

    /** A journal of so many counters, all zero. */
    public static Journal create(int counters) throws IOException {
        Journal journal = new Journal(Files.createTempFile("sluice-test-journal", ""), counters);
        try (FileChannel channel = FileChannel.open(Path.of(journal.file), StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(1), Integer.BYTES * (long) counters - 1);
        }
        return journal;
    }

    private synchronized MemorySegment counts() {
        if (counts == null) {
            try (FileChannel channel =
                    FileChannel.open(Path.of(file), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                counts = channel.map(FileChannel.MapMode.READ_WRITE, 0, Integer.BYTES * (long) counters,
                        Arena.ofAuto());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return counts;
    }

    /** Counts one more. */
    public void count(int counter) {
        int _ = (int) COUNT.getAndAdd(counts(), Integer.BYTES * (long) counter, 1);
    }

    public int get(int counter) {
        return (int) COUNT.getVolatile(counts(), Integer.BYTES * (long) counter);
    }

    /** Removes the file; who has it open goes on counting. */
    @Override
    public void close() throws IOException {
        Files.deleteIfExists(Path.of(file));
    }
}
