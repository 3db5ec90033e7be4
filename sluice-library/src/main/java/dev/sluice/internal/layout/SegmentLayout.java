package dev.sluice.internal.layout;

/**
 * The shape of one segment: what the creator chose, and where the regions that depend on it begin. All regions are sparse:
 * they reserve addresses, not memory.
 *
 * @param kind             {@link Header#KIND_QUEUE}, {@link Header#KIND_JOINABLE} or {@link Header#KIND_PIPE}
 * @param maxSize          the bound on the number of elements
 * @param maxBytes         the bound on the bytes queued
 * @param maxDeliveries    how often an element may be delivered
 * @param flags            {@link Header#FLAG_BUFFERED} and the like
 * @param pageShift        a page of slots holds 2 to this many
 * @param directoryEntries a power of two: how many pages may lie between the oldest and the newest element
 * @param takenEntries     how many elements may be taken and unacknowledged at once
 * @param takenAt          offset of the taken entries
 * @param arenaAt          offset of the arena of chunks
 * @param fileBytes        size of the segment, the end of the arena
 */
public record SegmentLayout(
        int kind,
        int maxSize,
        long maxBytes,
        int maxDeliveries,
        int flags,
        int pageShift,
        long directoryEntries,
        long takenEntries,
        long takenAt,
        long arenaAt,
        long fileBytes) {

    /** How many elements a queue without a bound may hold: its slots then occupy 48 GiB. */
    public static final long GREATEST_LENGTH = 1L << 28;

    public static final long DIRECTORY_AT = Tables.END_AT;

    private static final int SMALLEST_PAGE_SHIFT = 6;
    private static final int GREATEST_PAGE_SHIFT = 10;
    private static final long FEWEST_DIRECTORY_ENTRIES = 1L << 14;
    private static final long JOINABLE_TAKEN_ENTRIES = 1L << 24;
    private static final long PLAIN_TAKEN_ENTRIES = 1L << 12;
    private static final long ARENA_ALIGNMENT = 1L << 16;
    private static final long SPARE_ARENA_BYTES = 64L << 20;

    /** Payloads of mixed sizes leave gaps between each other; addresses for them cost nothing. */
    private static final long ADDRESSES_PER_BYTE = 4;

    /** Lays out a segment for the given settings. */
    public static SegmentLayout of(int kind, int maxSize, long maxBytes, int maxDeliveries, int flags) {
        long length = Math.min(maxSize, GREATEST_LENGTH);
        int pageShift = Math.clamp(
                Long.SIZE - Long.numberOfLeadingZeros(length - 1), SMALLEST_PAGE_SHIFT, GREATEST_PAGE_SHIFT);
        long pages = 2 * ((length >>> pageShift) + 2);
        long directoryEntries = Math.max(FEWEST_DIRECTORY_ENTRIES, Long.highestOneBit(pages * 2 - 1));
        long takenEntries = kind == Header.KIND_JOINABLE ? JOINABLE_TAKEN_ENTRIES : PLAIN_TAKEN_ENTRIES;
        long takenAt = aligned(DIRECTORY_AT + 8 * directoryEntries);
        long arenaAt = aligned(takenAt + TakenEntry.BYTES * takenEntries);
        long pageStride = Chunk.strideBytes(Chunk.classFor(Slot.BYTES << pageShift));
        long arenaBytes = aligned(
                (pages + 2) * pageStride + Math.multiplyExact(ADDRESSES_PER_BYTE, maxBytes) + SPARE_ARENA_BYTES);
        return new SegmentLayout(
                kind,
                maxSize,
                maxBytes,
                maxDeliveries,
                flags,
                pageShift,
                directoryEntries,
                takenEntries,
                takenAt,
                arenaAt,
                arenaAt + arenaBytes);
    }

    /** Writes what {@link #read} reads. */
    public void write(Words m) {
        m.setInt(Header.KIND_AT, kind);
        m.setInt(Header.MAX_SIZE_AT, maxSize);
        m.setLong(Header.MAX_BYTES_AT, maxBytes);
        m.setInt(Header.MAX_DELIVERIES_AT, maxDeliveries);
        m.setInt(Header.FLAGS_AT, flags);
        m.setInt(Header.PAGE_SHIFT_AT, pageShift);
        m.setLong(Header.DIRECTORY_AT, DIRECTORY_AT);
        m.setLong(Header.DIRECTORY_ENTRIES_AT, directoryEntries);
        m.setLong(Header.TAKEN_AT, takenAt);
        m.setLong(Header.TAKEN_ENTRIES_AT, takenEntries);
        m.setLong(Header.ARENA_AT, arenaAt);
        m.setLong(Header.FILE_SIZE_AT, fileBytes);
    }

    /**
     * Reads the shape and checks that it is one that {@link #of} makes: the settings decide the regions, so that a
     * damaged header cannot lead outside the segment.
     *
     * @return the shape, or null if it is none
     */
    public static SegmentLayout read(Words m) {
        int kind = m.getInt(Header.KIND_AT);
        int maxSize = m.getInt(Header.MAX_SIZE_AT);
        long maxBytes = m.getLong(Header.MAX_BYTES_AT);
        int maxDeliveries = m.getInt(Header.MAX_DELIVERIES_AT);
        if (kind < Header.KIND_QUEUE || kind > Header.KIND_PIPE || maxSize < 1 || maxBytes < 1 || maxDeliveries < 1
                || maxBytes > 1L << 40) {
            return null;
        }
        SegmentLayout expected = of(kind, maxSize, maxBytes, maxDeliveries, m.getInt(Header.FLAGS_AT));
        boolean same = m.getInt(Header.PAGE_SHIFT_AT) == expected.pageShift
                && m.getLong(Header.DIRECTORY_AT) == DIRECTORY_AT
                && m.getLong(Header.DIRECTORY_ENTRIES_AT) == expected.directoryEntries
                && m.getLong(Header.TAKEN_AT) == expected.takenAt
                && m.getLong(Header.TAKEN_ENTRIES_AT) == expected.takenEntries
                && m.getLong(Header.ARENA_AT) == expected.arenaAt
                && m.getLong(Header.FILE_SIZE_AT) == expected.fileBytes
                && m.byteSize() == expected.fileBytes;
        return same ? expected : null;
    }

    public boolean isJoinable() {
        return kind == Header.KIND_JOINABLE;
    }

    /** The bound on the number of elements, with the limit of a queue without a bound. */
    public long greatestLength() {
        return Math.min(maxSize, GREATEST_LENGTH);
    }

    /**
     * How many of those that wait count as queued. In a joinable queue all of them; in a plain one what a dead consumer had
     * in hand comes back when there is room for it, ahead of the others, and not before.
     */
    public long countsAsQueued(long waiting) {
        return isJoinable() ? waiting : Math.min(waiting, greatestLength());
    }

    /** Where the directory names the page of the given index. */
    public long directoryAt(long pageIndex) {
        return DIRECTORY_AT + 8 * (pageIndex & directoryEntries - 1);
    }

    /**
     * How many pages of slots may lie between head and tail before what nobody takes is set aside: half of those that the
     * directory can name, or that there are addresses for. A full queue has fewer.
     */
    public long mostPagesInUse() {
        return Math.min(directoryEntries / 2, (fileBytes - arenaAt) / 2 / Chunk.strideBytes(pageClass()));
    }

    /** The size class of a page of slots. */
    public int pageClass() {
        return Chunk.classFor(Slot.BYTES << pageShift);
    }

    /** Where the taken entry of the given index stands. */
    public long entryAt(int index) {
        return takenAt + TakenEntry.BYTES * index;
    }

    private static long aligned(long bytes) {
        return (bytes + ARENA_ALIGNMENT - 1) & -ARENA_ALIGNMENT;
    }
}
