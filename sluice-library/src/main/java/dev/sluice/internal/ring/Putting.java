package dev.sluice.internal.ring;

import dev.sluice.internal.layout.Chunk;
import dev.sluice.internal.layout.Slot;
import dev.sluice.internal.shm.Broken;
import dev.sluice.internal.waiting.Spin;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/** Putting: small payloads at once, large ones by preparing a chunk outside the lock first. */
final class Putting {
    private final Sides sides;
    private final int me;
    private final PutEnd putEnd;
    private final GetEnd getEnd;
    private final Coalescing coalescing;
    private final Spin putSpin = new Spin();
    private final LongSupplier available;

    /** How many threads of this process copy large payloads into chunks. */
    private final AtomicInteger preparing = new AtomicInteger();

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
        preparing.incrementAndGet();
        try {
            return putLarge(payload, flags, handle, deadline);
        } finally {
            preparing.decrementAndGet();
        }
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
        int[] preparation = {PutEnd.NO_PREPARATION};
        Outcome prepared = Waits.until(
                () -> tryPrepare(payload.length(), preparation, handle, deadline, true),
                sides.notFull,
                putSpin,
                available,
                handle,
                deadline);
        if (prepared != Outcome.DONE) {
            return prepared;
        }
        Outcome outcome = null;
        try {
            putEnd.fill(preparation[0], payload);
            if (KillPoint.ON) {
                KillPoint.PREPARE_COPIED.reached();
            }
            outcome = Waits.until(
                    () -> tryPut(payload, flags, preparation[0], handle, deadline, true),
                    sides.notFull,
                    putSpin,
                    available,
                    handle,
                    deadline);
            return outcome;
        } finally {
            if (outcome != Outcome.DONE) {
                abort(preparation[0]);
            }
        }
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
            added = payload.length() <= Slot.INLINE_BYTES && putEnd.appendToRun(payload, flags);
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
    private void wakeAfterPut() {
        sides.notEmpty.signal();
        if (sides.notFull.isArmed() && sides.seemsPuttable()) {
            sides.notFull.signal(); // several takes wake one putter only: it wakes the next
        }
    }

    private Outcome refusal(Handle handle) {
        if (sides.isDetached() || handle.isClosed()) {
            return Outcome.CLOSED;
        }
        return putEnd.isShutDown() ? Outcome.SHUTDOWN : null;
    }

    private Outcome tryPrepare(
            long length, int[] preparation, Handle handle, Deadline deadline, boolean mayMakeRoom) {
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
            preparation[0] = putEnd.prepare(length);
            exhausted = putEnd.arena().isExhausted();
            round = coalescing.round();
            clean = true;
        } finally {
            sides.unlockPut(clean);
        }
        if (preparation[0] == PutEnd.NO_PREPARATION) {
            return exhausted && mayMakeRoom && coalescing.makeRoom(round, deadline)
                    ? tryPrepare(length, preparation, handle, deadline, false)
                    : Outcome.WAIT;
        }
        if (KillPoint.ON) {
            KillPoint.PREPARE_HELD.reached();
        }
        return Outcome.DONE;
    }

    /** Gives back the chunk of a large payload that was not put after all. */
    private void abort(int preparation) {
        if (!abort(preparation, Waits.LOCK_PATIENCE_NANOS)) {
            Housekeeper.add(() -> !abort(preparation, 0));
        }
    }

    private boolean abort(int preparation, long timeoutNanos) {
        boolean had = sides.withBothLocks(timeoutNanos, () -> {
            if (!sides.isDetached() && putEnd.isHeldBy(preparation, me)) {
                getEnd.begin();
                returnPrepared(preparation);
            }
        });
        sides.notFull.signal();
        return had;
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

    /** Whether a thread of this process is putting a large payload, whose chunk must not be given back meanwhile. */
    boolean isPreparing() {
        return preparing.get() > 0;
    }
}
