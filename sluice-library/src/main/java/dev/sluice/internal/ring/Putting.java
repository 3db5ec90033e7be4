package dev.sluice.internal.ring;

import dev.sluice.internal.layout.Chunk;
import dev.sluice.internal.layout.Slot;
import dev.sluice.internal.layout.Tables;
import dev.sluice.internal.shm.Broken;
import dev.sluice.internal.shm.SegmentException;
import dev.sluice.internal.waiting.Spin;
import java.util.function.LongSupplier;

/** Putting: small payloads at once, large ones by preparing a chunk outside the lock first. */
final class Putting {
    /** How many places a large payload tries when there is no memory for it. */
    private static final int MOST_PLACES = 8;

    private final Sides sides;
    private final int me;
    private final PutEnd putEnd;
    private final GetEnd getEnd;
    private final Coalescing coalescing;
    private final Spin putSpin = new Spin();
    private final LongSupplier available;

    /** Which put of this process each preparation was made for last. Guarded by the put lock. */
    private final Preparation[] preparations = new Preparation[Tables.PREPARATIONS];

    /** Whether this process may hold preparations that no put of it needs any more. */
    private volatile boolean leftBehind;

    /** A large payload that is being put. */
    static final class Preparation {
        /** Guarded by the put lock until it is had; then the thread's own. */
        int index = PutEnd.NO_PREPARATION;

        /** Whether its chunk was somebody's before. */
        boolean wasUsed;

        /** Whether the payload stands in it: what fails afterwards fails in every place. */
        boolean isFilled;

        /** Set by a store that needs no stack, so that this is known wherever the thread failed. */
        volatile boolean over;
    }

    Putting(Sides sides, Coalescing coalescing) {
        this.sides = sides;
        this.coalescing = coalescing;
        this.available = sides::puttable;
        this.me = sides.me;
        this.putEnd = sides.putEnd;
        this.getEnd = sides.getEnd;
    }

    /**
     * Appends an element that {@linkplain Ring#canHold can be held}.
     *
     * @param raw           whether it is bytes as the user gave them
     * @param handle        whose closing ends the wait
     * @return DONE, TIMED_OUT, SHUTDOWN, CLOSED or ABANDONED; only with DONE was it added
     */
    Outcome put(Payload payload, boolean raw, Handle handle, Deadline deadline) throws InterruptedException {
        if (Broken.DROPS && Broken.now()) {
            return Outcome.DONE;
        }
        int flags = (raw ? Slot.RAW : 0) | (payload.carriesHandles() ? Slot.HANDLES : 0);
        if (Chunk.classFor(payload.length()) < Chunk.FIRST_LARGE_CLASS) {
            Waits.checkInterrupt(deadline);
            Outcome outcome = tryPut(payload, flags, PutEnd.NO_PREPARATION, handle, deadline, true);
            return Waits.isFinal(outcome) ? outcome : waitAndPut(outcome, payload, flags, handle, deadline);
        }
        return putLarge(payload, flags, handle, deadline);
    }

    /** Apart from the first attempt, so that it is compiled as straight-line code. */
    private Outcome waitAndPut(Outcome first, Payload payload, int flags, Handle handle, Deadline deadline)
            throws InterruptedException {
        return Waits.again(
                first,
                () -> tryPut(payload, flags, PutEnd.NO_PREPARATION, handle, deadline, true),
                sides.notFull,
                putSpin,
                available,
                handle,
                deadline);
    }

    private Outcome putLarge(Payload payload, int flags, Handle handle, Deadline deadline) throws InterruptedException {
        for (int attempt = 1;; attempt++) {
            Preparation mine = new Preparation();
            try {
                return putLarge(payload, flags, mine, handle, deadline);
            } catch (SegmentException e) {
                if (!mayTryAnotherPlace(mine, e, attempt)) {
                    throw e;
                }
            }
        }
    }

    /** Of the places that were used before, some may have kept all of their memory; the next one is another. */
    private static boolean mayTryAnotherPlace(Preparation mine, SegmentException e, int attempt) {
        return e.kind() == SegmentException.Kind.NO_SPACE && mine.wasUsed && !mine.isFilled && attempt < MOST_PLACES;
    }

