package dev.sluice.internal.ring;

import dev.sluice.internal.layout.Chunk;
import dev.sluice.internal.layout.FreeLists;
import dev.sluice.internal.layout.GetSide;
import dev.sluice.internal.layout.Header;
import dev.sluice.internal.layout.PutSide;
import dev.sluice.internal.layout.SegmentLayout;
import dev.sluice.internal.layout.Slot;
import dev.sluice.internal.layout.Tables;
import dev.sluice.internal.layout.Words;
import dev.sluice.internal.shm.SharedFile;
import java.lang.invoke.VarHandle;
import java.util.function.LongConsumer;

/**
 * The put side: fills slots, takes chunks from the free lists or from the untouched end of the arena.
 *
 * <p>Everything is written to places that the committed state does not yet include; one release store then commits it as a
 * whole. An element that needs no more than a slot of the page at hand is committed by the published tail alone. All else
 * is committed by the version, which names a copy of the state. What that implies beyond the copy (the directory's entry of
 * a new page, a popped free list's head, a preparation's state) is named in the copy and done after it; {@link #repair} does
 * it again for a dead owner, so each of these steps may happen twice.
 *
 * <p>The slots between the tail of the copy and the published one all stand on the copy's page, and stay as they are as long
 * as the copy is the valid one: another page, and whatever takes a chunk out of the arena, is a commit of the version.
 *
 * <p>What has to be looked at before an element can be appended is looked at for many at once: up to the end of the
 * <em>run</em> there are slots on the page at hand, and room. Whoever takes some of that away ends the run, or counts a
 * return.
 *
 * <p>All methods but the published reads are called with the put lock held. The fields are scratch space of its holder.
 */
final class PutEnd {
    static final int NO_PREPARATION = -1;

    private static final long NO_PAGE = -1;

    private static final long DIRECTORY_GROWTH_BYTES = 4096;

    /** Of how many slots ahead the cache lines are had at once. */
    private static final int SLOTS_AHEAD = 16;

    private final Words m;
    private final SegmentLayout layout;
    private final SharedFile file;
    private final int slotMask;
    private final int me;

    private final Arena arena;

    // The next state, staged by begin() and committed by commit(), together with what the arena has staged.
    private long tail;
    private long bytesIn;
    private long page;
    private long pageIndex;
    private int preparation;
    private int preparationStep;
    private int epoch;

    /** Up to which position this process has written into the slots of the run ahead; a hint. */
    private long claimedTo;

    PutEnd(Words m, SegmentLayout layout, SharedFile file, int me) {
        this.m = m;
        this.layout = layout;
        this.file = file;
        this.slotMask = (1 << layout.pageShift()) - 1;
        this.me = me;
        this.arena = new Arena(m, layout, file);
    }

    private long current() {
        return PutSide.copyAt(m.getLong(PutSide.VERSION_AT));
    }

    int epoch() {
        return m.getInt(PutSide.copyAt(m.getLongAcquire(PutSide.VERSION_AT)) + PutSide.EPOCH);
    }

    /** The position after the newest element, as published: may be called without the lock. */
    long publishedTail() {
        // E1 acquire, pairs with the release E1 in publish(): with the position we see the slots before it.
        return m.getLongAcquire(PutSide.PUBLISHED_TAIL_AT);
    }

    private boolean hasRoom(long length) {
        // What is gone may come back, so what was read of it before may be too much. Read first: a return that we miss here
        // came after this put.
        long returns = m.getLongAcquire(Header.RETURNS_AT);
        if (returns == m.getLong(PutSide.CACHED_RETURNS_AT) && fits(length)) {
            return true;
        }
        // The run was as long as the old numbers allowed. The count is stored last: it vouches for the numbers before it, also
        // when we die in between.
        m.setLong(PutSide.RUN_END_AT, 0);
        m.setLong(PutSide.CACHED_BYTES_GONE_AT, m.getLongAcquire(GetSide.PUBLISHED_BYTES_GONE_AT));
        m.setLong(PutSide.CACHED_GONE_AT, m.getLongAcquire(GetSide.PUBLISHED_GONE_AT));
        m.setLongRelease(PutSide.CACHED_RETURNS_AT, returns);
        return fits(length);
    }

