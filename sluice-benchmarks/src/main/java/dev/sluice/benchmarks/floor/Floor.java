package dev.sluice.benchmarks.floor;

/**
 * What the machine could do at a moment, at most.
 *
 * @param pingNanos    the round trip of a word between two spinning processes
 * @param ringPerSecond integers a second through a raw ring between two processes, one producer and one consumer
 */
public record Floor(double pingNanos, double ringPerSecond) {
    /** Below this round trip the two processors share a cache; above it they do not. */
    private static final double NEAR_NANOS = 300;

    /** Above this the two processes did not have a processor each, since other programs were running. */
    private static final double BUSY_NANOS = 5000;

    /** The regime of the machine at that moment. */
    public String regime() {
        return pingNanos < NEAR_NANOS ? "near" : pingNanos < BUSY_NANOS ? "far" : "busy";
    }
}