    private Outcome putLarge(Payload payload, int flags, Preparation mine, Handle handle, Deadline deadline)
            throws InterruptedException {
        boolean settled = false;
        try {
            Outcome outcome = prepare(payload.length(), mine, handle, deadline);
            if (outcome != Outcome.DONE) {
                settled = true;
                return outcome;
            }
            putEnd.fill(mine.index, payload);
            mine.isFilled = true;
            if (KillPoint.ON) {
                KillPoint.PREPARE_COPIED.reached();
            }
            outcome = putPrepared(payload, flags, mine, handle, deadline);
            settled = outcome == Outcome.DONE;
            return outcome;
        } finally {
            mine.over = true;
            if (!settled) {
                giveBackSoon();
            }
        }
    }

    private Outcome prepare(long length, Preparation mine, Handle handle, Deadline deadline)
            throws InterruptedException {
        return Waits.until(
                () -> tryPrepare(length, mine, handle, deadline, true),
                sides.notFull,
                putSpin,
                available,
                handle,
                deadline);
    }

    private Outcome putPrepared(Payload payload, int flags, Preparation mine, Handle handle, Deadline deadline)
            throws InterruptedException {
        return Waits.until(
                () -> tryPut(payload, flags, mine.index, handle, deadline, true),
                sides.notFull,
                putSpin,
                available,
                handle,
                deadline);
    }

    // ---- what the caller writes himself ----

    /**
     * Prepares a chunk that the caller fills, until he {@linkplain #commit commits} or {@linkplain #abort aborts}.
     *
     * @return DONE, TIMED_OUT, SHUTDOWN, CLOSED or ABANDONED; only with DONE is something claimed
     */
    Outcome claim(Claimed claimed, long length, Handle handle, Deadline deadline) throws InterruptedException {
        for (int attempt = 1;; attempt++) {
            Preparation mine = new Preparation();
            try {
                return claim(claimed, length, mine, handle, deadline);
            } catch (SegmentException e) {
                if (!mayTryAnotherPlace(mine, e, attempt)) {
                    throw e;
                }
            }
        }
    }

    private Outcome claim(Claimed claimed, long length, Preparation mine, Handle handle, Deadline deadline)
            throws InterruptedException {
        boolean settled = false;
        boolean held = false;
        try {
            Outcome outcome = prepare(length, mine, handle, deadline);
            settled = outcome != Outcome.DONE;
            if (!settled) {
                claimed.offset = putEnd.backed(mine.index, length);
                claimed.preparation = mine;
                held = true;
                if (KillPoint.ON) {
                    KillPoint.CLAIM_HELD.reached();
                }
            }
            return outcome;
        } finally {
            if (!held) {
                mine.over = true;
                if (!settled) {
                    giveBackSoon();
                }
            }
        }
    }

    /**
     * Puts what was claimed and is filled now, or the beginning of it. If that is not done, it stays claimed.
     *
     * @return DONE, TIMED_OUT, SHUTDOWN, CLOSED or ABANDONED; only with DONE was it added
     */
    Outcome commit(Claimed claimed, long length, boolean raw, Handle handle, Deadline deadline)
            throws InterruptedException {
        Payload payload = new Payload().setWritten(length);
        Outcome outcome = putPrepared(payload, raw ? Slot.RAW : 0, claimed.preparation, handle, deadline);
        if (outcome == Outcome.DONE) {
            claimed.preparation.over = true;
        }
        return outcome;
    }

    /** Gives up what was claimed; nothing of it was added. */
    void abort(Claimed claimed) {
        claimed.preparation.over = true;
        giveBackSoon();
    }

    private void giveBackSoon() {
        leftBehind = true;
        giveBackLeftBehind(Waits.LOCK_PATIENCE_NANOS); // if that is too short, the housekeeper does it
    }

