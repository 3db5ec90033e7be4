package dev.sluice.stress;

import java.io.IOException;
import java.util.Optional;

/**
 * Whether all memory that was carved from the arena of an empty queue is accounted for: each chunk has to be in a free list,
 * but for the page of slots at the end. What is in none has leaked, and nobody will use it until the arena begins anew.
 *
 * <p>Only an arena that was never divided into free ranges can be counted so.
 */
final class ChunkCensus {
    private static final long ARENA_AT = 0x078;
    private static final long RANGE_START_AT = 0x3B0;
    private static final long FREE_RANGES_AT = 0x3C0;
    private static final long PUT_VERSION_AT = 0x600;
    private static final long PUT_COPIES_AT = 0x640;
    private static final long PUT_COPY_BYTES = 64;
    private static final long BUMP = 16;
    private static final long PAGE = 24;
    private static final long PAGE_INDEX = 32;
    private static final long EPOCH = 60;
    private static final long GET_VERSION_AT = 0x780;
    private static final long GET_COPIES_AT = 0x800;
    private static final long GET_COPY_BYTES = 128;
    private static final long PAGES_FREED = 32;
    private static final long FREE_HEADS_AT = 0x1000;
    private static final long ANCHORS_AT = 0x1800;
    private static final int CLASSES = 25;
    private static final int EPOCH_SHIFT = 48;
    private static final long CHUNK_CLASS = 8;

    private final Segment segment;
    private final long putCopy;

    private ChunkCensus(Segment segment) throws IOException {
        this.segment = segment;
        this.putCopy = PUT_COPIES_AT + (segment.readLong(PUT_VERSION_AT) & 1) * PUT_COPY_BYTES;
    }

    /**
     * Counts, while nobody uses the queue.
     *
     * @return bytes that are in no chunk known; empty where that cannot be told
     */
    static Optional<Long> leakedBytes(Order order) throws IOException {
        Optional<Segment> found = Segment.of(order);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try (Segment segment = found.get()) {
            return new ChunkCensus(segment).leakedBytes();
        }
    }

    private Optional<Long> leakedBytes() throws IOException {
        long arenaAt = segment.readLong(ARENA_AT);
        if (segment.readLong(RANGE_START_AT) != arenaAt || segment.readLong(FREE_RANGES_AT) != 0) {
            return Optional.empty();
        }
        long carved = Math.max(0, segment.readLong(putCopy + BUMP) - arenaAt);
        return Optional.of(carved - freeBytes() - bytesOfPages());
    }

    private long freeBytes() throws IOException {
        long bytes = 0;
        for (int sizeClass = 0; sizeClass < CLASSES; sizeClass++) {
            long anchor = ANCHORS_AT + 16L * sizeClass;
            long head = offset(FREE_HEADS_AT + 8L * sizeClass);
            long chunk = head == 0 || head == anchor ? offset(anchor) : head;
            while (chunk != 0) {
                bytes += strideBytes(sizeClass);
                chunk = offset(chunk);
            }
        }
        return bytes;
    }

    /** The offset in a word of a free list; 0 if there is none, or of another epoch. */
    private long offset(long at) throws IOException {
        long word = segment.readLong(at);
        int epoch = segment.readInt(putCopy + EPOCH);
        return word >>> EPOCH_SHIFT == (epoch & 0xFFFF) ? word & (1L << EPOCH_SHIFT) - 1 : 0;
    }

    private long bytesOfPages() throws IOException {
        long getCopy = GET_COPIES_AT + (segment.readLong(GET_VERSION_AT) & 1) * GET_COPY_BYTES;
        long pages = segment.readLong(putCopy + PAGE_INDEX) + 1 - segment.readLong(getCopy + PAGES_FREED);
        if (pages <= 0) {
            return 0;
        }
        return pages * strideBytes(segment.readInt(segment.readLong(putCopy + PAGE) + CHUNK_CLASS));
    }

    private static long strideBytes(int sizeClass) {
        return 256 + (128L << sizeClass);
    }
}
