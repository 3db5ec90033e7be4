package dev.sluice.stress;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What one thread of one process notes about itself, in a mapped file: what was stored there outlives kill -9.
 *
 * <p>Records have 32 bytes; the kind is stored last, so that a record is whole or absent.
 *
 * <pre>
 *   0  kind   4  producer   8  sequence number   16  System.nanoTime()   24  detail
 * </pre>
 */
final class Journal {
    /** What a record says. The names are those of what the thread is about to do, or has just done. */
    enum Kind {
        /** Unused space. */
        NOTHING,
        /** About to put the element. */
        PUTTING,
        /** It was put; the detail is 1 if the call went on to put others, and lasted longer because of them. */
        PUT,
        /** It was refused, or the wait ended otherwise; it must not turn up anywhere. */
        NOT_PUT,
        /** About to take. */
        TAKING,
        /** About to take several, at most as many as the detail says. */
        DRAINING,
        /** Has noted all that it took together. */
        DRAINED,
        /** About to take several, as many as the detail says, and to have them all back in the queue. */
        REFUSING,
        /** They are back. */
        REFUSED,
        /** Took the element; the detail is its count of deliveries, 0 if there is none. */
        TOOK,
        /** Took nothing; the detail is 1 if it did not wait. */
        NOT_TAKEN,
        /** Took something that is not whole. */
        TORN,
        /** About to acknowledge the element. */
        ACKING,
        /** It was acknowledged. */
        ACKED,
        /** About to give the element back. */
        GIVING_BACK,
        /** It was given back. */
        GAVE_BACK,
        /** Smallest (sequence number) and greatest (detail) size seen so far. */
        SIZE,
        /** About to wait until all is done. */
        JOINING,
        /** The wait ended; the detail is 1 if all was done. */
        JOINED,
        /** About to withdraw an element that it has put. */
        WITHDRAWING,
        /** The detail is 1 if it was still there, and so is nobody's any more. */
        WITHDRAWN,
        /** About to shut the queue down; the detail is 1 if what is in it is to be discarded. */
        SHUTTING_DOWN,
        /** It was shut down; the detail is as before. */
        SHUT_DOWN,
        /** The thread failed; standard error says how. */
        FAILED,
        /** The thread has ended as it should. */
        ENDED;

        private static final Kind[] ALL = values();
    }

    static final long RECORD_BYTES = 32;
    private static final long MOST_RECORDS = 4L << 20;
    private static final VarHandle KIND = ValueLayout.JAVA_INT.varHandle().withInvokeExactBehavior();

    private final MemorySegment file;
    private long at;

    private Journal(MemorySegment file) {
        this.file = file;
    }

    static Journal create(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(
                path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            // Not backed by the disk until it is written to.
            return new Journal(
                    channel.map(FileChannel.MapMode.READ_WRITE, 0, MOST_RECORDS * RECORD_BYTES, Arena.global()));
        }
    }

    /** Whether there is room for some more records. */
    boolean hasRoom() {
        return at + 64 * RECORD_BYTES < file.byteSize();
    }

    void note(Kind kind) {
        note(kind, 0, 0, 0);
    }

    void note(Kind kind, Element element, int detail) {
        note(kind, element.producer(), element.sequence(), detail);
    }

    void note(Kind kind, int producer, long sequence, int detail) {
        note(kind, producer, sequence, detail, System.nanoTime());
    }

    /** Notes what was at another time. */
    @SuppressWarnings("EnumOrdinal") // A journal is read by the program that had it written, and by no other.
    void note(Kind kind, int producer, long sequence, int detail, long nanos) {
        file.set(ValueLayout.JAVA_INT, at + 4, producer);
        file.set(ValueLayout.JAVA_LONG, at + 8, sequence);
        file.set(ValueLayout.JAVA_LONG, at + 16, nanos);
        file.set(ValueLayout.JAVA_INT, at + 24, detail);
        KIND.setRelease(file, at, kind.ordinal());
        at += RECORD_BYTES;
    }

    /** One record, as read. */
    @FunctionalInterface
    interface Reader {
        /** Called for each record in turn. */
        void record(Kind kind, int producer, long sequence, long nanos, int detail);
    }

    /** Reads a journal, whose writer may be dead, or may be writing. */
    static void read(Path path, Reader reader) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
                Arena arena = Arena.ofConfined()) {
            MemorySegment file = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            for (long at = 0; at + RECORD_BYTES <= file.byteSize(); at += RECORD_BYTES) {
                int kind = (int) KIND.getAcquire(file, at);
                if (kind == 0) {
                    return;
                }
                reader.record(
                        Kind.ALL[kind],
                        file.get(ValueLayout.JAVA_INT, at + 4),
                        file.get(ValueLayout.JAVA_LONG, at + 8),
                        file.get(ValueLayout.JAVA_LONG, at + 16),
                        file.get(ValueLayout.JAVA_INT, at + 24));
            }
        }
    }

    /** How many records of some kinds there are in journals, whose writers may be writing. */
    static int count(List<Path> paths, Set<Kind> kinds) throws IOException {
        AtomicInteger count = new AtomicInteger();
        for (Path path : paths) {
            read(path, (kind, _, _, _, _) -> count.addAndGet(kinds.contains(kind) ? 1 : 0));
        }
        return count.get();
    }
}
