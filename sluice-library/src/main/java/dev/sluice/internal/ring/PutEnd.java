package dev.sluice.internal.ring;

import dev.sluice.internal.layout.Chunk;
import dev.sluice.internal.layout.FreeLists;
import dev.sluice.internal.layout.Header;
import dev.sluice.internal.layout.PutSide;
import dev.sluice.internal.layout.SegmentLayout;
import dev.sluice.internal.layout.Slot;
import dev.sluice.internal.layout.Tables;
import dev.sluice.internal.layout.Words;
import dev.sluice.internal.layout.GetSide;
import dev.sluice.internal.shm.SegmentException;
import dev.sluice.internal.shm.SharedFile;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * The put side: fills slots, takes chunks from the free lists or from the untouched end of the arena.
 *
 * <p>Everything is written to places that the committed state does not yet include; one release store of the version then
 * commits it as a whole. What a commit implies beyond its own copy (the directory's entry of a new page, a popped free
 * list's head, a preparation's state) is named in the copy and done after it; {@link #repair} does it again for a dead
 * owner, so each of these steps may happen twice.
 *
 * <p>All methods but the published reads are called with the put lock held. The fields are scratch space of its holder.
 */
final class PutEnd {
    static final int NO_PREPARATION = -1;
    static final int NO_CLASS = -1;

    private static final long NO_PAGE = -1;

    private static final long SMALLEST_GROWTH_BYTES = 64 << 10;
    private static final long GREATEST_GROWTH_BYTES = 2 << 20;
    private static final long DIRECTORY_GROWTH_BYTES = 4096;

    private final MemorySegment m;
    private final SegmentLayout layout;
    private final SharedFile file;
    private final int slotMask;
    private final int me;

    // The chunk that allocate() found, not yet committed.
    private long chunk;
    private int poppedClass;
    private long newFreeHead;
    private long newBump;

    PutEnd(MemorySegment m, SegmentLayout layout, SharedFile file, int me) {
        this.m = m;
        this.layout = layout;
        this.file = file;
        this.slotMask = (1 << layout.pageShift()) - 1;
        this.me = me;
    }

    private long current() {
        return PutSide.copyAt(Words.getLong(m, PutSide.VERSION_AT));
    }

    int epoch() {
        return Words.getInt(m, PutSide.copyAt(Words.getLongAcquire(m, PutSide.VERSION_AT)) + PutSide.EPOCH);
    }

    /** The position after the newest element, as published: may be called without the lock. */
    long publishedTail() {
        // E1 acquire, pairs with the release E1 in publish(): with the position we see the slots before it.
        return Words.getLongAcquire(m, PutSide.PUBLISHED_TAIL_AT);
    }

    boolean hasRoom(long length) {
        long copy = current();
        long tail = Words.getLong(m, copy + PutSide.TAIL);
        long bytesAfter = Words.getLong(m, copy + PutSide.BYTES_IN) + length;
        // What is gone from a joinable queue may come back, so what is cached of it may be too much.
        if (!layout.isJoinable() && fits(tail, bytesAfter)) {
            return true;
        }
        Words.setLong(m, PutSide.CACHED_BYTES_GONE_AT, Words.getLongAcquire(m, GetSide.PUBLISHED_BYTES_GONE_AT));
        Words.setLong(m, PutSide.CACHED_GONE_AT, Words.getLongAcquire(m, GetSide.PUBLISHED_GONE_AT));
        return fits(tail, bytesAfter);
    }

    private boolean fits(long tail, long bytesAfter) {
        return tail - Words.getLong(m, PutSide.CACHED_GONE_AT) < layout.greatestLength()
                && bytesAfter - Words.getLong(m, PutSide.CACHED_BYTES_GONE_AT) <= layout.maxBytes();
    }

    /**
     * Appends an element, whose payload was {@linkplain #prepare prepared} if it is large.
     *
     * @return false if there is no room
     */
    boolean append(Payload payload, int flags, int preparation) {
        int length = (int) payload.length();
        if (!hasRoom(length)) {
            return false;
        }
        long tail = Words.getLong(m, current() + PutSide.TAIL);
        if (tail >>> layout.pageShift() != Words.getLong(m, current() + PutSide.PAGE_INDEX)
                && !addPage(tail >>> layout.pageShift())) {
            return false;
        }
        long copy = current();
        chunk = 0;
        poppedClass = NO_CLASS;
        newFreeHead = 0;
        newBump = Words.getLong(m, copy + PutSide.BUMP);
        if (preparation != NO_PREPARATION) {
            chunk = Words.getLong(m, Tables.preparationAt(preparation) + Tables.PREPARATION_CHUNK);
        } else if (length > Slot.INLINE_BYTES && !allocate(Chunk.classFor(length), length)) {
            return false;
        }
        long slot = Words.getLong(m, copy + PutSide.PAGE) + Chunk.PAYLOAD + Slot.BYTES * (tail & slotMask);
        Words.setInt(m, slot + Slot.LENGTH, length);
        Words.setInt(m, slot + Slot.FLAGS, flags);
        Words.setLong(m, slot + Slot.CHUNK, chunk);
        Words.setLong(m, slot + Slot.POSITION, tail);
        if (preparation == NO_PREPARATION) {
            payload.writeTo(m, chunk == 0 ? slot + Slot.INLINE : chunk + Chunk.PAYLOAD);
        }
        if (KillPoint.ON) {
            KillPoint.PUT_WRITTEN.reached();
        }
        commit(
                tail + 1,
                Words.getLong(m, copy + PutSide.BYTES_IN) + length,
                Words.getLong(m, copy + PutSide.PAGE),
                Words.getLong(m, copy + PutSide.PAGE_INDEX),
                preparation,
                preparation == NO_PREPARATION ? PutSide.STEP_NONE : PutSide.STEP_PUBLISH,
                Words.getInt(m, copy + PutSide.EPOCH));
        if (KillPoint.ON) {
            KillPoint.PUT_COMMITTED.reached();
        }
        follow();
        publish();
        if (KillPoint.ON) {
            KillPoint.PUT_PUBLISHED.reached();
        }
        return true;
    }

    private void commit(
            long tail, long bytesIn, long page, long pageIndex, int preparation, int preparationStep, int epoch) {
        long version = Words.getLong(m, PutSide.VERSION_AT) + 1;
        long copy = PutSide.copyAt(version);
        Words.setLong(m, copy + PutSide.TAIL, tail);
        Words.setLong(m, copy + PutSide.BYTES_IN, bytesIn);
        Words.setLong(m, copy + PutSide.BUMP, newBump);
        Words.setLong(m, copy + PutSide.PAGE, page);
        Words.setLong(m, copy + PutSide.PAGE_INDEX, pageIndex);
        Words.setInt(m, copy + PutSide.POPPED_CLASS, poppedClass);
        Words.setInt(m, copy + PutSide.PREPARATION, preparation);
        Words.setLong(m, copy + PutSide.NEW_FREE_HEAD, newFreeHead);
        Words.setInt(m, copy + PutSide.PREPARATION_STEP, preparationStep);
        Words.setInt(m, copy + PutSide.EPOCH, epoch);
        // P1 release, pairs with the lock's acquire by the next holder: the copy before the version that names it. Dies above
        // here: nothing has happened. Dies below: it has happened, and follow() and publish() are done again by repair().
        Words.setLongRelease(m, PutSide.VERSION_AT, version);
        // The other copy, still named by the version a moment ago, is overwritten by a second commit under the same lock.
        VarHandle.storeStoreFence();
    }

    /** Does what the committed state implies elsewhere; harmless to do twice. */
    private void follow() {
        long copy = current();
        int popped = Words.getInt(m, copy + PutSide.POPPED_CLASS);
        if (popped != NO_CLASS) {
            Words.setLong(
                    m,
                    FreeLists.headAt(popped),
                    FreeLists.tagged(
                            Words.getLong(m, copy + PutSide.NEW_FREE_HEAD), Words.getInt(m, copy + PutSide.EPOCH)));
        }
        int preparation = Words.getInt(m, copy + PutSide.PREPARATION);
        if (preparation != NO_PREPARATION) {
            long at = Tables.preparationAt(preparation) + Tables.PREPARATION_STATE;
            if (Words.getInt(m, copy + PutSide.PREPARATION_STEP) == PutSide.STEP_PUBLISH) {
                Words.setLongRelease(m, at, Tables.PREPARATION_FREE);
            } else if ((Words.getLong(m, at) & 0xFF) == Tables.PREPARATION_TENTATIVE) {
                Words.setLongRelease(m, at, (Words.getLong(m, at) & ~0xFFL) | Tables.PREPARATION_HELD);
            }
        }
    }

    private void publish() {
        long copy = current();
        Words.setLongRelease(m, PutSide.PUBLISHED_BYTES_IN_AT, Words.getLong(m, copy + PutSide.BYTES_IN));
        // E1 release, pairs with the acquire E1 in publishedTail(): slot and chunk before the position. Weaker, a getter
        // could read a slot that is not yet written. Dies above here: committed but unseen, until repair() publishes it.
        Words.setLongRelease(m, PutSide.PUBLISHED_TAIL_AT, Words.getLong(m, copy + PutSide.TAIL));
    }

    /** Brings everything derived into line with the committed state, after the death or failure of a holder. */
    void repair() {
        if (KillPoint.ON) {
            KillPoint.REPAIR_STARTED.reached();
        }
        file.restoreTail();
        long copy = current();
        follow();
        long pageIndex = Words.getLong(m, copy + PutSide.PAGE_INDEX);
        if (pageIndex >= 0) {
            Words.setLong(m, layout.directoryAt(pageIndex), Words.getLong(m, copy + PutSide.PAGE));
        }
        for (int i = 0; i < Tables.PREPARATIONS; i++) {
            long at = Tables.preparationAt(i) + Tables.PREPARATION_STATE;
            if ((Words.getLong(m, at) & 0xFF) == Tables.PREPARATION_TENTATIVE) {
                Words.setLongRelease(m, at, Tables.PREPARATION_FREE);
            }
        }
        publish();
        commitNoStep();
    }

    /** A commit that names no chunk and no preparation, so that a later repair does nothing to their next users. */
    private void commitNoStep() {
        long copy = current();
        poppedClass = NO_CLASS;
        newFreeHead = 0;
        newBump = Words.getLong(m, copy + PutSide.BUMP);
        commit(
                Words.getLong(m, copy + PutSide.TAIL),
                Words.getLong(m, copy + PutSide.BYTES_IN),
                Words.getLong(m, copy + PutSide.PAGE),
                Words.getLong(m, copy + PutSide.PAGE_INDEX),
                NO_PREPARATION,
                PutSide.STEP_NONE,
                Words.getInt(m, copy + PutSide.EPOCH));
    }

    /** Adds the page of slots that begins at the tail. */
    private boolean addPage(long index) {
        // A page behind the get side's last one may still be read through the same entry of the directory.
        if (index - Words.getLongAcquire(m, GetSide.PUBLISHED_PAGES_FREED_AT) >= layout.directoryEntries() - 1) {
            return false;
        }
        long entry = layout.directoryAt(index);
        long backed = Words.getLong(m, PutSide.DIRECTORY_BACKED_AT);
        if (entry >= backed) {
            file.reserve(backed, DIRECTORY_GROWTH_BYTES);
            Words.setLong(m, PutSide.DIRECTORY_BACKED_AT, backed + DIRECTORY_GROWTH_BYTES);
        }
        long copy = current();
        newBump = Words.getLong(m, copy + PutSide.BUMP);
        if (!allocate(layout.pageClass(), Slot.BYTES << layout.pageShift())) {
            return false;
        }
        commit(
                Words.getLong(m, copy + PutSide.TAIL),
                Words.getLong(m, copy + PutSide.BYTES_IN),
                chunk,
                index,
                NO_PREPARATION,
                PutSide.STEP_NONE,
                Words.getInt(m, copy + PutSide.EPOCH));
        if (KillPoint.ON) {
            KillPoint.PUT_PAGE_ADDED.reached();
        }
        follow();
        Words.setLong(m, entry, chunk);
        return true;
    }

    /**
     * Takes a chunk out of the arena, for which a preparation then answers, so that a large payload can be copied outside the
     * lock.
     *
     * @return the preparation, or {@link #NO_PREPARATION} if there is no room for another one now
     */
    int prepare(long length) {
        int preparation = freePreparation();
        if (preparation == NO_PREPARATION || !hasRoom(length)) {
            return NO_PREPARATION;
        }
        long copy = current();
        newBump = Words.getLong(m, copy + PutSide.BUMP);
        if (!allocate(Chunk.classFor(length), 0)) {
            return NO_PREPARATION;
        }
        long at = Tables.preparationAt(preparation);
        Words.setLong(m, at + Tables.PREPARATION_CHUNK, chunk);
        Words.setLongRelease(
                m, at + Tables.PREPARATION_STATE, Tables.preparation(me, Tables.PREPARATION_TENTATIVE));
        if (KillPoint.ON) {
            KillPoint.PREPARE_TENTATIVE.reached();
        }
        commit(
                Words.getLong(m, copy + PutSide.TAIL),
                Words.getLong(m, copy + PutSide.BYTES_IN),
                Words.getLong(m, copy + PutSide.PAGE),
                Words.getLong(m, copy + PutSide.PAGE_INDEX),
                preparation,
                PutSide.STEP_HOLD,
                Words.getInt(m, copy + PutSide.EPOCH));
        if (KillPoint.ON) {
            KillPoint.PREPARE_COMMITTED.reached();
        }
        follow();
        return preparation;
    }

    private int freePreparation() {
        for (int i = 0; i < Tables.PREPARATIONS; i++) {
            if (Words.getLong(m, Tables.preparationAt(i) + Tables.PREPARATION_STATE) == Tables.PREPARATION_FREE) {
                return i;
            }
        }
        return NO_PREPARATION;
    }

    /** Copies a large payload into its chunk. Called without any lock by the preparation's owner. */
    void fill(int preparation, Payload payload) {
        long target = Words.getLong(m, Tables.preparationAt(preparation) + Tables.PREPARATION_CHUNK);
        back(target, payload.length());
        payload.writeTo(m, target + Chunk.PAYLOAD);
    }

    /** The chunk that a preparation holds, for its return to the free list. */
    long chunkOf(int preparation) {
        return Words.getLong(m, Tables.preparationAt(preparation) + Tables.PREPARATION_CHUNK);
    }

    /** Ends a preparation whose chunk has been given back. */
    void freePreparation(int preparation) {
        commitNoStep();
        Words.setLongRelease(m, Tables.preparationAt(preparation) + Tables.PREPARATION_STATE, Tables.PREPARATION_FREE);
    }

    boolean isHeldBy(int preparation, int owner) {
        return Words.getLong(m, Tables.preparationAt(preparation) + Tables.PREPARATION_STATE)
                == Tables.preparation(owner, Tables.PREPARATION_HELD);
    }

    /**
     * Finds a chunk of the class, or of a larger one if the arena is used up.
     *
     * @param backedBytes how much of its payload must be backed by memory at once
     */
    private boolean allocate(int sizeClass, long backedBytes) {
        int epoch = Words.getInt(m, current() + PutSide.EPOCH);
        if (pop(sizeClass, epoch)) {
            back(chunk, backedBytes);
            return true;
        }
        long bump = newBump;
        long stride = Chunk.strideBytes(sizeClass);
        if (bump + stride <= layout.fileBytes()) {
            boolean whole = sizeClass < Chunk.FIRST_LARGE_CLASS || backedBytes > 0;
            backArena(bump, bump + (whole ? stride : Chunk.PAYLOAD));
            chunk = bump;
            poppedClass = NO_CLASS;
            newFreeHead = 0;
            newBump = bump + stride;
            Words.setInt(m, chunk + Chunk.CLASS, sizeClass);
            Words.setLong(m, chunk + Chunk.BACKED_BYTES, whole ? Chunk.capacityBytes(sizeClass) : 0);
            return true;
        }
        for (int larger = sizeClass + 1; larger < Chunk.CLASSES; larger++) {
            if (pop(larger, epoch)) {
                back(chunk, backedBytes);
                return true;
            }
        }
        return false;
    }

    private boolean pop(int sizeClass, int epoch) {
        long anchor = FreeLists.anchorAt(sizeClass);
        long head = FreeLists.offset(Words.getLong(m, FreeLists.headAt(sizeClass)), epoch);
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
        return FreeLists.offset(Words.getLongAcquire(m, node + Chunk.NEXT), epoch);
    }

    private long checked(long offset) {
        if (offset < layout.arenaAt() || offset > layout.fileBytes() - Chunk.strideBytes(0)) {
            throw new SegmentException(
                    SegmentException.Kind.DAMAGED,
                    file.name() + " is damaged: a free chunk at " + offset + " lies outside the arena");
        }
        return offset;
    }

    /** Backs a chunk's payload with memory. The chunk belongs to the caller alone. */
    private void back(long target, long bytes) {
        long backed = Words.getLong(m, target + Chunk.BACKED_BYTES);
        if (backed < bytes) {
            file.reserve(target + Chunk.PAYLOAD + backed, bytes - backed);
            Words.setLong(m, target + Chunk.BACKED_BYTES, bytes);
        }
    }

    /** Backs the untouched end of the arena with memory, some way ahead. */
    private void backArena(long bump, long to) {
        long from = Math.max(bump, Words.getLong(m, PutSide.ARENA_BACKED_AT));
        if (from >= to) {
            return;
        }
        long growth = Math.clamp((bump - layout.arenaAt()) / 2, SMALLEST_GROWTH_BYTES, GREATEST_GROWTH_BYTES);
        long target = Math.min(layout.fileBytes(), Math.max(to, (from + growth) & -SMALLEST_GROWTH_BYTES));
        file.reserve(from, target - from);
        Words.setLong(m, PutSide.ARENA_BACKED_AT, target);
    }

    /** The position after the newest element. */
    long tail() {
        return Words.getLong(m, current() + PutSide.TAIL);
    }

    boolean isShutDown() {
        return Words.getIntVolatile(m, Header.SHUTDOWN_AT) != Header.OPEN;
    }

    /** Whether some payload is being copied, or was when its process died. */
    boolean hasPreparations() {
        for (int i = 0; i < Tables.PREPARATIONS; i++) {
            if (Words.getLong(m, Tables.preparationAt(i) + Tables.PREPARATION_STATE) != Tables.PREPARATION_FREE) {
                return true;
            }
        }
        return false;
    }

    /** How far the arena was used since memory was last given back; a hint without the lock. */
    long arenaUsedTo() {
        return Math.max(Words.getLong(m, PutSide.ARENA_USED_AT), Words.getLong(m, current() + PutSide.BUMP));
    }

    /** Says that everything beyond has been given back. */
    void setArenaUsedTo(long offset) {
        Words.setLong(m, PutSide.ARENA_USED_AT, offset);
    }

    /**
     * Lets the arena begin anew, empty: the next put adds a page of slots for the tail. Called with both locks held, when
     * nothing of the arena is in use, and nothing of it is left to be done on the get side.
     */
    void reset() {
        long copy = current();
        poppedClass = NO_CLASS;
        newFreeHead = 0;
        newBump = layout.arenaAt();
        // Before the commit: a mark too high is harmless, one too low would hide memory that is to be given back.
        setArenaUsedTo(Math.max(arenaUsedTo(), Words.getLong(m, PutSide.ARENA_BACKED_AT)));
        // Large chunks were backed piece by piece, so nothing is known of the rest.
        Words.setLong(m, PutSide.ARENA_BACKED_AT, 0);
        commit(
                Words.getLong(m, copy + PutSide.TAIL),
                Words.getLong(m, copy + PutSide.BYTES_IN),
                0,
                NO_PAGE,
                NO_PREPARATION,
                PutSide.STEP_NONE,
                Words.getInt(m, copy + PutSide.EPOCH) + 1);
        forgetFreeLists();
    }

    /** The new epoch has emptied the lists; but epochs come round, and must find nothing from their last time. */
    private void forgetFreeLists() {
        for (int sizeClass = 0; sizeClass < Chunk.CLASSES; sizeClass++) {
            Words.setLong(m, FreeLists.headAt(sizeClass), 0);
            Words.setLong(m, FreeLists.tailAt(sizeClass), 0);
            Words.setLong(m, FreeLists.anchorAt(sizeClass) + Chunk.NEXT, 0);
        }
    }
}
