package dev.sluice.benchmarks.report;

import java.util.Collection;

/**
 * The middle of some values, and their range.
 *
 * @param min    the smallest
 * @param median the middle one, or the mean of the two middle ones
 * @param max    the largest
 */
public record Spread(double min, double median, double max) {
    /**
     * The spread of some values.
     *
     * @throws IllegalArgumentException if there are none
     */
    public static Spread of(Collection<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("no spread of no values; ask only for what was measured");
        }
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(sorted[0], median, sorted[sorted.length - 1]);
    }
}
