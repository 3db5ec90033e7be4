package dev.sluice.internal.waiting;

import java.util.function.LongSupplier;

/**
 * A short spin before sleeping, which pays when the other side answers within the time that a sleep and a wake-up would
 * cost. Its length follows its success: it halves when it failed, doubles when it paid, and is tried anew at times.
 *
 * <p>When what was waited for comes one by one, a moment more brings several, and each look at the other side's words costs
 * both sides a transfer between the processors. So a wait that has succeeded goes on for a moment without looking. Its length
 * follows its success too: it grows as long as more has come meanwhile, and is next to nothing where the other side waits for
 * an answer.
 *
 * <p>Shared by the threads of one process without synchronisation; a lost update only delays the adaptation.
 */
public final class Spin {
    /** Above it spinning costs more than a sleep and a wake-up: it keeps a processor from whom it waits for. */
    private static final long LONGEST_NANOS = 20_000;

    private static final long SHORTEST_NANOS = 1_000;
    private static final int FAILURES_PER_TRIAL = 32;
    private static final int POLLS_PER_LOOK_AT_THE_CLOCK = 16;

    private static final long LONGEST_GATHERING_NANOS = 2_000;
    private static final long SHORTEST_GATHERING_NANOS = 50;
    private static final int WAITS_PER_TRIAL = 64;

    private static final boolean ALONE = Runtime.getRuntime().availableProcessors() == 1;

    private long budgetNanos = LONGEST_NANOS;
    private int failures;
    private long gatheringNanos;
    private int waits;

    /**
     * Spins until there is something, within the budget and the time left.
     *
     * @param available how much of what is waited for there is
     */
    public boolean until(LongSupplier available, long nanosLeft) {
        if (ALONE) {
            return available.getAsLong() > 0;
        }
        long budget = Math.min(budgetNanos, nanosLeft);
        long start = System.nanoTime();
        do {
            for (int i = 0; i < POLLS_PER_LOOK_AT_THE_CLOCK; i++) {
                long found = available.getAsLong();
                if (found > 0) {
                    budgetNanos = Math.min(LONGEST_NANOS, budgetNanos * 2);
                    gather(available, found);
                    return true;
                }
                Thread.onSpinWait();
            }
        } while (System.nanoTime() - start < budget);
        // From the shortest there would be no way back to what a slower answer needs.
        budgetNanos = ++failures % FAILURES_PER_TRIAL == 0 ? LONGEST_NANOS : Math.max(SHORTEST_NANOS, budgetNanos / 2);
        return false;
    }

    private void gather(LongSupplier available, long found) {
        long nanos = gatheringNanos;
        if (nanos == 0) {
            if (++waits % WAITS_PER_TRIAL != 0) {
                return;
            }
            nanos = SHORTEST_GATHERING_NANOS;
        }
        long start = System.nanoTime();
        do {
            Thread.onSpinWait();
        } while (System.nanoTime() - start < nanos);
        if (available.getAsLong() > found) {
            gatheringNanos = Math.min(LONGEST_GATHERING_NANOS, 2 * nanos);
        } else {
            gatheringNanos = nanos > SHORTEST_GATHERING_NANOS ? nanos / 2 : 0;
        }
    }
}
