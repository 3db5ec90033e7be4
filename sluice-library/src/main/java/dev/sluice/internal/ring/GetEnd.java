package dev.sluice.internal.ring;

import dev.sluice.internal.layout.Chunk;
import dev.sluice.internal.layout.FreeLists;
import dev.sluice.internal.layout.GetSide;
import dev.sluice.internal.layout.Header;
import dev.sluice.internal.layout.SegmentLayout;
import dev.sluice.internal.layout.Slot;
import dev.sluice.internal.layout.Tables;
import dev.sluice.internal.layout.Words;
import dev.sluice.internal.shm.Broken;
import dev.sluice.internal.shm.SegmentException;
import dev.sluice.internal.shm.SharedFile;
import java.lang.invoke.VarHandle;
import java.util.function.LongConsumer;

/**
 * The get side: empties slots, hands chunks and pages back to the free lists. Commits as {@link PutEnd} does: what a commit
 * implies beyond its own copy (the link of a freed chunk, the mark of an element removed from the middle) is named in the
 * copy, done after it, and done again by {@link #repair}.
 *
 * <p>What has to be looked at before an element can be taken is looked at for many at once: up to the end of the
 * <em>run</em> the head can go on along its page, and nothing is to be redelivered first.
 *
 * <p>All methods but the published reads are called with the get lock held. The fields are scratch space of its holder.
 */
final class GetEnd {
    private static final long NONE = -1;

    private final Words m;
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

    // The slot that was found, and what findInRun() read of it.
    private long slot;
    private int length;
    private int flags;

    GetEnd(Words m, SegmentLayout layout, SharedFile file, PutEnd putEnd, TakenEntries entries) {
        this.m = m;
        this.layout = layout;
        this.file = file;
        this.putEnd = putEnd;
        this.entries = entries;
        this.slotMask = (1 << layout.pageShift()) - 1;
    }

    private long current() {
        return GetSide.copyAt(m.getLong(GetSide.VERSION_AT));
    }

    /** Counts the commits: as long as it stays the same nothing has been freed. */
    long version() {
        return m.getLongAcquire(GetSide.VERSION_AT);
    }

    /** Stages the committed state for changes. */
    void begin() {
        long copy = current();
        head = m.getLong(GetSide.HEAD_AT);
        bytesOut = m.getLong(GetSide.BYTES_OUT_AT);
        done = m.getLong(GetSide.PUBLISHED_DONE_AT);
        removed = m.getLong(copy + GetSide.REMOVED);
        pagesFreed = m.getLong(copy + GetSide.PAGES_FREED);
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
        long version = m.getLong(GetSide.VERSION_AT) + 1;
        long copy = GetSide.copyAt(version);
        m.setLong(copy + GetSide.HEAD, head);
        m.setLong(copy + GetSide.REMOVED, removed);
        m.setLong(copy + GetSide.BYTES_OUT, bytesOut);
        m.setLong(copy + GetSide.LAST_ACK, lastAck);
        m.setLong(copy + GetSide.PAGES_FREED, pagesFreed);
        m.setInt(copy + GetSide.PUSHED_CLASS, pushedClass);
        m.setLong(copy + GetSide.OLD_FREE_TAIL, oldFreeTail);
        m.setLong(copy + GetSide.NEW_FREE_TAIL, newFreeTail);
        m.setLong(copy + GetSide.REMOVED_TICKET, removedTicket);
        // G1 release, pairs with the lock's acquire by the next holder: the copy before the version that names it. Dies above
        // here: nothing has happened. Dies below: it has happened, and follow() is done again by repair().
        m.setLongRelease(GetSide.VERSION_AT, version);
        VarHandle.storeStoreFence(); // the other copy may be overwritten by a second commit under the same lock
        setTotals();
    }

    /** Commits the staged head by itself, if it is ahead of the copy's. */
    private void setTotals() {
        setHead();
        setDone();
    }

