package dev.sluice.internal.waiting;

import java.util.function.BooleanSupplier;

/**
 * A short spin before sleeping, which pays when the other side answers within the time that a sleep and a wake-up would
 * cost. Its length follows its success: it halves when it failed and doubles when it paid. Shared by the threads of one
 * process without synchronisation; a lost update only delays the adaptation.
 */
public final class Spin {
    private static final long LONGEST_NANOS = 50_000;
    private static final long USUAL_NANOS = 20_000;
    private static final long SHORTEST_NANOS = 1_000;
    private static final int POLLS_PER_LOOK_AT_THE_CLOCK = 16;
    private static final boolean ALONE = Runtime.getRuntime().availableProcessors() == 1;

    private long budgetNanos = USUAL_NANOS;

    /** Spins until the condition holds, within the budget and the time left. */
    public boolean until(BooleanSupplier condition, long nanosLeft) {
        if (ALONE) {
            return condition.getAsBoolean();
        }
        long budget = Math.min(budgetNanos, nanosLeft);
        long start = System.nanoTime();
        do {
            for (int i = 0; i < POLLS_PER_LOOK_AT_THE_CLOCK; i++) {
                if (condition.getAsBoolean()) {
                    budgetNanos = Math.min(LONGEST_NANOS, budgetNanos * 2);
                    return true;
                }
                Thread.onSpinWait();
            }
        } while (System.nanoTime() - start < budget);
        budgetNanos = Math.max(SHORTEST_NANOS, budgetNanos / 2);
        return false;
    }
}
