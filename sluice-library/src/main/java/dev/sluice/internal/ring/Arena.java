package dev.sluice.internal.ring;

import dev.sluice.internal.layout.Chunk;
import dev.sluice.internal.layout.FreeLists;
import dev.sluice.internal.layout.PutSide;
import dev.sluice.internal.layout.SegmentLayout;
import dev.sluice.internal.layout.Tables;
import dev.sluice.internal.layout.Words;
import dev.sluice.internal.shm.SharedFile;
import java.util.List;

/**
 * Where the put side's chunks come from: the free lists, and a range of the arena from which new ones are carved, one behind
 * the other. At first that range is the whole arena; {@link Coalescing} finds others, which wait in a table.
 *
 * <p>What {@link #allocate} finds is staged: it is taken once the put side has committed. All methods are called with the put
 * lock held.
 */
final class Arena {
    static final int NO_CLASS = -1;

    private static final long SMALLEST_GROWTH_BYTES = 64 << 10;
    private static final long GREATEST_GROWTH_BYTES = 2 << 20;

    private final Words m;
    private final SegmentLayout layout;
    private final SharedFile file;

    // The put side's stage: what allocate() found, to be committed.
    long chunk;
    int poppedClass;
    long newFreeHead;
    long bump;

    private boolean exhausted;

    /** Part of the arena. */
    record Range(long start, long end) {
        long bytes() {
            return end - start;
        }
    }

    Arena(Words m, SegmentLayout layout, SharedFile file) {
        this.m = m;
        this.layout = layout;
        this.file = file;
    }

    /** Stages the committed state, where nothing is allocated. */
    void begin(long committedBump) {
        chunk = 0;
        poppedClass = NO_CLASS;
        newFreeHead = 0;
        long start = m.getLong(PutSide.RANGE_START_AT);
        // A bump from outside is of the range before: nothing has been carved from this one and committed.
        bump = committedBump >= start && committedBump <= rangeEnd() ? committedBump : start;
        exhausted = false;
    }

    private long rangeEnd() {
        return m.getLong(PutSide.RANGE_END_AT);
    }

    /** Whether there was room, but no addresses: free chunks of other sizes, or what was removed, may occupy them. */
    boolean isExhausted() {
        return exhausted;
    }

    /** Whether the chunk that was found is from a free list. */
    boolean isPopped() {
        return poppedClass != NO_CLASS;
    }

    void setExhausted() {
        exhausted = true;
    }

    void forgetExhaustion() {
        exhausted = false;
    }

    /**
     * Finds a chunk of the class, or of a larger one if the arena is used up.
     *
     * @param backedBytes how much of its payload must be backed by memory at once
     */
    boolean allocate(int sizeClass, long backedBytes, int epoch) {
        if (pop(sizeClass, epoch)) {
            back(chunk, backedBytes);
            return true;
        }
        if (carve(sizeClass, backedBytes)) {
            return true;
        }
        for (int larger = sizeClass + 1; larger < Chunk.CLASSES; larger++) {
            if (pop(larger, epoch)) {
                back(chunk, backedBytes);
                return true;
            }
        }
        exhausted = true;
        return false;
    }

    private boolean carve(int sizeClass, long backedBytes) {
        long stride = Chunk.strideBytes(sizeClass);
        if (bump + stride > rangeEnd() && !enterRange(stride)) {
            return false;
        }
        // Small ones are backed as a whole, and some way ahead of their use. Of a large one up to half would be backed for nothing.
        boolean isSmall = sizeClass < Chunk.FIRST_LARGE_CLASS;
        long backed = isSmall ? Chunk.capacityBytes(sizeClass) : backedBytes;
        backRange(bump + Chunk.PAYLOAD + backed, isSmall);
        chunk = bump;
        poppedClass = NO_CLASS;
        newFreeHead = 0;
        bump += stride;
        m.setInt(chunk + Chunk.CLASS, sizeClass);
        m.setLong(chunk + Chunk.BACKED_BYTES, backed);
        return true;
    }

