package dev.sluice.internal.ring;

import dev.sluice.internal.layout.Chunk;
import dev.sluice.internal.layout.FreeLists;
import dev.sluice.internal.layout.GetSide;
import dev.sluice.internal.layout.SegmentLayout;
import dev.sluice.internal.layout.Slot;
import dev.sluice.internal.layout.Tables;
import dev.sluice.internal.layout.Words;
import dev.sluice.internal.shm.Broken;
import dev.sluice.internal.shm.SegmentException;
import dev.sluice.internal.shm.SharedFile;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.function.LongConsumer;

/**
 * The get side: empties slots, hands chunks and pages back to the free lists. Commits as {@link PutEnd} does: what a commit
 * implies beyond its own copy (the link of a freed chunk, the mark of an element removed from the middle) is named in the
 * copy, done after it, and done again by {@link #repair}.
 *
 * <p>All methods but the published reads are called with the get lock held. The fields are scratch space of its holder.
 */
final class GetEnd {
    private static final long NONE = -1;

    private final MemorySegment m;
    private final SegmentLayout layout;
    private final SharedFile file;
    private final PutEnd putEnd;
    private final TakenEntries entries;
    private final int slotMask;

    // The next state, staged by begin() and committed by commit().
    private long head;
    private long removed;
    private long done;
    private long bytesOut;
    private long lastAck;
    private long pagesFreed;
    private int pushedClass;
    private long oldFreeTail;
    private long newFreeTail;
    private long removedTicket;

    // The slot that findHead() found.
    private long slot;

    GetEnd(MemorySegment m, SegmentLayout layout, SharedFile file, PutEnd putEnd, TakenEntries entries) {
        this.m = m;
        this.layout = layout;
        this.file = file;
        this.putEnd = putEnd;
        this.entries = entries;
        this.slotMask = (1 << layout.pageShift()) - 1;
    }

    private long current() {
        return GetSide.copyAt(Words.getLong(m, GetSide.VERSION_AT));
    }

    /** Counts the commits: as long as it stays the same nothing has been freed. */
    long version() {
        return Words.getLongAcquire(m, GetSide.VERSION_AT);
    }

    /** Stages the committed state for changes. */
    void begin() {
        long copy = current();
        head = Words.getLong(m, copy + GetSide.HEAD);
        removed = Words.getLong(m, copy + GetSide.REMOVED);
        done = Words.getLong(m, copy + GetSide.DONE);
        bytesOut = Words.getLong(m, copy + GetSide.BYTES_OUT);
        pagesFreed = Words.getLong(m, copy + GetSide.PAGES_FREED);
        clearStage();
    }

    private void clearStage() {
        lastAck = NONE;
        pushedClass = Arena.NO_CLASS;
        oldFreeTail = 0;
        newFreeTail = 0;
        removedTicket = NONE;
    }

    private void commit() {
        long version = Words.getLong(m, GetSide.VERSION_AT) + 1;
        long copy = GetSide.copyAt(version);
        Words.setLong(m, copy + GetSide.HEAD, head);
        Words.setLong(m, copy + GetSide.REMOVED, removed);
        Words.setLong(m, copy + GetSide.DONE, done);
        Words.setLong(m, copy + GetSide.BYTES_OUT, bytesOut);
        Words.setLong(m, copy + GetSide.LAST_ACK, lastAck);
        Words.setLong(m, copy + GetSide.PAGES_FREED, pagesFreed);
        Words.setInt(m, copy + GetSide.PUSHED_CLASS, pushedClass);
        Words.setLong(m, copy + GetSide.OLD_FREE_TAIL, oldFreeTail);
        Words.setLong(m, copy + GetSide.NEW_FREE_TAIL, newFreeTail);
        Words.setLong(m, copy + GetSide.REMOVED_TICKET, removedTicket);
        // G1 release, pairs with the lock's acquire by the next holder: the copy before the version that names it. Dies above
        // here: nothing has happened. Dies below: it has happened, and follow() is done again by repair().
        Words.setLongRelease(m, GetSide.VERSION_AT, version);
        VarHandle.storeStoreFence(); // the other copy may be overwritten by a second commit under the same lock
    }