    private Outcome tryPut(
            Payload payload, int flags, int preparation, Handle handle, Deadline deadline, boolean mayMakeRoom) {
        if (!sides.lockPut(Waits.lockPatience(deadline))) {
            return sides.notLocked(handle);
        }
        boolean clean = false;
        boolean added;
        boolean exhausted = false;
        int round = 0;
        try {
            if (KillPoint.ON) {
                KillPoint.PUT_LOCKED.reached();
            }
            if (sides.isDetached() || handle.isClosed()) {
                clean = true;
                return Outcome.CLOSED;
            }
            added = payload.length() <= Slot.INLINE_BYTES && putEnd.appendToRun(payload, flags, false);
            if (!added) {
                if (putEnd.isShutDown()) {
                    clean = true;
                    return Outcome.SHUTDOWN;
                }
                added = putEnd.append(payload, flags, preparation);
                exhausted = !added && putEnd.arena().isExhausted();
                round = coalescing.round();
            }
            if (added) {
                payload.appendedAt(putEnd.appended());
            }
            clean = true;
        } finally {
            sides.unlockPut(clean);
        }
        if (!added) {
            return exhausted && mayMakeRoom && coalescing.makeRoom(round, deadline)
                    ? tryPut(payload, flags, preparation, handle, deadline, false)
                    : Outcome.WAIT;
        }
        if (KillPoint.ON) {
            KillPoint.PUT_UNLOCKED.reached();
        }
        wakeAfterPut();
        return Outcome.DONE;
    }

    /** Apart from the attempt, which would be too long to be inlined with this. */
    void wakeAfterPut() {
        sides.notEmpty.signal();
        if (sides.notFull.isArmed() && sides.seemsPuttable()) {
            sides.notFull.signal(); // several takes wake one putter only: it wakes the next
        }
    }

    /** Why nothing can be put any more; null if it can. With the put lock held. */
    Outcome refusal(Handle handle) {
        if (sides.isDetached() || handle.isClosed()) {
            return Outcome.CLOSED;
        }
        return putEnd.isShutDown() ? Outcome.SHUTDOWN : null;
    }

    private Outcome tryPrepare(
            long length, Preparation mine, Handle handle, Deadline deadline, boolean mayMakeRoom) {
        if (!sides.lockPut(Waits.lockPatience(deadline))) {
            return sides.notLocked(handle);
        }
        boolean clean = false;
        boolean exhausted;
        int round;
        try {
            Outcome refusal = refusal(handle);
            if (refusal != null) {
                clean = true;
                return refusal;
            }
            mine.index = putEnd.prepare(length);
            if (mine.index != PutEnd.NO_PREPARATION) {
                preparations[mine.index] = mine; // fails before: the put that is named there is over
                mine.wasUsed = putEnd.arena().isPopped();
            }
            exhausted = putEnd.arena().isExhausted();
            round = coalescing.round();
            clean = true;
        } finally {
            sides.unlockPut(clean);
        }
        if (mine.index == PutEnd.NO_PREPARATION) {
            return exhausted && mayMakeRoom && coalescing.makeRoom(round, deadline)
                    ? tryPrepare(length, mine, handle, deadline, false)
                    : Outcome.WAIT;
        }
        if (KillPoint.ON) {
            KillPoint.PREPARE_HELD.reached();
        }
        return Outcome.DONE;
    }

    /**
     * Gives back the chunks of large payloads that were not put after all, whatever kept their threads from it. Which those are
     * is known by the put and not by the place: another put may have it by now.
     */
    void giveBackLeftBehind(long timeoutNanos) {
        if (leftBehind && sides.withBothLocks(timeoutNanos, this::giveBackLeftBehind)) {
            sides.notFull.signal();
        }
    }

    private void giveBackLeftBehind() {
        boolean done = false;
        leftBehind = false; // first: there may be another one before we have looked at all
        try {
            for (int i = 0; !sides.isDetached() && i < preparations.length; i++) {
                if (putEnd.isHeldBy(i, me) && !isNeeded(i)) {
                    getEnd.begin();
                    returnPrepared(i);
                }
            }
            done = true;
        } finally {
            if (!done) {
                leftBehind = true;
            }
        }
    }

    private boolean isNeeded(int preparation) {
        Preparation last = preparations[preparation];
        return last != null && !last.over;
    }

    /** With both locks held. */
    void returnPrepared(int preparation) {
        getEnd.giveBack(putEnd.chunkOf(preparation));
        if (KillPoint.ON) {
            KillPoint.PREPARE_ABORTING.reached();
        }
        // While the get lock is held: were we to die in between, its repair ends the preparation.
        putEnd.freePreparation(preparation);
    }

    /**
     * Whether a thread of this process is putting a large payload, whose chunk must not be given back meanwhile. Called when
     * this process begins none any more.
     */
    boolean isPreparing() {
        for (int i = 0; i < preparations.length; i++) {
            if (isNeeded(i)) {
                return true;
            }
        }
        return false;
    }
}