    private void setHead() {
        m.setLong(GetSide.BYTES_OUT_AT, bytesOut);
        if (KillPoint.ON) {
            KillPoint.GET_COUNTED.reached();
        }
        // G2 release, pairs with the lock's acquire by the next holder: an entry that was filled before the head that makes it
        // taken. Dies above here: nothing has happened. Dies below: the rest is derived by repair().
        m.setLongRelease(GetSide.HEAD_AT, head);
    }

    private void setDone() {
        // E3 release, pairs with the acquire E3 in Sides.unfinished(): what the consumer did before its acknowledgement is
        // seen by who joins.
        m.setLongRelease(GetSide.PUBLISHED_DONE_AT, done);
    }

    /** Does what the committed state implies elsewhere; harmless to do twice. */
    private void follow() {
        long copy = current();
        int pushed = m.getInt(copy + GetSide.PUSHED_CLASS);
        if (pushed != Arena.NO_CLASS) {
            long word = FreeLists.tagged(m.getLong(copy + GetSide.NEW_FREE_TAIL), putEnd.epoch());
            // E4 release, pairs with the acquire E4 in Arena.next(): our reads of the chunk before its way back to the
            // putters; weaker, a putter could overwrite what is still being read. Done twice it may hit a chunk that has
            // been popped since; its link means nothing until it is pushed again, which clears it first.
            m.setLongRelease(m.getLong(copy + GetSide.OLD_FREE_TAIL) + Chunk.NEXT, word);
            m.setLong(FreeLists.tailAt(pushed), word);
        }
        long ticket = m.getLong(copy + GetSide.REMOVED_TICKET);
        if (ticket != NONE && ticket >= m.getLong(GetSide.HEAD_AT)) {
            long at = slotAt(ticket);
            m.setInt(at + Slot.FLAGS, m.getInt(at + Slot.FLAGS) | Slot.REMOVED);
        }
    }

    void publish() {
        long wasGone = m.getLong(GetSide.PUBLISHED_GONE_AT);
        long copy = current();
        long gone = m.getLong(GetSide.HEAD_AT) + m.getLong(copy + GetSide.REMOVED)
                - entries.redeliverCount();
        m.setLongRelease(GetSide.PUBLISHED_BYTES_GONE_AT, m.getLong(GetSide.BYTES_OUT_AT) - entries.redeliverBytes());
        // E2 release, pairs with the acquire in PutEnd.hasRoom() and in Sides.size(): the room was given up before it is seen.
        m.setLongRelease(GetSide.PUBLISHED_GONE_AT, gone);
        m.setLongRelease(GetSide.PUBLISHED_PAGES_FREED_AT, m.getLong(copy + GetSide.PAGES_FREED));
        if (gone < wasGone) {
            countReturn();
        }
        beginRun();
    }

    /** Looks how far the run goes from the head. The last slot of a page is not part of one: the page is freed after it. */
    private void beginRun() {
        long index = m.getLong(GetSide.HEAD_PAGE_INDEX_AT);
        boolean inOrder = entries.redeliverCount() == 0
                && m.getLong(current() + GetSide.REMOVED) == 0
                && m.getLong(GetSide.HEAD_AT) >>> layout.pageShift() == index;
        long limit = inOrder ? ((index + 1) << layout.pageShift()) - 1 : 0;
        m.setLong(GetSide.RUN_LIMIT_AT, limit);
        m.setLong(GetSide.RUN_END_AT, Math.min(limit, m.getLong(GetSide.CACHED_TAIL_AT)));
        m.setLong(GetSide.RUN_BASE_AT,
                m.getLong(GetSide.HEAD_PAGE_AT) + Chunk.PAYLOAD - Slot.BYTES * (index << layout.pageShift()));
    }