    /** Does what the committed state implies elsewhere; harmless to do twice. */
    private void follow() {
        long copy = current();
        int pushed = Words.getInt(m, copy + GetSide.PUSHED_CLASS);
        if (pushed != Arena.NO_CLASS) {
            long word = FreeLists.tagged(Words.getLong(m, copy + GetSide.NEW_FREE_TAIL), putEnd.epoch());
            // E4 release, pairs with the acquire E4 in PutEnd.next(): our reads of the chunk before its way back to the
            // putters; weaker, a putter could overwrite what is still being read. Done twice it may hit a chunk that has
            // been popped since; its link means nothing until it is pushed again, which clears it first.
            Words.setLongRelease(m, Words.getLong(m, copy + GetSide.OLD_FREE_TAIL) + Chunk.NEXT, word);
            Words.setLong(m, FreeLists.tailAt(pushed), word);
        }
        long ticket = Words.getLong(m, copy + GetSide.REMOVED_TICKET);
        if (ticket != NONE && ticket >= Words.getLong(m, copy + GetSide.HEAD)) {
            long at = slotAt(ticket);
            Words.setInt(m, at + Slot.FLAGS, Words.getInt(m, at + Slot.FLAGS) | Slot.REMOVED);
        }
    }

    void publish() {
        long copy = current();
        Words.setLongRelease(
                m,
                GetSide.PUBLISHED_BYTES_GONE_AT,
                Words.getLong(m, copy + GetSide.BYTES_OUT) - entries.redeliverBytes());
        // E2 release, pairs with the acquire in PutEnd.hasRoom() and in Ring.size(): the room was given up before it is seen.
        Words.setLongRelease(
                m,
                GetSide.PUBLISHED_GONE_AT,
                Words.getLong(m, copy + GetSide.HEAD)
                        + Words.getLong(m, copy + GetSide.REMOVED)
                        - entries.redeliverCount());
        Words.setLongRelease(m, GetSide.PUBLISHED_PAGES_FREED_AT, Words.getLong(m, copy + GetSide.PAGES_FREED));
        // E3 release, pairs with the acquire E3 in Ring.unfinished(): what the consumer did before its acknowledgement is
        // seen by who joins.
        Words.setLongRelease(m, GetSide.PUBLISHED_DONE_AT, Words.getLong(m, copy + GetSide.DONE));
    }

    /** Brings everything derived into line with the committed state, after the death or failure of a holder. */
    void repair() {
        if (KillPoint.ON) {
            KillPoint.REPAIR_STARTED.reached();
        }
        Words.setLong(m, GetSide.HEAD_PAGE_INDEX_AT, NONE);
        Words.setLong(m, GetSide.CACHED_TAIL_AT, 0);
        follow();
        long copy = current();
        long freed = Words.getLong(m, copy + GetSide.NEW_FREE_TAIL);
        for (int i = 0; freed != 0 && i < Tables.PREPARATIONS; i++) {
            long at = Tables.preparationAt(i);
            // The last chunk of a free list is never popped, so this preparation is the one that was being aborted.
            if ((Words.getLong(m, at + Tables.PREPARATION_STATE) & 0xFF) == Tables.PREPARATION_HELD
                    && Words.getLong(m, at + Tables.PREPARATION_CHUNK) == freed) {
                Words.setLongRelease(m, at + Tables.PREPARATION_STATE, Tables.PREPARATION_FREE);
            }
        }
        entries.repair(
                Words.getLong(m, copy + GetSide.LAST_ACK),
                ticket -> ticket < Words.getLong(m, current() + GetSide.HEAD) || isRemoved(ticket));
        publish();
    }

    private boolean isRemoved(long ticket) {
        return ticket < putEnd.publishedTail()
                && (Words.getInt(m, slotAt(ticket) + Slot.FLAGS) & Slot.REMOVED) != 0;
    }

    /** Where the slot of a position stands that lies between head and tail. */
    private long slotAt(long position) {
        long index = position >>> layout.pageShift();
        long page;
        if (index == Words.getLong(m, GetSide.HEAD_PAGE_INDEX_AT)) {
            page = Words.getLong(m, GetSide.HEAD_PAGE_AT);
        } else {
            page = pageAt(index);
        }
        return page + Chunk.PAYLOAD + Slot.BYTES * (position & slotMask);
    }

    private long pageAt(long index) {
        long page = Words.getLong(m, layout.directoryAt(index));
        if (page < layout.arenaAt() || page > layout.fileBytes() - Chunk.strideBytes(layout.pageClass())) {
            throw damaged("the page " + index + " is said to stand at " + page);
        }
        return page;
    }

    private SegmentException damaged(String what) {
        return new SegmentException(
                SegmentException.Kind.DAMAGED,
                file.name() + " is damaged: " + what + "; remove the queue and create it anew");
    }

