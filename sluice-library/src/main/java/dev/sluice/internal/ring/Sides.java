package dev.sluice.internal.ring;

import dev.sluice.internal.layout.GetSide;
import dev.sluice.internal.layout.Header;
import dev.sluice.internal.layout.ParticipantSlot;
import dev.sluice.internal.layout.PutSide;
import dev.sluice.internal.layout.SegmentLayout;
import dev.sluice.internal.layout.Words;
import dev.sluice.internal.shm.SharedFile;
import dev.sluice.internal.waiting.Event;
import java.util.function.BooleanSupplier;

/**
 * The two sides of one segment as this process sees them: their locks, what they protect, the events, and what may be read
 * without a lock. Shared by the operations of one {@link Ring}.
 */
final class Sides {
    private static final int SIZE_ATTEMPTS = 8;

    final Words m;
    final SegmentLayout layout;
    final SharedFile file;
    final Participants participants;
    final int me;
    final int tag;
    final PutEnd putEnd;
    final GetEnd getEnd;
    final TakenEntries entries;
    final Event notEmpty;
    final Event notFull;
    final Event allDone;
    private final RobustLock putLock;
    private final RobustLock getLock;

    /** Set with both locks held: whoever gets a lock afterwards sees it, and leaves the segment alone. */
    private volatile boolean detached;

    Sides(SharedFile file, SegmentLayout layout, Participants participants, int me) {
        this.file = file;
        this.m = file.words();
        this.layout = layout;
        this.participants = participants;
        this.me = me;
        this.tag = ParticipantSlot.lockTag(me, ParticipantSlot.generation(participants.word(me)));
        this.putLock = new RobustLock(m, PutSide.LOCK_AT, tag, participants);
        this.getLock = new RobustLock(m, GetSide.LOCK_AT, tag, participants);
        this.putEnd = new PutEnd(m, layout, file, me);
        this.entries = new TakenEntries(m, layout, file, me);
        this.getEnd = new GetEnd(m, layout, file, putEnd, entries);
        BooleanSupplier polling = participants::somebodyCannotWake;
        this.notEmpty = new Event(m, Header.NOT_EMPTY_AT, polling);
        this.notFull = new Event(m, Header.NOT_FULL_AT, polling);
        this.allDone = new Event(m, Header.ALL_DONE_AT, polling);
    }

    boolean isDetached() {
        return detached;
    }

    /** Called with both locks held. */
    void detach() {
        detached = true;
    }

    // ---- the two locks ----

    void lockPut() {
        lockPut(Ring.FOREVER);
    }

    boolean lockPut(long timeoutNanos) {
        RobustLock.Acquired acquired = putLock.lock(false, timeoutNanos);
        if (acquired == RobustLock.Acquired.TAKEN_OVER) {
            repairPut();
        }
        return acquired != RobustLock.Acquired.TIMED_OUT;
    }

    void lockGet() {
        lockGet(false, Ring.FOREVER);
    }

    boolean lockGet(boolean holdingPut, long timeoutNanos) {
        RobustLock.Acquired acquired = getLock.lock(holdingPut, timeoutNanos);
        if (acquired == RobustLock.Acquired.TAKEN_OVER) {
            repairGet();
        }
        return acquired != RobustLock.Acquired.TIMED_OUT;
    }

    /** Does something with both locks held; false if they could not be had in time. */
    boolean withBothLocks(long timeoutNanos, Runnable action) {
        if (!lockPut(timeoutNanos)) {
            return false;
        }
        boolean putClean = false;
        try {
            if (!lockGet(true, timeoutNanos)) {
                putClean = true;
                return false;
            }
            boolean getClean = false;
            try {
                action.run();
                getClean = true;
            } finally {
                unlockGet(getClean);
            }
            putClean = true;
        } finally {
            unlockPut(putClean);
        }
        return true;
    }

    private void repairPut() {
        boolean repaired = false;
        try {
            putEnd.repair();
            repaired = true;
        } finally {
            if (!repaired) {
                putLock.leaveToRepair();
            }
        }
    }

    private void repairGet() {
        boolean repaired = false;
        try {
            getEnd.repair();
            repaired = true;
        } finally {
            if (!repaired) {
                getLock.leaveToRepair();
            }
        }
    }

    /** For the housekeeper: a thread that ran out of stack inside may not have been able to unlock. */
    void giveUpLocksLeftBehind() {
        putLock.giveUpIfLeftBehind();
        getLock.giveUpIfLeftBehind();
    }

