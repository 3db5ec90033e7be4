package dev.sluice.internal.ring;

import dev.sluice.internal.layout.GetSide;
import dev.sluice.internal.layout.SegmentLayout;
import dev.sluice.internal.layout.Slot;
import dev.sluice.internal.layout.TakenEntry;
import dev.sluice.internal.layout.Words;
import dev.sluice.internal.shm.SegmentException;
import dev.sluice.internal.shm.SharedFile;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.IntPredicate;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;

/**
 * The elements that were taken and are not yet acknowledged, and those that wait to be delivered again. All methods are
 * called with the get lock held.
 *
 * <p>An entry's state word alone decides what it is. The list of free entries, the list of entries to be redelivered (oldest
 * first) and the counts are derived from it, and made anew by {@link #repair}.
 */
final class TakenEntries {
    private static final int END = -1;
    private static final long GROWTH_BYTES = 64 << 10;

    private final Words m;
    private final SegmentLayout layout;
    private final SharedFile file;
    private final int me;

    TakenEntries(Words m, SegmentLayout layout, SharedFile file, int me) {
        this.m = m;
        this.layout = layout;
        this.file = file;
        this.me = me;
    }

    private int high() {
        return m.getInt(GetSide.TAKEN_HIGH_AT);
    }

    /** For those who look at all entries: not beyond those that have memory. */
    private int checkedHigh() {
        int high = high();
        if (high != clampedHigh(m, layout)) {
            throw Damage.in(file, "it claims to have " + high + " taken entries");
        }
        return high;
    }

    /** One more than the greatest entry ever used, and never beyond those that have memory; without the lock a hint. */
    static int clampedHigh(Words m, SegmentLayout layout) {
        long backed = (m.getLong(GetSide.TAKEN_BACKED_AT) - layout.takenAt()) / TakenEntry.BYTES;
        return Math.clamp(
                m.getIntVolatile(GetSide.TAKEN_HIGH_AT), 0, (int) Math.clamp(backed, 0, layout.takenEntries()));
    }

    int redeliverCount() {
        return m.getInt(GetSide.REDELIVER_COUNT_AT);
    }

    long redeliverBytes() {
        return m.getLong(GetSide.REDELIVER_BYTES_AT);
    }

    int takenCount() {
        return m.getInt(GetSide.TAKEN_COUNT_AT);
    }

    /** How many entries hold an element: taken, to be redelivered, or a dead letter. */
    int inUse() {
        return takenCount() + redeliverCount() + deadLetterCount();
    }

    int deadLetterCount() {
        return m.getInt(GetSide.DEAD_LETTERS_AT);
    }

    private long at(int entry) {
        return layout.entryAt(entry);
    }

    private long state(int entry) {
        return m.getLong(at(entry) + TakenEntry.STATE);
    }

    private int next(int entry) {
        return m.getInt(at(entry) + TakenEntry.NEXT);
    }

    /** The entry after one that waits to be delivered again. By age each comes once: a loop does not. */
    private int nextWaiting(int entry) {
        int after = next(entry);
        if (after != END && ticket(checkWaiting(after)) <= ticket(entry)) {
            throw Damage.in(file, "its elements that wait to be delivered again are out of order");
        }
        return after;
    }

    private int firstWaiting() {
        return checkWaiting(m.getInt(GetSide.REDELIVER_FIRST_AT));
    }

    private int checkWaiting(int entry) {
        if (entry != END
                && (entry < 0 || entry >= high() || TakenEntry.kind(state(entry)) != TakenEntry.REDELIVER)) {
            throw Damage.in(file, "entry " + entry + " does not wait to be delivered again");
        }
        return entry;
    }

    private void setNext(int entry, int next) {
        m.setInt(at(entry) + TakenEntry.NEXT, next);
    }

    boolean isTakenBy(int entry, int owner, long ticket) {
        return entry < high() && state(entry) == TakenEntry.taken(owner) && ticket(entry) == ticket;
    }