    private boolean fits(long length) {
        return tail - m.getLong(PutSide.CACHED_GONE_AT) < layout.greatestLength()
                && bytesIn + length - m.getLong(PutSide.CACHED_BYTES_GONE_AT) <= layout.maxBytes();
    }

    /**
     * Appends an element that fits into its slot, if that goes on with the run. One method for both, because the call is deep
     * within what the compiler inlines.
     *
     * @param staged whether it is only written, behind those that are staged: nobody sees it before {@link #publishStaged}
     */
    boolean appendToRun(Payload payload, int flags, boolean staged) {
        if (!staged) {
            beginStaging();
        }
        boolean inRun = tail < m.getLong(PutSide.RUN_END_AT)
                && m.getLongAcquire(Header.RETURNS_AT) == m.getLong(PutSide.CACHED_RETURNS_AT);
        if (!inRun && !extendRun(payload.length())) {
            return false;
        }
        long slot = m.getLong(PutSide.RUN_BASE_AT) + Slot.BYTES * tail;
        if (tail >= claimedTo) {
            claimAhead(slot, payload.length());
        }
        appendInline(slot, payload, flags);
        if (!staged) {
            publish();
        }
        return true;
    }

    /** Begins to stage elements behind the published tail. */
    void beginStaging() {
        tail = m.getLong(PutSide.PUBLISHED_TAIL_AT);
        bytesIn = m.getLong(PutSide.PUBLISHED_BYTES_IN_AT);
    }

    /** Appends all that is staged, with one store. Dies before: nothing of it has happened. */
    void publishStaged() {
        publish();
    }

    /**
     * Writes into the next slots of the run, which are free, so that this processor has their cache lines before it needs
     * them: the transfers from the getters' processors overlap. One by one each would hold up the unlocking, which waits
     * until all that was written is there. Nobody reads a slot before the tail has passed it.
     */
    private void claimAhead(long slot, long length) {
        long end = Math.min(m.getLong(PutSide.RUN_END_AT), tail + SLOTS_AHEAD);
        for (long at = slot; tail + (at - slot) / Slot.BYTES < end; at += Slot.BYTES) {
            m.setLong(at + Slot.CHUNK, 0);
            if (length > Slot.FIRST_LINE_BYTES) {
                m.setLong(at + Slot.SECOND_LINE, 0);
            }
        }
        claimedTo = end;
    }

    private void appendInline(long slot, Payload payload, int flags) {
        int length = (int) payload.length();
        fillSlot(slot, length, flags, 0);
        payload.writeWordsTo(m, slot + Slot.INLINE);
        if (KillPoint.ON) {
            KillPoint.PUT_WRITTEN.reached();
        }
        tail++;
        bytesIn += length;
    }

    /** Begins a run at the staged tail, whose page is the copy's. */
    private void beginRun(long copy) {
        long pageIndex = m.getLong(copy + PutSide.PAGE_INDEX);
        m.setLong(PutSide.RUN_LIMIT_AT, (pageIndex + 1) << layout.pageShift());
        m.setLong(PutSide.RUN_BASE_AT,
                slotAt(m.getLong(copy + PutSide.PAGE), 0) - Slot.BYTES * (pageIndex << layout.pageShift()));
        setRunEnd();
    }

    /** Whether the staged tail still has a slot on the page of the run, and there is room: as far as there is, the run goes. */
    private boolean extendRun(long length) {
        if (tail >= m.getLong(PutSide.RUN_LIMIT_AT) || !hasRoom(length)) {
            return false;
        }
        setRunEnd();
        return true;
    }

