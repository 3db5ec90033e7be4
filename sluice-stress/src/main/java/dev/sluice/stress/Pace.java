package dev.sluice.stress;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * When a thread works and when it rests: bursts at full speed, and pauses that leave the processors to the starting
 * processes. Shortly before its death it does not rest any more, so that it dies at work.
 */
final class Pace {
    private static final int LONGEST_BURST = 40;

    private final SplittableRandom random;
    private final long burstFromNanos;
    private final long longestCalmNanos;
    private final BooleanSupplier stopping;
    private int left;
    private volatile boolean over;

    Pace(SplittableRandom random, long burstFromNanos, int longestCalmMillis, BooleanSupplier stopping) {
        this.random = random;
        this.burstFromNanos = burstFromNanos;
        this.longestCalmNanos = TimeUnit.MILLISECONDS.toNanos(longestCalmMillis);
        this.stopping = stopping;
    }

    /** Whether to go on; rests before, if a burst is over. */
    boolean next() {
        if (--left < 0) {
            left = random.nextInt(LONGEST_BURST);
            if (System.nanoTime() - burstFromNanos < 0) {
                LockSupport.parkNanos(random.nextLong(longestCalmNanos));
            }
        }
        over = stopping.getAsBoolean();
        return !over;
    }

    /** Whether the thread knows that it shall not go on. */
    boolean isOver() {
        return over;
    }
}