    long ticket(int entry) {
        return m.getLong(at(entry) + TakenEntry.TICKET);
    }

    long chunk(int entry) {
        return m.getLong(at(entry) + TakenEntry.CHUNK);
    }

    int length(int entry) {
        return m.getInt(at(entry) + TakenEntry.LENGTH);
    }

    int flags(int entry) {
        return m.getInt(at(entry) + TakenEntry.FLAGS);
    }

    int deliveries(int entry) {
        return m.getInt(at(entry) + TakenEntry.DELIVERIES);
    }

    /** Where the payload of the entry stands; it stays there until the entry is acknowledged or given back. */
    long payload(int entry) {
        long chunk = chunk(entry);
        return chunk == 0 ? at(entry) + TakenEntry.INLINE : chunk + dev.sluice.internal.layout.Chunk.PAYLOAD;
    }

    /** Whether another entry can be had. */
    boolean hasRoom() {
        return m.getInt(GetSide.FREE_ENTRY_AT) != END || high() < layout.takenEntries();
    }

    void setDeliveries(int entry, int deliveries) {
        m.setInt(at(entry) + TakenEntry.DELIVERIES, deliveries);
    }

    /** Finds a free entry, which stays free until it is filled. */
    int allocate() {
        int entry = m.getInt(GetSide.FREE_ENTRY_AT);
        if (entry != END) {
            return entry;
        }
        entry = high();
        if (entry >= layout.takenEntries()) {
            throw new SegmentException(
                    SegmentException.Kind.LIMIT,
                    "more than " + layout.takenEntries() + " elements of " + file.name()
                            + " are taken and not acknowledged; acknowledge some");
        }
        if (entry >= backedEntries()) {
            backMore();
        }
        m.setLong(at(entry) + TakenEntry.STATE, TakenEntry.FREE);
        setNext(entry, END);
        m.setInt(GetSide.TAKEN_HIGH_AT, entry + 1);
        m.setInt(GetSide.FREE_ENTRY_AT, entry);
        return entry;
    }

    private int backedEntries() {
        return (int) ((m.getLong(GetSide.TAKEN_BACKED_AT) - layout.takenAt()) / TakenEntry.BYTES);
    }

    private void backMore() {
        long backed = m.getLong(GetSide.TAKEN_BACKED_AT);
        // Not a byte beyond the entries: without native calls memory is backed by writing zeros.
        long behindLast = layout.takenAt() + layout.takenEntries() * TakenEntry.BYTES;
        long growth = Math.min(GROWTH_BYTES, behindLast - backed);
        file.reserve(backed, growth);
        m.setLong(GetSide.TAKEN_BACKED_AT, backed + growth);
    }

    /** How many entries, up to the wanted number, can be had without a failure. */
    int spare(int wanted) {
        int spare = backedEntries() - inUse();
        if (spare < wanted && backedEntries() < layout.takenEntries()) {
            try {
                backMore();
            } catch (SegmentException e) {
                return Math.max(0, spare); // then with those that have memory
            }
            spare = backedEntries() - inUse();
        }
        return Math.clamp(spare, 0, wanted);
    }

    /** Lets an element that is in no slot any more wait in the entry just allocated, to be delivered again. */
    void putBack(int entry, long ticket, int length, int flags, byte[] from, int offset) {
        m.setInt(GetSide.FREE_ENTRY_AT, next(entry));
        m.setLong(at(entry) + TakenEntry.TICKET, ticket);
        m.setLong(at(entry) + TakenEntry.CHUNK, 0);
        m.setInt(at(entry) + TakenEntry.LENGTH, length);
        m.setInt(at(entry) + TakenEntry.FLAGS, flags);
        m.setInt(at(entry) + TakenEntry.DELIVERIES, 0); // nobody has seen it
        MemorySegment.copy(
                from, offset, m.segment(), ValueLayout.JAVA_BYTE, at(entry) + TakenEntry.INLINE, length);
        m.setLongRelease(at(entry) + TakenEntry.STATE, TakenEntry.REDELIVER);
        if (KillPoint.ON) {
            KillPoint.PUT_BACK_MARKED.reached();
        }
        insert(entry);
    }