    private void setRunEnd() {
        long gone = m.getLong(PutSide.CACHED_GONE_AT);
        long bytesLeft = layout.maxBytes() - (bytesIn - m.getLong(PutSide.CACHED_BYTES_GONE_AT));
        long end = Math.min(m.getLong(PutSide.RUN_LIMIT_AT), gone + layout.greatestLength());
        m.setLong(PutSide.RUN_END_AT, Math.min(end, tail + bytesLeft / Slot.INLINE_BYTES));
    }

    /** Lets the next put look again at all that it depends on. */
    void endRun() {
        m.setLong(PutSide.RUN_LIMIT_AT, 0);
        m.setLong(PutSide.RUN_END_AT, 0);
    }

    /**
     * Appends an element, whose payload was {@linkplain #prepare prepared} if it is large.
     *
     * @return false if there is no room
     */
    boolean append(Payload payload, int flags, int prepared) {
        arena.forgetExhaustion(); // of an earlier look: this one may end before it asks for a place
        int length = (int) payload.length();
        tail = m.getLong(PutSide.PUBLISHED_TAIL_AT);
        bytesIn = m.getLong(PutSide.PUBLISHED_BYTES_IN_AT);
        if (!hasRoom(length)) {
            return false;
        }
        long copy = current();
        if (tail >>> layout.pageShift() != m.getLong(copy + PutSide.PAGE_INDEX)) {
            if (!addPage(tail >>> layout.pageShift())) {
                return false;
            }
            copy = current();
        }
        long slot = slotAt(m.getLong(copy + PutSide.PAGE), tail);
        if (prepared == NO_PREPARATION && length <= Slot.INLINE_BYTES) {
            appendInline(slot, payload, flags);
        } else if (!appendChunk(slot, payload, flags, prepared)) {
            return false;
        }
        publish();
        beginRun(current());
        return true;
    }

    /** The position of the element just appended. */
    long appended() {
        return tail - 1;
    }

    private boolean appendChunk(long slot, Payload payload, int flags, int prepared) {
        int length = (int) payload.length();
        begin();
        if (prepared != NO_PREPARATION) {
            fillSlot(slot, length, flags, chunkOf(prepared));
            preparation = prepared;
            preparationStep = PutSide.STEP_PUBLISH;
        } else {
            if (!arena.allocate(Chunk.classFor(length), length, epoch)) {
                return false;
            }
            fillSlot(slot, length, flags, arena.chunk);
            payload.writeTo(m.segment(), arena.chunk + Chunk.PAYLOAD);
        }
        if (KillPoint.ON) {
            KillPoint.PUT_WRITTEN.reached();
        }
        tail++;
        bytesIn += length;
        commit();
        if (KillPoint.ON) {
            KillPoint.PUT_COMMITTED.reached();
        }
        follow();
        return true;
    }

    private long slotAt(long page, long position) {
        return page + Chunk.PAYLOAD + Slot.BYTES * (position & slotMask);
    }

    private void fillSlot(long slot, int length, int flags, long chunk) {
        m.setInt(slot + Slot.LENGTH, length);
        m.setInt(slot + Slot.FLAGS, flags);
        m.setLong(slot + Slot.CHUNK, chunk);
        m.setLong(slot + Slot.POSITION, tail);
    }

    /** Stages the committed state for changes. */
    private void begin() {
        long copy = current();
        tail = m.getLong(PutSide.PUBLISHED_TAIL_AT);
        bytesIn = m.getLong(PutSide.PUBLISHED_BYTES_IN_AT);
        page = m.getLong(copy + PutSide.PAGE);
        pageIndex = m.getLong(copy + PutSide.PAGE_INDEX);
        epoch = m.getInt(copy + PutSide.EPOCH);
        preparation = NO_PREPARATION;
        preparationStep = PutSide.STEP_NONE;
        arena.begin(m.getLong(copy + PutSide.BUMP));
    }

