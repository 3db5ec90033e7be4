package dev.sluice.internal.ring;

import dev.sluice.internal.layout.Header;
import dev.sluice.internal.layout.ParticipantSlot;
import dev.sluice.internal.layout.Words;
import dev.sluice.internal.shm.Liveness;
import dev.sluice.internal.shm.ProcessIdentity;
import dev.sluice.internal.waiting.Sleep;

/** The processes that hold a segment. One compare-and-set of a slot's first word claims it or frees it. */
final class Participants {
    static final int NONE = -1;

    private final Words m;

    Participants(Words m) {
        this.m = m;
    }

    long word(int index) {
        return m.getLongVolatile(ParticipantSlot.at(index));
    }

    /** One more than the greatest index ever used. */
    int high() {
        return Math.clamp(m.getIntVolatile(Header.PARTICIPANTS_HIGH_AT), 1, ParticipantSlot.COUNT);
    }

    static boolean isDead(long word) {
        return ParticipantSlot.isActive(word)
                && Liveness.isDead(ParticipantSlot.pid(word), ParticipantSlot.startTicks(word));
    }

    /** Claims a slot for this process; returns its index, or {@link #NONE} if all are taken. */
    int claim() {
        ProcessIdentity self = ProcessIdentity.current();
        for (int i = 1; i < ParticipantSlot.COUNT; i++) {
            long at = ParticipantSlot.at(i);
            long word = m.getLongVolatile(at);
            if (ParticipantSlot.isActive(word)) {
                continue;
            }
            int generation = ParticipantSlot.generation(word) + 1;
            if (!m.compareAndSetLong(at, word, ParticipantSlot.active(generation, self.pid(), self.startTicks()))) {
                continue;
            }
            settle(i);
            return i;
        }
        return NONE;
    }

    /**
     * Claims the slot of a dead process whom nobody has recovered yet; the caller gives back what that one held before
     * anything else. Returns its index, or {@link #NONE} if all are alive.
     */
    int claimFromDead() {
        ProcessIdentity self = ProcessIdentity.current();
        for (int i = 1; i < high(); i++) {
            long word = word(i);
            if (isDead(word)
                    && m.compareAndSetLong(ParticipantSlot.at(i),
                            word,
                            ParticipantSlot.active(
                                    ParticipantSlot.generation(word) + 1, self.pid(), self.startTicks()))) {
                settle(i);
                return i;
            }
        }
        return NONE;
    }

    private void settle(int index) {
        long at = ParticipantSlot.at(index);
        // A predecessor that was killed may have left its counts; recovery frees the slot without them.
        m.setIntVolatile(at + ParticipantSlot.READERS, 0);
        m.setIntVolatile(at + ParticipantSlot.WRITERS, 0);
        m.setIntVolatile(at + ParticipantSlot.CANNOT_WAKE, Sleep.usesFutex() ? 0 : 1);
        raiseHigh(index + 1);
        recount();
        if (KillPoint.ON) {
            KillPoint.ATTACH_CLAIMED.reached();
        }
    }

    private void raiseHigh(int high) {
        int seen = m.getIntVolatile(Header.PARTICIPANTS_HIGH_AT);
        while (seen < high && !m.compareAndSetInt(Header.PARTICIPANTS_HIGH_AT, seen, high)) {
            seen = m.getIntVolatile(Header.PARTICIPANTS_HIGH_AT);
        }
    }

    /** Frees the slot of a process that has left or is dead, unless that has happened already. */
    void free(int index, long word) {
        if (m.compareAndSetLong(ParticipantSlot.at(index), word, ParticipantSlot.freed(word))) {
            recount();
        }
    }

    /** Counts anew those who cannot wake others, so that no death or race leaves the number wrong for long. */
    void recount() {
        int count = 0;
        for (int i = 1; i < high(); i++) {
            if (ParticipantSlot.isActive(word(i))
                    && m.getIntVolatile(ParticipantSlot.at(i) + ParticipantSlot.CANNOT_WAKE) != 0) {
                count++;
            }
        }
        if (m.getIntVolatile(Header.CANNOT_WAKE_AT) != count) {
            m.setIntVolatile(Header.CANNOT_WAKE_AT, count);
        }
    }

    boolean somebodyCannotWake() {
        return m.getIntVolatile(Header.CANNOT_WAKE_AT) != 0;
    }

    boolean isAnybodyElse(int me) {
        for (int i = 1; i < high(); i++) {
            if (i != me && ParticipantSlot.isActive(word(i))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether a process holds a handle that receives (or sends).
     *
     * @param askAlive whether to ask if that process lives, for those who do not look after the dead of this segment
     */
    boolean isHeld(long role, boolean askAlive) {
        int opened;
        do {
            opened = m.getIntVolatile(Header.HANDLES_OPENED_AT);
            for (int i = 1; i < high(); i++) {
                long word = word(i);
                if (ParticipantSlot.isActive(word)
                        && m.getIntVolatile(ParticipantSlot.at(i) + role) > 0
                        && !(askAlive && isDead(word))) {
                    return true;
                }
            }
            // A handle may have moved from a process not yet looked at to one that we had passed.
        } while (m.getIntVolatile(Header.HANDLES_OPENED_AT) != opened);
        return false;
    }

    /** Adds to what a process holds of a role; returns how many it holds now. */
    int addRole(int index, long role, int delta) {
        int held = m.getAndAddInt(ParticipantSlot.at(index) + role, delta) + delta;
        if (delta > 0) {
            // Afterwards, and before the sender can close its own. Dies in between: the handle is a dead one's.
            int ignored = m.getAndAddInt(Header.HANDLES_OPENED_AT, 1);
        }
        return held;
    }

    boolean isHeldByAnybodyElse(int me, long role) {
        for (int i = 1; i < high(); i++) {
            if (i != me
                    && ParticipantSlot.isActive(word(i))
                    && m.getIntVolatile(ParticipantSlot.at(i) + role) > 0) {
                return true;
            }
        }
        return false;
    }

    /** Whether the process that a lock's tag names has left or is dead. */
    boolean isGone(int tag) {
        long word = word(ParticipantSlot.indexOfTag(tag));
        return !ParticipantSlot.isActive(word)
                || ParticipantSlot.generation(word) != ParticipantSlot.generationOfTag(tag)
                || Liveness.isDead(ParticipantSlot.pid(word), ParticipantSlot.startTicks(word));
    }

    boolean isAnybodyAlive() {
        for (int i = 1; i < high(); i++) {
            long word = word(i);
            if (ParticipantSlot.isActive(word) && !isDead(word)) {
                return true;
            }
        }
        return false;
    }
}
