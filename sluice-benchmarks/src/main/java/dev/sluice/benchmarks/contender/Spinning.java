package dev.sluice.benchmarks.contender;

/** How peers wait that do not block: the fastest way for them on processors of their own, and a fair one when there are fewer. */
final class Spinning {
    private static final int SPINS = 100;

    private Spinning() {}

    @SuppressWarnings("ThreadPriorityCheck") // that is how these peers wait
    static void pause(int spins) {
        if (spins < SPINS) {
            Thread.onSpinWait();
        } else {
            Thread.yield();
        }
    }
}
