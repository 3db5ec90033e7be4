package dev.sluice.benchmarks.trial;

import java.time.Duration;

/**
 * How long the parts of a trial take.
 *
 * @param warmUp   work that does not count, at most; it ends when all is steady
 * @param measured work that counts
 */
public record Timing(Duration warmUp, Duration measured) {
    /** The same, but measured for so long at least. */
    Timing atLeast(Duration shortest) {
        return measured.compareTo(shortest) < 0 ? new Timing(warmUp, shortest) : this;
    }
}