    /**
     * Goes on in the smallest free range that is large enough, and puts the rest of the present one in its row.
     *
     * <p>Dies between the stores: a range is neither in the table nor the present one, and its addresses are missing until the
     * next {@link Coalescing}; it is never in both.
     */
    private boolean enterRange(long stride) {
        int best = -1;
        long bestBytes = Long.MAX_VALUE;
        long rows = m.getLong(PutSide.FREE_RANGES_AT);
        if (rows < 0 || rows > Tables.FREE_RANGES) {
            throw Damage.in(file, "it claims to have " + rows + " free ranges");
        }
        for (int row = 0; row < rows; row++) {
            long bytes = rowEnd(row) - rowStart(row);
            if (bytes >= stride && bytes < bestBytes) {
                best = row;
                bestBytes = bytes;
            }
        }
        if (best < 0) {
            return false;
        }
        long start = checked(rowStart(best));
        long end = rowEnd(best);
        if (end > layout.fileBytes()) {
            throw Damage.in(file, "a free range ends at " + end + ", outside the arena");
        }
        long restStart = bump;
        long restEnd = rangeEnd();
        noteUse();
        m.setLongRelease(Tables.freeRangeAt(best) + Tables.RANGE_END, 0);
        if (KillPoint.ON) {
            KillPoint.RANGE_LEFT.reached();
        }
        setRange(start, end);
        if (KillPoint.ON) {
            KillPoint.RANGE_ENTERED.reached();
        }
        if (restEnd - restStart >= Chunk.strideBytes(0)) {
            setRow(best, restStart, restEnd);
        }
        bump = start;
        return true;
    }

    private long rowStart(int row) {
        return m.getLong(Tables.freeRangeAt(row) + Tables.RANGE_START);
    }

    private long rowEnd(int row) {
        return m.getLong(Tables.freeRangeAt(row) + Tables.RANGE_END);
    }

    private void setRow(int row, long start, long end) {
        m.setLong(Tables.freeRangeAt(row) + Tables.RANGE_START, start);
        m.setLongRelease(Tables.freeRangeAt(row) + Tables.RANGE_END, end);
    }

    private void setRange(long start, long end) {
        m.setLongRelease(PutSide.RANGE_END_AT, 0);
        m.setLongRelease(PutSide.RANGE_BACKED_AT, 0);
        m.setLongRelease(PutSide.RANGE_START_AT, start);
        m.setLongRelease(PutSide.RANGE_END_AT, end);
    }

    /** Makes sure that the table of free ranges has memory. */
    void backTable() {
        if (m.getLong(PutSide.FREE_RANGES_AT) == 0) {
            file.reserve(Tables.FREE_RANGES_AT, Tables.END_AT - Tables.FREE_RANGES_AT);
        }
    }

    /**
     * Nothing can be carved until {@link #open} or {@link #setFreeRanges}: the range is empty. Stages its beginning. Dies before
     * that: addresses are missing until then.
     */
    void close() {
        noteUse();
        m.setLongRelease(PutSide.FREE_RANGES_AT, 0);
        setRange(layout.arenaAt(), layout.arenaAt());
        bump = layout.arenaAt();
    }

    /** The whole arena is free. */
    void open() {
        setRange(layout.arenaAt(), layout.fileBytes());
    }

    /** Fills the {@linkplain #backTable() table}: at most {@link Tables#FREE_RANGES} ranges. */
    void setFreeRanges(List<Range> ranges) {
        for (int row = 0; row < ranges.size(); row++) {
            setRow(row, ranges.get(row).start(), ranges.get(row).end());
        }
        m.setLongRelease(PutSide.FREE_RANGES_AT, ranges.size());
    }

    /** Forgets all free chunks. The new epoch has emptied the lists; but epochs come round, and must find nothing old. */
    void forgetFreeLists() {
        for (int sizeClass = 0; sizeClass < Chunk.CLASSES; sizeClass++) {
            m.setLong(FreeLists.headAt(sizeClass), 0);
            m.setLong(FreeLists.tailAt(sizeClass), 0);
            m.setLong(FreeLists.anchorAt(sizeClass) + Chunk.NEXT, 0);
        }
    }