    /**
     * Finds the element at a position if that goes on with the run, and it stands in its slot and carries no handles.
     *
     * @param from the {@linkplain #head() head}, or the {@linkplain #stagedHead() staged one}
     */
    boolean findInRun(long from) {
        head = from;
        if (head >= m.getLong(GetSide.RUN_END_AT) && !extendRun()) {
            return false;
        }
        slot = m.getLong(GetSide.RUN_BASE_AT) + Slot.BYTES * head;
        length = m.getInt(slot + Slot.LENGTH);
        flags = m.getInt(slot + Slot.FLAGS);
        // What is damaged goes the long way, where it is found again and named.
        return (flags & (Slot.REMOVED | Slot.HANDLES)) == 0
                && length >= 0
                && length <= Slot.INLINE_BYTES
                && m.getLong(slot + Slot.CHUNK) == 0
                && m.getLong(slot + Slot.POSITION) == head;
    }

    /** Whether more has been put on the page of the run: as far as it has, the run goes. */
    private boolean extendRun() {
        long end = Math.min(putEnd.publishedTail(), m.getLong(GetSide.RUN_LIMIT_AT));
        if (end <= head) {
            return false;
        }
        m.setLong(GetSide.RUN_END_AT, end);
        return true;
    }

    /** The length of the element that {@link #findInRun} found, not longer than a slot holds. */
    int foundLength() {
        return length;
    }

    int foundFlags() {
        return flags;
    }

    long foundPosition() {
        return head;
    }

    long foundPayload() {
        return slot + Slot.INLINE;
    }

    /** Takes the element that {@link #findInRun} found: for good, or into a taken entry. */
    void takeFromRun(int entry) {
        if (entry >= 0) {
            entries.fill(entry, slot, length);
            if (KillPoint.ON) {
                KillPoint.GET_ENTRY_FILLED.reached();
            }
        }
        head++;
        bytesOut = m.getLong(GetSide.BYTES_OUT_AT) + length;
        setHead();
        if (KillPoint.ON) {
            KillPoint.GET_COMMITTED.reached();
        }
        if (entry < 0) {
            done = m.getLong(GetSide.PUBLISHED_DONE_AT) + 1;
            setDone();
        }
        // E2 release, as in publish(). Within a run nothing is removed, and nothing waits to be redelivered.
        m.setLongRelease(GetSide.PUBLISHED_BYTES_GONE_AT, bytesOut);
        m.setLongRelease(GetSide.PUBLISHED_GONE_AT, head);
    }

    /** Begins to stage the taking of several elements, one after the other, from the head on. */
    void beginStaging() {
        head = head();
        bytesOut = m.getLong(GetSide.BYTES_OUT_AT);
    }

    /** The position behind those whose taking is staged. */
    long stagedHead() {
        return head;
    }

    /** Stages the taking of the element that {@link #findInRun} found: for good, or into a taken entry. */
    void stageTake(int entry) {
        if (entry >= 0) {
            entries.fill(entry, slot, length);
            if (KillPoint.ON) {
                KillPoint.GET_ENTRY_FILLED.reached();
            }
        }
        head++;
        bytesOut += length;
    }

    /**
     * Takes all that is staged, with one store. Dies before: nothing of it has happened.
     *
     * @param doneWith how many were taken for good
     */
    void takeStaged(int doneWith) {
        setHead();
        if (KillPoint.ON) {
            KillPoint.DRAIN_COMMITTED.reached();
        }
        done = m.getLong(GetSide.PUBLISHED_DONE_AT) + doneWith;
        setDone();
        // E2 release, as in publish(). Within a run nothing is removed, and nothing waits to be redelivered.
        m.setLongRelease(GetSide.PUBLISHED_BYTES_GONE_AT, bytesOut);
        m.setLongRelease(GetSide.PUBLISHED_GONE_AT, head);
    }

    /** Whether nothing is queued that was put before the given position; that stays so as long as we hold the lock. */
    boolean isEmptyBefore(long end) {
        return entries.redeliverCount() == 0 && Math.min(end, putEnd.publishedTail()) <= m.getLong(GetSide.HEAD_AT);
    }

