package dev.sluice.redis;

import java.time.Duration;
import java.util.Objects;

/** How long a call may wait: not at all, for a time, or without end. */
final class Patience {
    /** Does not wait, and does not look at interrupts. */
    static final Patience NONE = new Patience(false, true, 0);

    static final Patience ENDLESS = new Patience(true, false, 0);

    private final boolean mayWait;
    private final boolean ends;
    private final long endNanos;

    private Patience(boolean mayWait, boolean ends, long endNanos) {
        this.mayWait = mayWait;
        this.ends = ends;
        this.endNanos = endNanos;
    }

    static Patience of(Duration timeout) {
        Objects.requireNonNull(timeout, "timeout: for a wait without end call the method that takes none");
        if (timeout.compareTo(Duration.ofNanos(Long.MAX_VALUE >> 1)) >= 0) {
            return ENDLESS;
        }
        return of(timeout.isNegative() ? 0 : timeout.toNanos());
    }

    static Patience of(long nanos) {
        return nanos >= Long.MAX_VALUE >> 1
                ? ENDLESS
                : new Patience(true, true, System.nanoTime() + Math.max(0, nanos));
    }

    boolean mayWait() {
        return mayWait;
    }

    long leftNanos() {
        if (!mayWait) {
            return 0;
        }
        return ends ? endNanos - System.nanoTime() : Long.MAX_VALUE;
    }

    /** Refuses an interrupted thread, if the call may wait. */
    void check() throws InterruptedException {
        if (mayWait && Thread.interrupted()) {
            throw new InterruptedException("interrupted before the queue was asked");
        }
    }
}
