package dev.sluice.benchmarks.trial;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class SteadinessTest {
    private static final long WINDOW = Steadiness.WINDOW_NANOS;

    private final Steadiness steadiness = new Steadiness();

    @Test
    void aRateThatStaysIsSteadyAfterFourWindows() {
        window(1000, 0);
        window(1010, 0);
        window(990, 0);
        assertFalse(steadiness.isReached());
        window(1000, 0);
        assertTrue(steadiness.isReached());
    }

    @Test
    void aRateThatGrowsIsNotSteadyUntilItNoLongerDoes() {
        window(100, 0);
        window(100, 0);
        window(1000, 0);
        window(1000, 0);
        assertFalse(steadiness.isReached());
        window(1000, 0);
        window(1000, 0);
        assertTrue(steadiness.isReached());
    }

    @Test
    void aSteadyRateDoesNotCountWhileCompilersAreAtWork() {
        for (int i = 0; i < 8; i++) {
            window(1000, WINDOW / 2);
        }
        assertFalse(steadiness.isReached());
        window(1000, 0);
        window(1000, WINDOW / 100);
        assertTrue(steadiness.isReached());
    }

    @Test
    void windowsThatCameOutLongerCountByTheirRate() {
        window(1000, 0);
        window(1000, 0);
        steadiness.add(2000, 2 * WINDOW, 0);
        steadiness.add(3000, 3 * WINDOW, 0);
        assertTrue(steadiness.isReached());
    }

    @Test
    void whatDoesNotCountBeforeItsEndIsSteadyAsSoonAsTheCompilersAre() {
        for (int i = 0; i < 4; i++) {
            window(0, 0);
        }
        assertTrue(steadiness.isReached());
    }

    private void window(long elements, long compilerNanos) {
        steadiness.add(elements, WINDOW, compilerNanos);
    }
}