    /**
     * Queues an element again that was taken for good, ahead of those in the slots. Dies before its entry is marked: it is
     * lost with the one who had it in hand. Dies after it: it is queued, and the rest is derived by repair().
     */
    void putBack(long ticket, int length, int flags, byte[] from, int offset) {
        int entry = entries.allocate();
        done = m.getLong(GetSide.PUBLISHED_DONE_AT) - 1;
        setDone();
        entries.putBack(entry, ticket, length, flags, from, offset);
    }

    /** Tells the putters that what they remember of what is gone is too much. Dies before: repair() counts one more. */
    private void countReturn() {
        m.setLongRelease(Header.RETURNS_AT, m.getLong(Header.RETURNS_AT) + 1);
    }

    /** Brings everything derived into line with the committed state, after the death or failure of a holder. */
    void repair() {
        if (KillPoint.ON) {
            KillPoint.REPAIR_STARTED.reached();
        }
        m.setLong(GetSide.HEAD_PAGE_INDEX_AT, NONE);
        m.setLong(GetSide.CACHED_TAIL_AT, 0);
        stageCommitted();
        setTotals();
        follow();
        long copy = current();
        long freed = m.getLong(copy + GetSide.NEW_FREE_TAIL);
        for (int i = 0; freed != 0 && i < Tables.PREPARATIONS; i++) {
            long at = Tables.preparationAt(i);
            // The last chunk of a free list is never popped, so this preparation is the one that was being aborted.
            if ((m.getLong(at + Tables.PREPARATION_STATE) & 0xFF) == Tables.PREPARATION_HELD
                    && m.getLong(at + Tables.PREPARATION_CHUNK) == freed) {
                m.setLongRelease(at + Tables.PREPARATION_STATE, Tables.PREPARATION_FREE);
            }
        }
        entries.repair(
                m.getLong(copy + GetSide.LAST_ACK),
                ticket -> ticket < head || isRemoved(ticket));
        done = head + removed - entries.inUse();
        setTotals();
        publish();
        countReturn();
    }

    /**
     * Finds the committed head and the bytes before it, whichever of the two words committed the last take. The slots between
     * the copy's head and the newer one stand on one page, which is not freed as long as the copy is the valid one.
     */
    private void stageCommitted() {
        begin();
        long newest = head;
        long copy = current();
        head = m.getLong(copy + GetSide.HEAD);
        bytesOut = m.getLong(copy + GetSide.BYTES_OUT);
        // On another page it would be damaged, and not to be followed.
        boolean onPage = newest >>> layout.pageShift() == head >>> layout.pageShift();
        for (; onPage && head < newest; head++) {
            bytesOut += m.getInt(slotAt(head) + Slot.LENGTH);
        }
    }

    private boolean isRemoved(long ticket) {
        return ticket < putEnd.publishedTail()
                && (m.getInt(slotAt(ticket) + Slot.FLAGS) & Slot.REMOVED) != 0;
    }

    /** Where the slot of a position stands that lies between head and tail. */
    private long slotAt(long position) {
        long index = position >>> layout.pageShift();
        long page;
        if (index == m.getLong(GetSide.HEAD_PAGE_INDEX_AT)) {
            page = m.getLong(GetSide.HEAD_PAGE_AT);
        } else {
            page = pageAt(index);
        }
        return page + Chunk.PAYLOAD + Slot.BYTES * (position & slotMask);
    }

    private long pageAt(long index) {
        long page = m.getLong(layout.directoryAt(index));
        if (page < layout.arenaAt() || page > layout.fileBytes() - Chunk.strideBytes(layout.pageClass())) {
            throw damaged("the page " + index + " is said to stand at " + page);
        }
        return page;
    }

    private SegmentException damaged(String what) {
        return Damage.in(file, what);
    }