    private boolean pop(int sizeClass, int epoch) {
        long anchor = FreeLists.anchorAt(sizeClass);
        long head = FreeLists.offset(m.getLong(FreeLists.headAt(sizeClass)), epoch);
        if (head == 0 || head == anchor) {
            head = next(anchor, epoch);
            if (head == 0) {
                return false;
            }
        }
        long next = next(head, epoch);
        if (next == 0) {
            return false;
        }
        chunk = checked(head);
        poppedClass = sizeClass;
        newFreeHead = next;
        return true;
    }

    private long next(long node, int epoch) {
        // E4 acquire, pairs with the release E4 in GetEnd.follow(): whoever freed the chunk has finished reading it.
        return FreeLists.offset(m.getLongAcquire(node + Chunk.NEXT), epoch);
    }

    private long checked(long offset) {
        if (offset < layout.arenaAt() || offset > layout.fileBytes() - Chunk.strideBytes(0)) {
            throw Damage.in(file, "a free chunk at " + offset + " lies outside the arena");
        }
        return offset;
    }

    /** Backs a chunk's payload with memory. The chunk belongs to the caller alone, who need not hold the lock. */
    void back(long target, long bytes) {
        long backed = m.getLong(target + Chunk.BACKED_BYTES);
        if (backed < bytes) {
            file.reserve(target + Chunk.PAYLOAD + backed, bytes - backed);
            m.setLong(target + Chunk.BACKED_BYTES, bytes);
            countBacked(bytes - backed);
        }
    }

    /** Backs the present range with memory, some way ahead if that is wanted. */
    private void backRange(long to, boolean ahead) {
        long from = Math.max(bump, m.getLong(PutSide.RANGE_BACKED_AT));
        if (from >= to) {
            return;
        }
        // Not a byte beyond the range: without native calls memory is backed by writing zeros.
        long target = ahead ? Math.min(rangeEnd(), Math.max(to, (from + growthBytes()) & -SMALLEST_GROWTH_BYTES)) : to;
        file.reserve(from, target - from);
        m.setLong(PutSide.RANGE_BACKED_AT, target);
        countBacked(target - from);
    }

    private long growthBytes() {
        return Math.clamp((bump - layout.arenaAt()) / 2, SMALLEST_GROWTH_BYTES, GREATEST_GROWTH_BYTES);
    }

    private void countBacked(long bytes) {
        m.addLong(PutSide.ARENA_BYTES_BACKED_AT, bytes); // atomic: large chunks are backed outside the lock
    }

    /**
     * How much of the arena is backed by memory, at most; a hint without the lock. What is carved from a range a second time is
     * counted a second time, though its memory had stayed; but there is none behind what was used.
     */
    static long bytesBacked(Words m, SegmentLayout layout, long committedBump) {
        return Math.clamp(
                m.getLong(PutSide.ARENA_BYTES_BACKED_AT),
                0,
                Math.max(0, usedTo(m, committedBump) - layout.arenaAt()));
    }

    void setBytesBacked(long bytes) {
        m.setLong(PutSide.ARENA_BYTES_BACKED_AT, bytes);
    }

    /** How far the arena was used since memory was last given back; a hint without the lock. */
    static long usedTo(Words m, long committedBump) {
        return Math.max(
                m.getLong(PutSide.ARENA_USED_AT),
                Math.max(committedBump, m.getLong(PutSide.RANGE_BACKED_AT)));
    }

    /** Before the range is left: a mark too high is harmless, one too low would hide memory that is to be given back. */
    private void noteUse() {
        setUsedTo(usedTo(m, bump));
    }

    /** Says that everything beyond has been given back. */
    void setUsedTo(long offset) {
        m.setLong(PutSide.ARENA_USED_AT, offset);
    }
}