    void unlockPut(boolean clean) {
        if (!clean) {
            repairPut();
        }
        putLock.unlock();
    }

    void unlockGet(boolean clean) {
        if (!clean) {
            repairGet();
        }
        getLock.unlock();
    }

    /** A stopped process may hold the lock for ever: that must keep nobody from seeing the end of the wait. */
    Outcome notLocked(Handle handle) {
        return detached || handle.isClosed() ? Outcome.CLOSED : Outcome.AGAIN;
    }

    // ---- what may be read without a lock ----

    /** The number of queued elements, exact at one moment during the call. */
    long size() {
        for (int i = 0; i < SIZE_ATTEMPTS; i++) {
            long tail = putEnd.publishedTail();
            long gone = m.getLongAcquire(GetSide.PUBLISHED_GONE_AT);
            // The tail never goes back, so both held when the other one was read. What is gone may come back.
            if (putEnd.publishedTail() == tail) {
                return checkedSize(tail - gone);
            }
        }
        return checkedSize(sizeUnderLock());
    }

    private long checkedSize(long size) {
        if (size < 0) {
            throw Damage.in(file, "more has gone than ever came");
        }
        return layout.countsAsQueued(size);
    }

    private long sizeUnderLock() {
        lockPut();
        try {
            // Puts stand still, so the number is right at the moment when the other word is read.
            return putEnd.publishedTail() - m.getLongAcquire(GetSide.PUBLISHED_GONE_AT);
        } finally {
            unlockPut(true);
        }
    }

    /**
     * The number of queued elements as it looks. If it is positive there was one at the moment of the second look, because the tail
     * only grows. Takes no lock.
     */
    long sizeHint() {
        return putEnd.publishedTail() - m.getLongAcquire(GetSide.PUBLISHED_GONE_AT);
    }

    /** Another number when something was put or taken, or somebody came; as it looks. */
    long progress() {
        return putEnd.publishedTail() + m.getLongAcquire(GetSide.PUBLISHED_GONE_AT) + participants.high();
    }

    /** The size as it looks, less that of a payload that was put. A stopped process may hold the lock: then as it looks. */
    long sizeWithout(Payload payload) {
        if (!lockPut(Waits.LOCK_PATIENCE_NANOS)) {
            return sizeHint();
        }
        try {
            // No put is in the middle: it is in the queue and says so, or neither.
            return sizeHint() - (payload.isAppended() ? 1 : 0);
        } finally {
            unlockPut(true);
        }
    }

    /** The encoded bytes queued; a snapshot. */
    long bytes() {
        return Math.max(
                0,
                m.getLongAcquire(PutSide.PUBLISHED_BYTES_IN_AT)
                        - m.getLongAcquire(GetSide.PUBLISHED_BYTES_GONE_AT));
    }

    /** How many elements were ever put. */
    long added() {
        return putEnd.publishedTail();
    }

    /** How many elements were put and are not yet done, queued ones included. */
    long unfinished() {
        // E3 acquire, pairs with the release E3 in GetEnd.setDone(). Read first: the tail can only be at least as new.
        long done = m.getLongAcquire(GetSide.PUBLISHED_DONE_AT);
        return putEnd.publishedTail() - done;
    }

    boolean isAllDone() {
        return unfinished() == 0;
    }

    boolean isShutDown() {
        return putEnd.isShutDown();
    }

    /** How many elements can be taken, as it looks; 1 also if none ever will. */
    long gettable() {
        long queued = putEnd.publishedTail() - m.getLongAcquire(GetSide.PUBLISHED_GONE_AT);
        return queued > 0 || (!putEnd.isShutDown() && !detached) ? queued : 1;
    }

    /** For how many elements there is room, as it looks; 1 also if there never will be any. */
    long puttable() {
        long room = layout.greatestLength()
                - (putEnd.publishedTail() - m.getLongAcquire(GetSide.PUBLISHED_GONE_AT));
        if (bytes() >= layout.maxBytes()) {
            room = 0;
        }
        return room > 0 || (!putEnd.isShutDown() && !detached) ? room : 1;
    }

    boolean seemsPuttable() {
        return puttable() > 0;
    }

    /** Wakes everybody who waits, so that they look at what has changed besides the queue. */
    void wakeWaiting() {
        notEmpty.signalAll();
        notFull.signalAll();
        allDone.signalAll();
    }
}