    /** Finds the oldest element that is queued, passing over removed ones; false if there is none. Stages the head. */
    boolean findHead() {
        for (;;) {
            if (head == m.getLong(GetSide.CACHED_TAIL_AT) || m.getLong(GetSide.CACHED_TAIL_AT) < head) {
                long tail = checkedTail();
                m.setLong(GetSide.CACHED_TAIL_AT, tail);
                if (tail == head) {
                    return false;
                }
            }
            long index = head >>> layout.pageShift();
            if (index != m.getLong(GetSide.HEAD_PAGE_INDEX_AT)) {
                m.setLong(GetSide.HEAD_PAGE_AT, pageAt(index));
                m.setLong(GetSide.HEAD_PAGE_INDEX_AT, index);
            }
            slot = slotAt(head);
            if (m.getLong(slot + Slot.POSITION) != head) {
                throw damaged("the slot of element " + head + " holds element "
                        + m.getLong(slot + Slot.POSITION));
            }
            if ((m.getInt(slot + Slot.FLAGS) & Slot.REMOVED) == 0) {
                return true;
            }
            head++;
            removed--;
            clearStage();
            commit();
            freePages();
        }
    }

    /** The tail, when it is no further from the staged head than the directory reaches: what lies between can be walked. */
    long checkedTail() {
        long tail = putEnd.publishedTail();
        if (tail < head) {
            throw damaged("its head " + head + " is beyond its tail " + tail);
        }
        if (head < 0 || tail - head > layout.directoryEntries() << layout.pageShift()) {
            throw damaged("its tail " + tail + " is too far from its head " + head);
        }
        return tail;
    }

    int slotLength() {
        return checkedLength(slot);
    }

    private int checkedLength(long at) {
        int length = m.getInt(at + Slot.LENGTH);
        long chunk = m.getLong(at + Slot.CHUNK);
        if (chunk == 0 ? length < 0 || length > Slot.INLINE_BYTES : length < 0 || !isChunkOf(chunk, length)) {
            throw damaged("an element claims a length of " + length + " bytes");
        }
        return length;
    }

    private boolean isChunkOf(long chunk, long length) {
        if (chunk < layout.arenaAt() || chunk > layout.fileBytes() - Chunk.strideBytes(0)) {
            return false;
        }
        int sizeClass = m.getInt(chunk + Chunk.CLASS);
        return sizeClass >= 0
                && sizeClass < Chunk.CLASSES
                && length <= Chunk.capacityBytes(sizeClass)
                && chunk + Chunk.PAYLOAD + length <= layout.fileBytes();
    }

    /** Where the payload of the found slot stands. */
    long slotPayload() {
        long chunk = m.getLong(slot + Slot.CHUNK);
        return chunk == 0 ? slot + Slot.INLINE : chunk + Chunk.PAYLOAD;
    }

    int slotFlags() {
        return m.getInt(slot + Slot.FLAGS);
    }

    long slotPosition() {
        return m.getLong(slot + Slot.POSITION);
    }

