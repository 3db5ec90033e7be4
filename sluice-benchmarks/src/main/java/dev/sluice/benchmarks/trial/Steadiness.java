package dev.sluice.benchmarks.trial;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Tells when a trial is warm, from windows of equal length: when the rate of the last ones is that of those before, and the
 * compilers of its JVMs have nothing to do any more. One without the other would not be enough: code that is still being
 * compiled runs at a steady rate until it is replaced, all at once.
 */
final class Steadiness {
    /** How long a window is. */
    static final long WINDOW_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private static final int SPAN = 2;
    private static final double MAX_CHANGE = 0.15;
    private static final double MAX_COMPILING = 0.05;

    private final List<Window> windows = new ArrayList<>();

    /**
     * Adds a window.
     *
     * @param elements      how many were received in it
     * @param nanos         how long it was
     * @param compilerNanos processor time of compilers in it
     */
    void add(long elements, long nanos, long compilerNanos) {
        windows.add(new Window(elements, nanos, compilerNanos));
    }

    /** Whether the last windows are steady. */
    boolean isReached() {
        int all = windows.size();
        if (all < 2 * SPAN) {
            return false;
        }
        Window last = sum(all - SPAN, all);
        Window before = sum(all - 2 * SPAN, all - SPAN);
        boolean compiling = last.compilerNanos > MAX_COMPILING * last.nanos;
        return !compiling && Math.abs(last.rate() - before.rate()) <= MAX_CHANGE * before.rate();
    }

    private Window sum(int from, int to) {
        long elements = 0;
        long nanos = 0;
        long compilerNanos = 0;
        for (Window window : windows.subList(from, to)) {
            elements += window.elements;
            nanos += window.nanos;
            compilerNanos += window.compilerNanos;
        }
        return new Window(elements, nanos, compilerNanos);
    }

    private record Window(long elements, long nanos, long compilerNanos) {
        double rate() {
            return (double) elements / nanos;
        }
    }
}
