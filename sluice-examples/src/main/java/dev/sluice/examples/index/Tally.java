package dev.sluice.examples.index;

/**
 * How often a term occurs.
 *
 * @param count the number of occurrences
 * @param files the number of files in which it occurs
 */
public record Tally(long count, int files) {
    Tally plus(Tally other) {
        return new Tally(count + other.count, files + other.files);
    }
}