    /** Finds the oldest element that is queued, passing over removed ones; false if there is none. Stages the head. */
    boolean findHead() {
        for (;;) {
            if (head == Words.getLong(m, GetSide.CACHED_TAIL_AT) || Words.getLong(m, GetSide.CACHED_TAIL_AT) < head) {
                long tail = putEnd.publishedTail();
                if (tail < head) {
                    throw damaged("its head " + head + " is beyond its tail " + tail);
                }
                Words.setLong(m, GetSide.CACHED_TAIL_AT, tail);
                if (tail == head) {
                    return false;
                }
            }
            long index = head >>> layout.pageShift();
            if (index != Words.getLong(m, GetSide.HEAD_PAGE_INDEX_AT)) {
                Words.setLong(m, GetSide.HEAD_PAGE_AT, pageAt(index));
                Words.setLong(m, GetSide.HEAD_PAGE_INDEX_AT, index);
            }
            slot = slotAt(head);
            if (Words.getLong(m, slot + Slot.POSITION) != head) {
                throw damaged("the slot of element " + head + " holds element "
                        + Words.getLong(m, slot + Slot.POSITION));
            }
            if ((Words.getInt(m, slot + Slot.FLAGS) & Slot.REMOVED) == 0) {
                return true;
            }
            head++;
            removed--;
            clearStage();
            commit();
            freePages();
        }
    }

    int slotLength() {
        return checkedLength(slot);
    }

    private int checkedLength(long at) {
        int length = Words.getInt(m, at + Slot.LENGTH);
        long chunk = Words.getLong(m, at + Slot.CHUNK);
        if (chunk == 0 ? length < 0 || length > Slot.INLINE_BYTES : length < 0 || !isChunkOf(chunk, length)) {
            throw damaged("an element claims a length of " + length + " bytes");
        }
        return length;
    }

    private boolean isChunkOf(long chunk, long length) {
        if (chunk < layout.arenaAt() || chunk > layout.fileBytes() - Chunk.strideBytes(0)) {
            return false;
        }
        int sizeClass = Words.getInt(m, chunk + Chunk.CLASS);
        return sizeClass >= 0
                && sizeClass < Chunk.CLASSES
                && length <= Chunk.capacityBytes(sizeClass)
                && chunk + Chunk.PAYLOAD + length <= layout.fileBytes();
    }

    /** Where the payload of the found slot stands. */
    long slotPayload() {
        long chunk = Words.getLong(m, slot + Slot.CHUNK);
        return chunk == 0 ? slot + Slot.INLINE : chunk + Chunk.PAYLOAD;
    }

    int slotFlags() {
        return Words.getInt(m, slot + Slot.FLAGS);
    }

    long slotPosition() {
        return Words.getLong(m, slot + Slot.POSITION);
    }

    /** Takes the found element for good: its room and its chunk are free afterwards. */
    void consume() {
        bytesOut += slotLength();
        long chunk = Words.getLong(m, slot + Slot.CHUNK);
        if (chunk != 0 && (!Broken.LEAKS || !Broken.now())) {
            stagePush(chunk);
        }
        head++;
        done++;
        commit();
        if (KillPoint.ON) {
            KillPoint.GET_COMMITTED.reached();
        }
        follow();
        if (KillPoint.ON) {
            KillPoint.GET_LINKED.reached();
        }
        freePages();
    }

    /** Takes the found element into a taken entry, which holds its payload from now on. */
    void takeInto(int entry) {
        entries.fill(entry, slot, slotLength());
        if (KillPoint.ON) {
            KillPoint.GET_ENTRY_FILLED.reached();
        }
        bytesOut += slotLength();
        head++;
        commit();
        if (KillPoint.ON) {
            KillPoint.GET_COMMITTED.reached();
        }
        freePages();
    }

    /** Whether the element at a position is still queued; finds its slot. */
    boolean findAt(long position) {
        if (position < head || position >= putEnd.publishedTail()) {
            return false;
        }
        slot = slotAt(position);
        return Words.getLong(m, slot + Slot.POSITION) == position
                && (Words.getInt(m, slot + Slot.FLAGS) & Slot.REMOVED) == 0;
    }