    /** As {@link #giveBack}, when nobody has seen the element: this delivery does not count. */
    void putBack(int entry) {
        setDeliveries(entry, deliveries(entry) - 1);
        giveBack(entry);
    }

    /** Moves an element from its slot into the entry just allocated. It is taken once the get side has committed. */
    void fill(int entry, long slot, int length) {
        m.setInt(GetSide.FREE_ENTRY_AT, next(entry));
        long chunk = m.getLong(slot + Slot.CHUNK);
        m.setLong(at(entry) + TakenEntry.TICKET, m.getLong(slot + Slot.POSITION));
        m.setLong(at(entry) + TakenEntry.CHUNK, chunk);
        m.setInt(at(entry) + TakenEntry.LENGTH, length);
        m.setInt(at(entry) + TakenEntry.FLAGS, m.getInt(slot + Slot.FLAGS));
        m.setInt(at(entry) + TakenEntry.DELIVERIES, 1);
        if (chunk == 0) {
            MemorySegment.copy(m.segment(), slot + Slot.INLINE, m.segment(), at(entry) + TakenEntry.INLINE, length);
        }
        m.setInt(GetSide.TAKEN_COUNT_AT, takenCount() + 1);
        // Dies before the commit that follows: the ticket is not below the head, and repair() frees the entry.
        m.setLongRelease(at(entry) + TakenEntry.STATE, TakenEntry.taken(me));
    }

    /** Takes the oldest entry that waits to be delivered again, or -1. */
    int takeRedelivery() {
        int entry = firstWaiting();
        if (entry != END) {
            unlink(END, entry);
            takeAgain(entry);
        }
        return entry;
    }

    /** Takes the given entry if it waits to be delivered again. */
    boolean takeRedelivery(int wanted, long ticket) {
        int before = END;
        for (int entry = firstWaiting(); entry != END; entry = nextWaiting(entry)) {
            if (entry == wanted && ticket(entry) == ticket) {
                unlink(before, entry);
                takeAgain(entry);
                return true;
            }
            before = entry;
        }
        return false;
    }

    private void takeAgain(int entry) {
        m.setInt(at(entry) + TakenEntry.DELIVERIES, deliveries(entry) + 1);
        m.setInt(GetSide.TAKEN_COUNT_AT, takenCount() + 1);
        // The one store that decides; dies before it: still to be redelivered. Dies after it: recovery finds the dead taker.
        m.setLongRelease(at(entry) + TakenEntry.STATE, TakenEntry.taken(me));
        if (KillPoint.ON) {
            KillPoint.REDELIVERY_TAKEN.reached();
        }
    }

    private void unlink(int before, int entry) {
        int after = next(entry);
        if (before == END) {
            m.setInt(GetSide.REDELIVER_FIRST_AT, after);
        } else {
            setNext(before, after);
        }
        if (after == END) {
            m.setInt(GetSide.REDELIVER_LAST_AT, before);
        }
        m.setInt(GetSide.REDELIVER_COUNT_AT, redeliverCount() - 1);
        m.setLong(GetSide.REDELIVER_BYTES_AT, redeliverBytes() - length(entry));
    }

    /** The next entry that waits to be delivered again, by age, after the given ticket; -1 if there is none. */
    int nextRedelivery(long afterTicket) {
        int entry = firstWaiting();
        while (entry != END && ticket(entry) <= afterTicket) {
            entry = nextWaiting(entry);
        }
        return entry;
    }

    /** Frees an entry whose element is done. */
    void free(int entry) {
        m.setInt(GetSide.TAKEN_COUNT_AT, takenCount() - 1);
        m.setLongRelease(at(entry) + TakenEntry.STATE, TakenEntry.FREE);
        setNext(entry, m.getInt(GetSide.FREE_ENTRY_AT));
        m.setInt(GetSide.FREE_ENTRY_AT, entry);
    }

