package dev.sluice.internal.ring;

import dev.sluice.internal.layout.Header;
import dev.sluice.internal.layout.SegmentLayout;
import dev.sluice.internal.layout.Words;

/** Taking several small elements while the get lock is held once, and letting those be queued again that nobody wanted. */
final class BatchTaking {
    private final Sides sides;
    private final Words m;
    private final SegmentLayout layout;
    private final GetEnd getEnd;
    private final TakenEntries entries;

    BatchTaking(Sides sides) {
        this.sides = sides;
        this.m = sides.m;
        this.layout = sides.layout;
        this.getEnd = sides.getEnd;
        this.entries = sides.entries;
    }

    /**
     * Takes the oldest elements, as far as they stand in their slots, one behind the other.
     *
     * @param most how many at most
     * @param end  the position before which they must stand
     * @return DONE: one or more; WAIT: nothing is queued before the end; AGAIN: the next one wants to be taken by itself; SHUTDOWN, CLOSED
     */
    Outcome take(Drained drained, int most, long end, Handle handle) {
        sides.lockGet();
        boolean clean = false;
        Outcome outcome;
        try {
            if (KillPoint.ON) {
                KillPoint.GET_LOCKED.reached();
            }
            if (sides.isDetached() || handle.isClosed()) {
                outcome = Outcome.CLOSED;
            } else if (m.getIntVolatile(Header.SHUTDOWN_AT) == Header.SHUTDOWN_NOW) {
                outcome = Outcome.SHUTDOWN;
            } else {
                outcome = takeRun(drained, Math.min(most, Drained.MOST_ELEMENTS), end);
            }
            clean = true;
        } finally {
            sides.unlockGet(clean);
        }
        if (outcome == Outcome.DONE) {
            if (KillPoint.ON) {
                KillPoint.DRAIN_UNLOCKED.reached();
            }
            sides.notFull.signal(); // it wakes the next
            if (sides.notEmpty.isArmed() && sides.sizeHint() > 0) {
                sides.notEmpty.signal();
            }
        }
        return outcome;
    }

    private Outcome takeRun(Drained drained, int most, long end) {
        if (getEnd.isEmptyBefore(end)) {
            return Outcome.WAIT;
        }
        // In a plain queue, too: so that there is an entry for each that has to be queued again.
        int count =
                getEnd.findInRun(getEnd.head()) ? entries.spare(Math.clamp(end - getEnd.foundPosition(), 0, most)) : 0;
        if (count == 0) {
            return Outcome.AGAIN;
        }
        getEnd.beginStaging();
        drained.begin(getEnd.foundPosition());
        do {
            int entry = layout.isJoinable() ? entries.allocate() : Received.NO_ENTRY;
            drained.add(m.segment(), getEnd.foundPayload(), getEnd.foundLength(), getEnd.foundFlags(), entry);
            getEnd.stageTake(entry);
        } while (drained.count() < count && getEnd.findInRun(getEnd.stagedHead()));
        if (KillPoint.ON) {
            KillPoint.DRAIN_STAGED.reached();
        }
        getEnd.takeStaged(layout.isJoinable() ? 0 : drained.count());
        return Outcome.DONE;
    }

    /**
     * Lets what was taken be queued again, ahead of all others, as if it had not been taken; does nothing if this process has
     * left.
     *
     * @param from index of the first; all behind it go with it
     */
    void putBack(Drained drained, int from) {
        sides.lockGet();
        boolean clean = false;
        try {
            for (int i = from; i < drained.count() && !sides.isDetached(); i++) {
                if (drained.entry(i) < 0) {
                    getEnd.putBack(
                            drained.ticket(i), drained.length(i), drained.flags(i), drained.bytes(), drained.offset(i));
                } else if (entries.isTakenBy(drained.entry(i), sides.me, drained.ticket(i))) {
                    entries.putBack(drained.entry(i));
                }
            }
            if (!sides.isDetached()) {
                getEnd.publish();
            }
            clean = true;
        } finally {
            sides.unlockGet(clean);
            sides.notEmpty.signal();
        }
    }
}
