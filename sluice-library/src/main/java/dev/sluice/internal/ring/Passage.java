package dev.sluice.internal.ring;

import dev.sluice.internal.layout.Chunk;
import dev.sluice.internal.layout.GetSide;
import dev.sluice.internal.layout.SegmentLayout;
import dev.sluice.internal.layout.Slot;
import dev.sluice.internal.layout.TakenEntry;
import dev.sluice.internal.layout.Words;

/**
 * The way of one element through its queue, until it is done with: taken and acknowledged, removed or discarded. Looked at
 * without a lock, and also by a process that has left the queue. Confined to one thread.
 *
 * <p>An element is queued as long as the head has not passed it and its slot is not marked as removed. It stands in an entry
 * before either happens, and no entry of it is freed before it is done. So the ring is looked at first, the entries last.
 */
public final class Passage {
    private static final int NONE = -1;

    private final Words m;
    private final SegmentLayout layout;
    private final long position;

    /** The entry in which it was seen last. */
    private int entry = NONE;

    Passage(Words m, SegmentLayout layout, long position) {
        this.m = m;
        this.layout = layout;
        this.position = position;
    }

    /** Whether the element is not yet done with. */
    public boolean isUnderWay() {
        try {
            return isQueued() || isIn(entry) || isInSomeEntry();
        } catch (IndexOutOfBoundsException | IllegalArgumentException | InternalError e) {
            return true; // unreadable at the moment, or for ever: then its end is that of the queue
        }
    }

    private boolean isQueued() {
        if (entry != NONE || head() > position) {
            return false;
        }
        long page = m.getLong(layout.directoryAt(position >>> layout.pageShift()));
        long slot = page + Chunk.PAYLOAD + Slot.BYTES * (position & (1L << layout.pageShift()) - 1);
        boolean removed = (m.getIntAcquire(slot + Slot.FLAGS) & Slot.REMOVED) != 0;
        // While the head has not passed it, the page is not used for anything else, and what was read is the flag.
        return head() <= position && !removed;
    }

    /** The committed head, or for a moment less. */
    private long head() {
        // T acquire, pairs with the release G2 in GetEnd.setHead(): with the head we see the entry that the element moved into.
        // Weaker, it could be missed in both places, and be taken for done.
        return m.getLongAcquire(GetSide.HEAD_AT);
    }

    private boolean isInSomeEntry() {
        int high = TakenEntries.clampedHigh(m, layout);
        for (int i = 0; i < high; i++) {
            if (isIn(i)) {
                entry = i;
                return true;
            }
        }
        return false;
    }

    private boolean isIn(int index) {
        if (index == NONE) {
            return false;
        }
        long at = layout.entryAt(index);
        return TakenEntry.kind(m.getLongAcquire(at + TakenEntry.STATE)) != TakenEntry.FREE
                && m.getLong(at + TakenEntry.TICKET) == position;
    }
}