    private void commit() {
        long version = m.getLong(PutSide.VERSION_AT) + 1;
        long copy = PutSide.copyAt(version);
        m.setLong(copy + PutSide.TAIL, tail);
        m.setLong(copy + PutSide.BYTES_IN, bytesIn);
        m.setLong(copy + PutSide.BUMP, arena.bump);
        m.setLong(copy + PutSide.PAGE, page);
        m.setLong(copy + PutSide.PAGE_INDEX, pageIndex);
        m.setInt(copy + PutSide.POPPED_CLASS, arena.poppedClass);
        m.setInt(copy + PutSide.PREPARATION, preparation);
        m.setLong(copy + PutSide.NEW_FREE_HEAD, arena.newFreeHead);
        m.setInt(copy + PutSide.PREPARATION_STEP, preparationStep);
        m.setInt(copy + PutSide.EPOCH, epoch);
        // P1 release, pairs with the lock's acquire by the next holder: the copy before the version that names it. Dies above
        // here: nothing has happened. Dies below: it has happened, and follow() and publish() are done again by repair().
        m.setLongRelease(PutSide.VERSION_AT, version);
        // The other copy, still named by the version a moment ago, is overwritten by a second commit under the same lock.
        VarHandle.storeStoreFence();
    }

    /** Does what the committed state implies elsewhere; harmless to do twice. */
    private void follow() {
        long copy = current();
        int popped = m.getInt(copy + PutSide.POPPED_CLASS);
        if (popped != Arena.NO_CLASS) {
            m.setLong(FreeLists.headAt(popped),
                    FreeLists.tagged(
                            m.getLong(copy + PutSide.NEW_FREE_HEAD), m.getInt(copy + PutSide.EPOCH)));
        }
        int named = m.getInt(copy + PutSide.PREPARATION);
        if (named != NO_PREPARATION) {
            long at = Tables.preparationAt(named) + Tables.PREPARATION_STATE;
            if (m.getInt(copy + PutSide.PREPARATION_STEP) == PutSide.STEP_PUBLISH) {
                m.setLongRelease(at, Tables.PREPARATION_FREE);
            } else if ((m.getLong(at) & 0xFF) == Tables.PREPARATION_TENTATIVE) {
                m.setLongRelease(at, (m.getLong(at) & ~0xFFL) | Tables.PREPARATION_HELD);
            }
        }
    }

    private void publish() {
        m.setLongRelease(PutSide.PUBLISHED_BYTES_IN_AT, bytesIn);
        if (KillPoint.ON) {
            KillPoint.PUT_COUNTED.reached();
        }
        // E1 release, pairs with the acquire E1 in publishedTail(): slot and chunk before the position. Weaker, a getter
        // could read a slot that is not yet written. Dies above here: what the version has committed is unseen until repair()
        // publishes it, and what it has not has not happened.
        m.setLongRelease(PutSide.PUBLISHED_TAIL_AT, tail);
        if (KillPoint.ON) {
            KillPoint.PUT_PUBLISHED.reached();
        }
    }

    /** Finds the committed tail and the bytes before it, whichever of the two words committed the last element. */
    private void stageCommitted() {
        long copy = current();
        long published = m.getLong(PutSide.PUBLISHED_TAIL_AT);
        tail = m.getLong(copy + PutSide.TAIL);
        bytesIn = m.getLong(copy + PutSide.BYTES_IN);
        // Beyond the page it would be damaged, and not to be followed.
        boolean onPage = (published - 1) >>> layout.pageShift() == m.getLong(copy + PutSide.PAGE_INDEX)
                && published - tail <= slotMask + 1;
        for (; onPage && tail < published; tail++) {
            bytesIn += m.getInt(slotAt(m.getLong(copy + PutSide.PAGE), tail) + Slot.LENGTH);
        }
    }