    void makeDeadLetter(int entry) {
        // Whoever carries it elsewhere takes it again; if he leaves over that, it must not be delivered once more.
        m.setInt(at(entry) + TakenEntry.FLAGS, flags(entry) | TakenEntry.DEAD);
        m.setInt(GetSide.TAKEN_COUNT_AT, takenCount() - 1);
        m.setLongRelease(at(entry) + TakenEntry.STATE, TakenEntry.DEAD_LETTER);
        m.setInt(GetSide.DEAD_LETTERS_AT, deadLetterCount() + 1);
    }

    /** Lets a taken entry be delivered again, or makes a dead letter of it if it has been delivered too often. */
    void giveBack(int entry) {
        if (isDeadLetter(entry)) {
            makeDeadLetter(entry);
        } else {
            m.setInt(GetSide.TAKEN_COUNT_AT, takenCount() - 1);
            m.setLongRelease(at(entry) + TakenEntry.STATE, TakenEntry.REDELIVER);
            insert(entry);
        }
        if (KillPoint.ON) {
            KillPoint.GIVE_BACK_MARKED.reached();
        }
    }

    private boolean isDeadLetter(int entry) {
        return layout.isJoinable()
                && (deliveries(entry) >= layout.maxDeliveries() || (flags(entry) & TakenEntry.DEAD) != 0);
    }

    private void insert(int entry) {
        long ticket = ticket(entry);
        int last = m.getInt(GetSide.REDELIVER_LAST_AT);
        int before = last;
        if (last != END && ticket(last) > ticket) {
            before = END;
            for (int e = firstWaiting(); e != END && ticket(e) < ticket; e = nextWaiting(e)) {
                before = e;
            }
        }
        int after = before == END ? m.getInt(GetSide.REDELIVER_FIRST_AT) : next(before);
        setNext(entry, after);
        if (before == END) {
            m.setInt(GetSide.REDELIVER_FIRST_AT, entry);
        } else {
            setNext(before, entry);
        }
        if (after == END) {
            m.setInt(GetSide.REDELIVER_LAST_AT, entry);
        }
        m.setInt(GetSide.REDELIVER_COUNT_AT, redeliverCount() + 1);
        m.setLong(GetSide.REDELIVER_BYTES_AT, redeliverBytes() + length(entry));
    }

    /** Calls the action for each chunk that an entry holds. */
    void forEachChunk(LongConsumer action) {
        int high = checkedHigh();
        for (int entry = 0; entry < high; entry++) {
            if (TakenEntry.kind(state(entry)) != TakenEntry.FREE && chunk(entry) != 0) {
                action.accept(chunk(entry));
            }
        }
    }

    /** The bytes in chunks of what is taken, or waits to be carried elsewhere: a hint without the lock. */
    long bytesInHand() {
        long bytes = 0;
        int high = clampedHigh(m, layout);
        for (int entry = 0; entry < high; entry++) {
            int kind = TakenEntry.kind(m.getLongAcquire(at(entry) + TakenEntry.STATE));
            if ((kind == TakenEntry.TAKEN || kind == TakenEntry.DEAD_LETTER) && chunk(entry) != 0) {
                bytes += Math.max(0, length(entry));
            }
        }
        return bytes;
    }

    /** Gives back all that the owner has taken; returns how many entries that were. */
    int giveBackAllOf(int owner) {
        IntPredicate owned = entry -> state(entry) == TakenEntry.taken(owner);
        int count = 0;
        int high = checkedHigh();
        for (int entry = 0; entry < high; entry++) {
            if (owned.test(entry)) {
                m.setLongRelease(at(entry) + TakenEntry.STATE,
                        isDeadLetter(entry) ? TakenEntry.DEAD_LETTER : TakenEntry.REDELIVER);
                count++;
            }
        }
        if (count > 0) {
            rebuild();
        }
        return count;
    }

