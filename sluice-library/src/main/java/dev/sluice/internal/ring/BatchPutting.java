package dev.sluice.internal.ring;

import dev.sluice.internal.layout.Slot;

/** Putting several small elements while the put lock is held once. */
final class BatchPutting {
    private final Sides sides;
    private final PutEnd putEnd;
    private final Putting putting;

    BatchPutting(Sides sides, Putting putting) {
        this.sides = sides;
        this.putEnd = sides.putEnd;
        this.putting = putting;
    }

    /**
     * Appends as many elements of the batch as there is room for, and at least one; they leave the batch.
     *
     * @return DONE, TIMED_OUT, SHUTDOWN or CLOSED; only with DONE was something added
     */
    Outcome put(Batch batch, Handle handle, Deadline deadline) throws InterruptedException {
        Waits.checkInterrupt(deadline);
        Outcome outcome = tryPut(batch, handle, deadline);
        if (Waits.isFinal(outcome)) {
            return outcome;
        }
        outcome = putting.put(batch.element(0), false, handle, deadline);
        if (outcome == Outcome.DONE) {
            batch.advance(1);
        }
        return outcome;
    }

    private Outcome tryPut(Batch batch, Handle handle, Deadline deadline) {
        if (!sides.lockPut(Waits.lockPatience(deadline))) {
            return sides.notLocked(handle);
        }
        int left = batch.left();
        boolean ended = false;
        try {
            Outcome refusal = appendAndUnlock(batch, handle);
            if (refusal != null) {
                return refusal;
            }
            ended = true;
        } finally {
            if (!ended && batch.left() < left) {
                putting.wakeAfterPut(); // what failed was a later one
            }
        }
        if (batch.left() == left) {
            return Outcome.WAIT;
        }
        if (KillPoint.ON) {
            KillPoint.PUT_UNLOCKED.reached();
        }
        putting.wakeAfterPut();
        return Outcome.DONE;
    }

    private Outcome appendAndUnlock(Batch batch, Handle handle) {
        boolean clean = false;
        try {
            if (KillPoint.ON) {
                KillPoint.PUT_LOCKED.reached();
            }
            Outcome refusal = putting.refusal(handle);
            if (refusal == null) {
                append(batch);
            }
            clean = true;
            return refusal;
        } finally {
            sides.unlockPut(clean);
        }
    }

    /** Those that need no more than a slot of the page at hand are published together, the others one by one. */
    private void append(Batch batch) {
        int staged = 0;
        putEnd.beginStaging();
        while (staged < batch.left()) {
            Payload payload = batch.element(staged);
            if (payload.length() <= Slot.INLINE_BYTES && putEnd.appendToRun(payload, 0, true)) {
                staged++;
                continue;
            }
            publish(batch, staged); // first: the next one may fail
            staged = 0;
            if (!putEnd.append(payload, 0, PutEnd.NO_PREPARATION)) {
                return;
            }
            batch.advance(1);
            putEnd.beginStaging();
        }
        publish(batch, staged);
    }

    private void publish(Batch batch, int staged) {
        if (staged > 0) {
            if (KillPoint.ON) {
                KillPoint.PUT_STAGED.reached();
            }
            putEnd.publishStaged();
            batch.advance(staged);
        }
    }
}