    /** Brings everything derived into line with the committed state, after the death or failure of a holder. */
    void repair() {
        if (KillPoint.ON) {
            KillPoint.REPAIR_STARTED.reached();
        }
        file.restoreTail();
        endRun();
        m.setLong(PutSide.CACHED_RETURNS_AT, -1); // perhaps half of what it vouches for
        // A range may have been lost on its way.
        m.addLong(PutSide.REPAIRS_AT, 1);
        long copy = current();
        follow();
        long pageIndex = m.getLong(copy + PutSide.PAGE_INDEX);
        if (pageIndex >= 0) {
            m.setLong(layout.directoryAt(pageIndex), m.getLong(copy + PutSide.PAGE));
        }
        for (int i = 0; i < Tables.PREPARATIONS; i++) {
            long at = Tables.preparationAt(i) + Tables.PREPARATION_STATE;
            if ((m.getLong(at) & 0xFF) == Tables.PREPARATION_TENTATIVE) {
                m.setLongRelease(at, Tables.PREPARATION_FREE);
            }
        }
        stageCommitted();
        publish();
        commitNoStep();
    }

    /** A commit that names no chunk and no preparation, so that a later repair does nothing to their next users. */
    private void commitNoStep() {
        begin();
        commit();
    }

    /** Adds the page of slots that begins at the tail. */
    private boolean addPage(long index) {
        begin();
        // A page behind the get side's last one may still be read through the same entry of the directory.
        long freed = m.getLongAcquire(GetSide.PUBLISHED_PAGES_FREED_AT);
        if (freed < 0 || index < freed || index - freed >= layout.directoryEntries()) {
            throw Damage.in(file, "its tail is on page " + index + ", and " + freed + " pages are free");
        }
        if (index - freed == layout.directoryEntries() - 1) {
            arena.setExhausted();
            return false;
        }
        long entry = layout.directoryAt(index);
        long backed = m.getLong(PutSide.DIRECTORY_BACKED_AT);
        if (entry >= backed) {
            file.reserve(backed, DIRECTORY_GROWTH_BYTES);
            m.setLong(PutSide.DIRECTORY_BACKED_AT, backed + DIRECTORY_GROWTH_BYTES);
        }
        if (!arena.allocate(layout.pageClass(), Slot.BYTES << layout.pageShift(), epoch)) {
            return false;
        }
        page = arena.chunk;
        pageIndex = index;
        commit();
        if (KillPoint.ON) {
            KillPoint.PUT_PAGE_ADDED.reached();
        }
        follow();
        m.setLong(entry, page);
        return true;
    }

    /**
     * Takes a chunk out of the arena, for which a preparation then answers, so that a large payload can be copied outside the
     * lock.
     *
     * @return the preparation, or {@link #NO_PREPARATION} if there is no room for another one now
     */
    int prepare(long length) {
        int free = freePreparation();
        begin();
        if (free == NO_PREPARATION || !hasRoom(length) || !arena.allocate(Chunk.classFor(length), 0, epoch)) {
            return NO_PREPARATION;
        }
        long at = Tables.preparationAt(free);
        m.setLong(at + Tables.PREPARATION_CHUNK, arena.chunk);
        m.setLongRelease(at + Tables.PREPARATION_STATE, Tables.preparation(me, Tables.PREPARATION_TENTATIVE));
        if (KillPoint.ON) {
            KillPoint.PREPARE_TENTATIVE.reached();
        }
        preparation = free;
        preparationStep = PutSide.STEP_HOLD;
        commit();
        if (KillPoint.ON) {
            KillPoint.PREPARE_COMMITTED.reached();
        }
        follow();
        return free;
    }

    private int freePreparation() {
        for (int i = 0; i < Tables.PREPARATIONS; i++) {
            if (m.getLong(Tables.preparationAt(i) + Tables.PREPARATION_STATE) == Tables.PREPARATION_FREE) {
                return i;
            }
        }
        return NO_PREPARATION;
    }

    /** Copies a large payload into its chunk. Called without any lock by the preparation's owner. */
    void fill(int prepared, Payload payload) {
        payload.writeTo(m.segment(), backed(prepared, payload.length()));
    }