    /** Takes the found element out of the middle: for good, or into a taken entry. */
    void removeFromMiddle(int entry) {
        bytesOut += slotLength();
        if (entry >= 0) {
            entries.fill(entry, slot, slotLength());
        } else {
            long chunk = Words.getLong(m, slot + Slot.CHUNK);
            if (chunk != 0) {
                stagePush(chunk);
            }
            done++;
        }
        removed++;
        removedTicket = slotPosition();
        commit();
        if (KillPoint.ON) {
            KillPoint.REMOVE_COMMITTED.reached();
        }
        follow();
        if (KillPoint.ON) {
            KillPoint.REMOVE_MARKED.reached();
        }
    }

    /** Commits that the element of an entry is done, and frees its chunk. The entry itself is freed by the caller. */
    void acknowledge(long ticket, long chunk) {
        if (chunk != 0) {
            stagePush(chunk);
        }
        done++;
        lastAck = ticket;
        commit();
        if (KillPoint.ON) {
            KillPoint.ACK_COMMITTED.reached();
        }
        follow();
    }

    /** Gives a chunk that belongs to no element back to its free list. */
    void giveBack(long chunk) {
        stagePush(chunk);
        commit();
        follow();
    }

    private void stagePush(long chunk) {
        checkChunk(chunk);
        pushedClass = Words.getInt(m, chunk + Chunk.CLASS);
        int epoch = putEnd.epoch();
        long tail = FreeLists.offset(Words.getLong(m, FreeLists.tailAt(pushedClass)), epoch);
        oldFreeTail = tail == 0 ? FreeLists.anchorAt(pushedClass) : tail;
        newFreeTail = chunk;
        Words.setLong(m, chunk + Chunk.NEXT, 0);
    }

    /** Gives back the pages of slots that the head has left behind. */
    private void freePages() {
        while (head >>> layout.pageShift() > pagesFreed) {
            clearStage();
            stagePush(pageAt(pagesFreed));
            pagesFreed++;
            commit();
            if (KillPoint.ON) {
                KillPoint.GET_PAGE_FREED.reached();
            }
            follow();
        }
    }

    long head() {
        return Words.getLong(m, current() + GetSide.HEAD);
    }

    long doneCount() {
        return Words.getLong(m, current() + GetSide.DONE);
    }

    /**
     * Lets go of all that is not in use: neither the last commit's chunk nor a page that a dead getter left behind may be freed
     * by a later repair or take, into an arena that has begun anew meanwhile.
     */
    void letGoOfUnused() {
        begin();
        pagesFreed = head >>> layout.pageShift();
        commit();
        Words.setLong(m, GetSide.HEAD_PAGE_INDEX_AT, NONE);
        publish();
    }

    /**
     * Moves elements that nobody takes from the head to those that are delivered first, as long as so many pages lie behind
     * them that the directory is half full: the elements there were removed from the middle, and the head can pass them.
     */
    void setAside() {
        begin();
        long tailPage = putEnd.tail() >>> layout.pageShift();
        while (tailPage - pagesFreed >= layout.directoryEntries() / 2 && entries.hasRoom() && findHead()) {
            int entry = entries.allocate();
            entries.fill(entry, slot, slotLength());
            entries.setDeliveries(entry, 0);
            bytesOut += slotLength();
            head++;
            clearStage();
            commit();
            if (KillPoint.ON) {
                KillPoint.SET_ASIDE_COMMITTED.reached();
            }
            entries.giveBack(entry);
            freePages();
        }
        publish();
    }

    /** Calls the action for each chunk that is in use: pages of slots, and payloads queued or taken. With both locks held. */
    void forEachUsed(LongConsumer action) {
        long first = head();
        long tail = putEnd.tail();
        for (long index = first >>> layout.pageShift(); index <= putEnd.pageIndex(); index++) {
            action.accept(pageAt(index));
        }
        for (long position = first; position < tail; position++) {
            long at = slotAt(position);
            long chunk = Words.getLong(m, at + Slot.CHUNK);
            if (chunk != 0 && (Words.getInt(m, at + Slot.FLAGS) & Slot.REMOVED) == 0) {
                action.accept(chunk);
            }
        }
        entries.forEachChunk(action);
        putEnd.forEachPrepared(action);
    }

    private void checkChunk(long chunk) {
        if (!isChunkOf(chunk, 0)) {
            throw damaged("a chunk at " + chunk + " is none");
        }
    }

    /** How many bytes a chunk occupies, header included. */
    long strideBytes(long chunk) {
        checkChunk(chunk);
        return Chunk.strideBytes(Words.getInt(m, chunk + Chunk.CLASS));
    }
}
