package dev.sluice.internal.ring;

import dev.sluice.internal.waiting.Event;
import dev.sluice.internal.waiting.Spin;
import java.util.function.LongSupplier;

/** How an operation of the ring waits for another process: the loop around one attempt. */
final class Waits {
    /** How long one attempt of a call that may wait waits for a lock; then it looks whether it still has to wait. */
    static final long LOCK_PATIENCE_NANOS = 200_000_000;

    /** How often in a row it is enough to look whether there seems to be nothing. */
    private static final int SLEEPS_PER_ATTEMPT = 4;

    private Waits() {}

    /** How long one attempt waits for a lock: a stopped process may hold it, and must not hide the end of the wait. */
    static long lockPatience(Deadline deadline) {
        return deadline.mayWait() ? LOCK_PATIENCE_NANOS : Ring.FOREVER;
    }

    /** One look, which may do what is waited for. */
    interface Attempt {
        Outcome run();
    }

    /** Before the first attempt of a call that may wait. */
    static void checkInterrupt(Deadline deadline) throws InterruptedException {
        if (deadline.mayWait() && Thread.interrupted()) {
            throw new InterruptedException("interrupted before it could wait for the queue");
        }
    }

    /**
     * Tries, spins, sleeps and tries again.
     *
     * @param available how much there is to be had, looked at while spinning
     * @param handle    whose closing ends the wait
     */
    static Outcome until(
            Attempt attempt, Event event, Spin spin, LongSupplier available, Handle handle, Deadline deadline)
            throws InterruptedException {
        checkInterrupt(deadline);
        Outcome outcome = attempt.run();
        return isFinal(outcome) ? outcome : again(outcome, attempt, event, spin, available, handle, deadline);
    }

    /** As {@link #until}, when the first attempt has been made, whose outcome was not final. */
    static Outcome again(
            Outcome first,
            Attempt attempt,
            Event event,
            Spin spin,
            LongSupplier available,
            Handle handle,
            Deadline deadline)
            throws InterruptedException {
        Outcome outcome = first;
        if (!deadline.mayWait()) {
            return handle.isAbandoned() ? lastAttempt(attempt) : Outcome.TIMED_OUT;
        }
        long start = System.nanoTime();
        if (outcome == Outcome.WAIT && spin.until(available, deadline.left(start))) {
            outcome = attempt.run();
            if (isFinal(outcome)) {
                return outcome;
            }
        }
        boolean ended = false;
        try {
            for (;;) {
                int armed = event.arm();
                outcome = attempt.run();
                if (isFinal(outcome)) {
                    // What ends all waits, a shutdown for one, is signalled to all sleepers of other processes, but there
                    // one pump may sleep for many: each wakes the next. Who has got something has seen to that already.
                    ended = outcome == Outcome.DONE;
                    return outcome;
                }
                if (outcome == Outcome.WAIT && handle.isAbandoned()) {
                    outcome = lastAttempt(attempt);
                    if (isFinal(outcome)) {
                        return outcome;
                    }
                }
                int sleeps = 0;
                do {
                    long now = System.nanoTime();
                    long left = deadline.left(now);
                    if (left <= 0) {
                        return Outcome.TIMED_OUT;
                    }
                    event.await(armed, left, now - start);
                    if (Thread.interrupted()) {
                        throw new InterruptedException("interrupted while waiting for the queue");
                    }
                    // A look without the lock costs an idle process a fraction of an attempt.
                } while (event.isStill(armed)
                        && available.getAsLong() <= 0
                        && !handle.isAbandoned()
                        && ++sleeps < SLEEPS_PER_ATTEMPT);
            }
        } finally {
            if (!ended) {
                // A wake-up may have been meant for us: the next one must look instead. It cleared the bit for whom it woke.
                event.arm();
                event.signal();
            }
        }
    }

    static boolean isFinal(Outcome outcome) {
        return outcome != Outcome.WAIT && outcome != Outcome.AGAIN;
    }

    /** The other end may have sent its last before it let go. */
    private static Outcome lastAttempt(Attempt attempt) {
        Outcome outcome = attempt.run();
        return outcome == Outcome.WAIT ? Outcome.ABANDONED : outcome;
    }
}