    /** Where a payload is to be written, now that there is memory. Called without any lock by the preparation's owner. */
    long backed(int prepared, long length) {
        long target = chunkOf(prepared);
        arena.back(target, length);
        return target + Chunk.PAYLOAD;
    }

    /** The chunk that a preparation holds, for its return to the free list. */
    long chunkOf(int prepared) {
        return m.getLong(Tables.preparationAt(prepared) + Tables.PREPARATION_CHUNK);
    }

    /** Ends a preparation whose chunk has been given back. */
    void freePreparation(int prepared) {
        commitNoStep();
        m.setLongRelease(Tables.preparationAt(prepared) + Tables.PREPARATION_STATE, Tables.PREPARATION_FREE);
    }

    boolean isHeldBy(int prepared, int owner) {
        return m.getLong(Tables.preparationAt(prepared) + Tables.PREPARATION_STATE)
                == Tables.preparation(owner, Tables.PREPARATION_HELD);
    }

    /** The position after the newest element. */
    long tail() {
        return m.getLong(PutSide.PUBLISHED_TAIL_AT);
    }

    boolean isShutDown() {
        return m.getIntVolatile(Header.SHUTDOWN_AT) != Header.OPEN;
    }

    /** Whether some payload is being copied, or was when its process died. */
    boolean hasPreparations() {
        for (int i = 0; i < Tables.PREPARATIONS; i++) {
            if (m.getLong(Tables.preparationAt(i) + Tables.PREPARATION_STATE) != Tables.PREPARATION_FREE) {
                return true;
            }
        }
        return false;
    }

    /** How far the arena was used since memory was last given back; a hint without the lock. */
    long arenaUsedTo() {
        return Arena.usedTo(m, committedBump(m));
    }

    /** How much of the arena is backed by memory, at most; a hint without the lock. */
    static long bytesBacked(Words m, SegmentLayout layout) {
        return Arena.bytesBacked(m, layout, committedBump(m));
    }

    private static long committedBump(Words m) {
        return m.getLong(PutSide.copyAt(m.getLong(PutSide.VERSION_AT)) + PutSide.BUMP);
    }

    Arena arena() {
        return arena;
    }

    /** Calls the action for each chunk that a preparation holds. Called with both locks held. */
    void forEachPrepared(LongConsumer action) {
        for (int i = 0; i < Tables.PREPARATIONS; i++) {
            if (m.getLong(Tables.preparationAt(i) + Tables.PREPARATION_STATE) != Tables.PREPARATION_FREE) {
                action.accept(chunkOf(i));
            }
        }
    }

    /** How often this side was repaired. */
    long repairs() {
        return m.getLongAcquire(PutSide.REPAIRS_AT);
    }

    /** The tag of the process that looks for free ranges, or 0: a hint without the lock. */
    int coalescer() {
        return m.getIntVolatile(PutSide.COALESCER_AT);
    }

    void setCoalescer(int tag) {
        m.setIntVolatile(PutSide.COALESCER_AT, tag);
    }

    /** The index of the newest page of slots, or -1. */
    long pageIndex() {
        return m.getLong(current() + PutSide.PAGE_INDEX);
    }

    /**
     * Lets the arena begin anew, empty: the next put adds a page of slots for the tail. Called with both locks held, when
     * nothing of the arena is in use, and nothing of it is left to be done on the get side.
     */
    void reset() {
        begin();
        endRun();
        arena.close();
        page = 0;
        pageIndex = NO_PAGE;
        commitNewEpoch();
        arena.open();
    }

    /**
     * Forgets all chunks that are not in use, until {@link Arena#setFreeRanges} tells of them. Called with both locks held,
     * when nothing is left to be done on the get side.
     *
     * @return the new epoch, which nobody else begins as long as it lasts
     */
    int forgetFreeChunks() {
        begin();
        arena.close();
        commitNewEpoch();
        return epoch;
    }

    /** One store empties all free lists. */
    private void commitNewEpoch() {
        epoch++;
        commit();
        arena.forgetFreeLists();
    }
}