    /** Takes a dead letter, to carry it elsewhere; -1 if there is none. */
    int takeDeadLetter() {
        int high = deadLetterCount() > 0 ? checkedHigh() : 0;
        for (int entry = 0; entry < high; entry++) {
            if (TakenEntry.kind(state(entry)) == TakenEntry.DEAD_LETTER) {
                m.setInt(GetSide.DEAD_LETTERS_AT, deadLetterCount() - 1);
                m.setInt(GetSide.TAKEN_COUNT_AT, takenCount() + 1);
                m.setLongRelease(at(entry) + TakenEntry.STATE, TakenEntry.taken(me));
                return entry;
            }
        }
        return END;
    }

    /**
     * Frees the entries of takes that were never committed and of acknowledgements that were, and makes the lists and counts
     * anew.
     *
     * @param lastAck the ticket acknowledged by the last commit, or -1
     * @param hasLeft whether an element of that ticket has left the ring
     */
    void repair(long lastAck, LongPredicate hasLeft) {
        int high = checkedHigh();
        for (int entry = 0; entry < high; entry++) {
            if (TakenEntry.kind(state(entry)) != TakenEntry.FREE
                    && (ticket(entry) == lastAck || !hasLeft.test(ticket(entry)))) {
                m.setLongRelease(at(entry) + TakenEntry.STATE, TakenEntry.FREE);
            }
        }
        rebuild();
    }

    private void rebuild() {
        m.setInt(GetSide.FREE_ENTRY_AT, END);
        m.setInt(GetSide.REDELIVER_FIRST_AT, END);
        m.setInt(GetSide.REDELIVER_LAST_AT, END);
        m.setInt(GetSide.REDELIVER_COUNT_AT, 0);
        m.setLong(GetSide.REDELIVER_BYTES_AT, 0);
        int taken = 0;
        int deadLetters = 0;
        int unsorted = END;
        for (int entry = checkedHigh() - 1; entry >= 0; entry--) {
            switch (TakenEntry.kind(state(entry))) {
                case TakenEntry.TAKEN -> taken++;
                case TakenEntry.DEAD_LETTER -> deadLetters++;
                case TakenEntry.REDELIVER -> {
                    setNext(entry, unsorted);
                    unsorted = entry;
                    m.setInt(GetSide.REDELIVER_COUNT_AT, redeliverCount() + 1);
                    m.setLong(GetSide.REDELIVER_BYTES_AT, redeliverBytes() + length(entry));
                }
                default -> {
                    setNext(entry, m.getInt(GetSide.FREE_ENTRY_AT));
                    m.setInt(GetSide.FREE_ENTRY_AT, entry);
                }
            }
        }
        m.setInt(GetSide.TAKEN_COUNT_AT, taken);
        m.setInt(GetSide.DEAD_LETTERS_AT, deadLetters);
        int first = sorted(unsorted, redeliverCount());
        m.setInt(GetSide.REDELIVER_FIRST_AT, first);
        for (int entry = first; entry != END; entry = next(entry)) {
            m.setInt(GetSide.REDELIVER_LAST_AT, entry);
        }
    }

    /** Sorts the first {@code count} entries of a list by age, in place and without allocating: merge sort of a list. */
    private int sorted(int first, int count) {
        if (count <= 1) {
            if (first != END) {
                setNext(first, END);
            }
            return first;
        }
        int half = count / 2;
        int second = first;
        for (int i = 0; i < half; i++) {
            second = next(second);
        }
        int right = sorted(second, count - half);
        int left = sorted(first, half);
        int head = END;
        int last = END;
        while (left != END || right != END) {
            int smaller;
            if (right == END || (left != END && ticket(left) < ticket(right))) {
                smaller = left;
                left = next(left);
            } else {
                smaller = right;
                right = next(right);
            }
            if (last == END) {
                head = smaller;
            } else {
                setNext(last, smaller);
            }
            last = smaller;
        }
        setNext(last, END);
        return head;
    }
}
