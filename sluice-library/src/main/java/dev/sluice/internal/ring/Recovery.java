package dev.sluice.internal.ring;

import dev.sluice.internal.layout.Tables;
import dev.sluice.internal.shm.Broken;
import java.util.concurrent.locks.LockSupport;

/** Leaving the segment, in order or by death: what a process held goes back to the others. */
final class Recovery {
    private static final long PREPARING_PAUSE_NANOS = 100_000;

    private final Sides sides;
    private final Participants participants;
    private final int me;
    private final PutEnd putEnd;
    private final GetEnd getEnd;
    private final TakenEntries entries;
    private final Putting putting;
    private final Taking taking;

    Recovery(Sides sides, Putting putting, Taking taking) {
        this.sides = sides;
        this.participants = sides.participants;
        this.me = sides.me;
        this.putEnd = sides.putEnd;
        this.getEnd = sides.getEnd;
        this.entries = sides.entries;
        this.putting = putting;
        this.taking = taking;
    }

    /**
     * Takes over what a dead process held: its locks, its unacknowledged elements, its half-copied payloads, its slot, which
     * is freed last.
     *
     * @return false if a living process held a lock all the time
     */
    boolean recover(int index, long word, long timeoutNanos) {
        boolean had = sides.withBothLocks(timeoutNanos, () -> {
            if (KillPoint.ON) {
                KillPoint.RECOVER_LOCKED.reached();
            }
            if (!sides.isDetached() && participants.word(index) == word) {
                takeBackFrom(index);
                if (KillPoint.ON) {
                    KillPoint.RECOVER_MARKED.reached();
                }
                if (!Broken.FORGETS_SLOTS) {
                    participants.free(index, word);
                }
                if (KillPoint.ON) {
                    KillPoint.RECOVER_SLOT_FREED.reached();
                }
            }
        });
        sides.wakeWaiting();
        return had;
    }

    /** Gives back what the dead process held whose slot this one has claimed. */
    void takeBackOwn() {
        sides.withBothLocks(Ring.FOREVER, () -> takeBackFrom(me));
        sides.wakeWaiting();
    }

    /** With both locks held. */
    private void takeBackFrom(int index) {
        entries.giveBackAllOf(index);
        for (int i = 0; i < Tables.PREPARATIONS; i++) {
            if (putEnd.isHeldBy(i, index)) {
                getEnd.begin();
                putting.returnPrepared(i);
            }
        }
        getEnd.publish();
    }

    /**
     * Leaves the segment: what this process took and did not acknowledge is delivered again. Threads of this process that are
     * still inside get CLOSED.
     *
     * @return false if a living process held a lock all the time, or a thread of this one is still writing or reading: to be tried again
     */
    boolean detach(long timeoutNanos) {
        long word = participants.word(me);
        if (!sides.withBothLocks(timeoutNanos, () -> sides.detach())) {
            return false;
        }
        // From here on no thread of this process begins anything; one may still be writing or reading a chunk of its own.
        long start = System.nanoTime();
        while (putting.isPreparing() || taking.isLending()) {
            if (System.nanoTime() - start > timeoutNanos) {
                return false;
            }
            sides.wakeWaiting();
            LockSupport.parkNanos(PREPARING_PAUSE_NANOS);
        }
        boolean had = sides.withBothLocks(timeoutNanos, () -> {
            if (KillPoint.ON) {
                KillPoint.DETACH_LOCKED.reached();
            }
            takeBackFrom(me);
            if (KillPoint.ON) {
                KillPoint.DETACH_MARKED.reached();
            }
        });
        if (had) {
            // After the unlocking: a lock whose owner has no slot any more could be taken over.
            participants.free(me, word);
            if (KillPoint.ON) {
                KillPoint.DETACH_SLOT_FREED.reached();
            }
            sides.wakeWaiting();
        }
        return had;
    }
}
