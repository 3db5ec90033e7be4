package dev.sluice.benchmarks.pool;

import dev.sluice.ProcessCallable;

/**
 * The tiny task, as a record.
 *
 * @param number what is doubled
 */
record Twice(int number) implements ProcessCallable<Integer> {
    @Override
    public Integer call() {
        return of(number);
    }

    static int of(int number) {
        return 2 * number;
    }
}
