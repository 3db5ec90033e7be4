package dev.sluice.benchmarks.trial;

/**
 * How a trial was warmed up.
 *
 * @param seconds how long
 * @param steady  whether it was steady at the end; else it had reached the limit
 */
public record WarmUp(double seconds, boolean steady) {
    /** That of a trial that did not get so far. */
    public static final WarmUp NONE = new WarmUp(0, false);
}