    /** Takes the found element for good: its room and its chunk are free afterwards. */
    void consume() {
        bytesOut += slotLength();
        long chunk = m.getLong(slot + Slot.CHUNK);
        if (chunk != 0 && (!Broken.LEAKS || !Broken.nowOfLarge())) {
            stagePush(chunk);
        }
        head++;
        done++;
        if (chunk == 0 && isOnPageOfCopy()) {
            setTotals();
            if (KillPoint.ON) {
                KillPoint.GET_COMMITTED.reached();
            }
            return;
        }
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

    /** Whether the head has stayed on its page: a new one begins with a commit of the version. */
    private boolean isOnPageOfCopy() {
        return (head & slotMask) != 0;
    }

    /** Takes the found element into a taken entry, which holds its payload from now on. */
    void takeInto(int entry) {
        entries.fill(entry, slot, slotLength());
        if (KillPoint.ON) {
            KillPoint.GET_ENTRY_FILLED.reached();
        }
        bytesOut += slotLength();
        head++;
        if (isOnPageOfCopy()) {
            setTotals();
        } else {
            commit();
        }
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
        return m.getLong(slot + Slot.POSITION) == position
                && (m.getInt(slot + Slot.FLAGS) & Slot.REMOVED) == 0;
    }

    /** Takes the found element out of the middle: for good, or into a taken entry. */
    void removeFromMiddle(int entry) {
        bytesOut += slotLength();
        if (entry >= 0) {
            entries.fill(entry, slot, slotLength());
        } else {
            long chunk = m.getLong(slot + Slot.CHUNK);
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

    /** The element of an entry is done: frees its chunk and the entry. Without a chunk, the entry's state is the commit. */
    void acknowledge(int entry) {
        long chunk = entries.chunk(entry);
        done++;
        if (chunk != 0) {
            stagePush(chunk);
            lastAck = entries.ticket(entry);
            commit();
            if (KillPoint.ON) {
                KillPoint.ACK_COMMITTED.reached();
            }
            follow();
        }
        entries.free(entry);
        if (KillPoint.ON) {
            KillPoint.ACK_ENTRY_FREED.reached();
        }
        setDone();
    }

    /** Gives a chunk that belongs to no element back to its free list. */
    void giveBack(long chunk) {
        stagePush(chunk);
        commit();
        follow();
    }

    private void stagePush(long chunk) {
        checkChunk(chunk);
        pushedClass = m.getInt(chunk + Chunk.CLASS);
        int epoch = putEnd.epoch();
        long tail = FreeLists.offset(m.getLong(FreeLists.tailAt(pushedClass)), epoch);
        oldFreeTail = tail == 0 ? FreeLists.anchorAt(pushedClass) : tail;
        newFreeTail = chunk;
        m.setLong(chunk + Chunk.NEXT, 0);
    }

    /** Gives back the pages of slots that the head has left behind. */
    private void freePages() {
        long headPage = head >>> layout.pageShift();
        if (pagesFreed < 0 || headPage - pagesFreed > layout.directoryEntries()) {
            throw damaged("its head is on page " + headPage + ", and only " + pagesFreed + " pages before it are free");
        }
        while (headPage > pagesFreed) {
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
        return m.getLong(GetSide.HEAD_AT);
    }

    long doneCount() {
        return m.getLong(GetSide.PUBLISHED_DONE_AT);
    }

    /**
     * Lets go of all that is not in use: neither the last commit's chunk nor a page that a dead getter left behind may be freed
     * by a later repair or take, into an arena that has begun anew meanwhile.
     */
    void letGoOfUnused() {
        begin();
        pagesFreed = head >>> layout.pageShift();
        commit();
        m.setLong(GetSide.HEAD_PAGE_INDEX_AT, NONE);
        publish();
    }

    /**
     * Moves elements that nobody takes from the head to those that are delivered first, as long as so many pages lie behind
     * them that half of what there can be is in use: the elements there were removed from the middle, and the head can pass them.
     */
    void setAside() {
        begin();
        long tailPage = putEnd.tail() >>> layout.pageShift();
        while (tailPage - pagesFreed >= layout.mostPagesInUse() && entries.hasRoom() && findHead()) {
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
        begin();
        long first = head;
        long tail = checkedTail();
        long firstPage = first >>> layout.pageShift();
        long lastPage = putEnd.pageIndex();
        if (lastPage - firstPage > layout.directoryEntries()) {
            throw damaged("its newest page " + lastPage + " is too far from page " + firstPage + " of its head");
        }
        for (long index = firstPage; index <= lastPage; index++) {
            action.accept(pageAt(index));
        }
        for (long position = first; position < tail; position++) {
            long at = slotAt(position);
            long chunk = m.getLong(at + Slot.CHUNK);
            if (chunk != 0 && (m.getInt(at + Slot.FLAGS) & Slot.REMOVED) == 0) {
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
        return Chunk.strideBytes(m.getInt(chunk + Chunk.CLASS));
    }
}
