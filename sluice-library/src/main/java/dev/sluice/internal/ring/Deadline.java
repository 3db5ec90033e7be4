package dev.sluice.internal.ring;

import dev.sluice.internal.waiting.Event;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/** Until when to wait, by the clock of {@link System#nanoTime}. */
public final class Deadline {
    /** Does not wait at all, and does not look at interrupts. */
    public static final Deadline NOW = new Deadline(false, false, 0);

    /** Waits without end. */
    public static final Deadline NEVER = new Deadline(true, false, 0);

    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE >> 1);
    private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final boolean mayWait;
    private final boolean ends;
    private final long endNanos;

    private Deadline(boolean mayWait, boolean ends, long endNanos) {
        this.mayWait = mayWait;
        this.ends = ends;
        this.endNanos = endNanos;
    }

    /** From now on; zero or less: looks once, and at interrupts. Longer than some 146 years: without end. */
    public static Deadline in(Duration timeout) {
        Objects.requireNonNull(timeout, "timeout: for a wait without end call the method that takes none");
        if (timeout.isNegative()) {
            return in(0);
        }
        return timeout.compareTo(LONGEST) >= 0 ? NEVER : in(timeout.toNanos());
    }

    /** From now on, in nanoseconds. */
    public static Deadline in(long nanos) {
        if (nanos >= Long.MAX_VALUE >> 1) {
            return NEVER;
        }
        return new Deadline(true, true, System.nanoTime() + Math.max(0, nanos));
    }

    /**
     * Waits for a condition of this process until then, or a while: what ends the wait besides may not be signalled to it.
     * For callers that look again.
     */
    @SuppressWarnings("WaitNotInLoop") // the loop is the caller's
    public void await(Condition condition) throws InterruptedException {
        long _ = condition.awaitNanos(Math.min(left(System.nanoTime()), SLICE_NANOS));
    }

    /** Waits for any of several armed events until then. */
    public void awaitAny(List<Event> events, int[] armed, long startNanos) {
        long now = System.nanoTime();
        Event.awaitAny(events, armed, left(now), now - startNanos);
    }

    /** Whether the time is over. */
    public boolean isOver() {
        return !mayWait || left(System.nanoTime()) <= 0;
    }

    /** Whether it is anything but {@link #NOW}. */
    public boolean mayWait() {
        return mayWait;
    }

    /** Nanoseconds left. */
    long left(long now) {
        return ends ? endNanos - now : Long.MAX_VALUE;
    }
}
