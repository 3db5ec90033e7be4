package dev.sluice.benchmarks.growth;

import dev.sluice.ProcessQueue;
import java.util.concurrent.TimeUnit;

/**
 * What an element costs while many others are queued.
 *
 * @param queued    how many others
 * @param putNanos  to put one
 * @param takeNanos to take one
 * @param sizeNanos to ask how many there are
 */
public record QueuedElements(long queued, double putNanos, double takeNanos, double sizeNanos) {
    private static final int ROUNDS = 20;
    private static final int PER_ROUND = 10_000;
    private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** Fills a queue without a bound to that level and measures there, with one thread. */
    public static QueuedElements measure(long queued) throws InterruptedException {
        try (ProcessQueue<Integer> queue = ProcessQueue.create()) {
            long start = System.nanoTime();
            while (System.nanoTime() - start < WARM_UP_NANOS) {
                round(queue, new double[3]);
            }
            for (long i = queue.size(); i < queued; i++) {
                queue.put((int) i);
            }
            double[][] rounds = new double[ROUNDS][3];
            for (double[] round : rounds) {
                round(queue, round);
            }
            return new QueuedElements(queued, median(rounds, 0), median(rounds, 1), median(rounds, 2));
        }
    }

    /** Puts some, takes as many: the level stays. */
    private static void round(ProcessQueue<Integer> queue, double[] nanos) throws InterruptedException {
        long start = System.nanoTime();
        for (int i = 0; i < PER_ROUND; i++) {
            queue.put(i);
        }
        long filled = System.nanoTime();
        for (int i = 0; i < PER_ROUND; i++) {
            queue.take();
        }
        long emptied = System.nanoTime();
        long sizes = 0;
        for (int i = 0; i < PER_ROUND; i++) {
            sizes += queue.size();
        }
        long asked = System.nanoTime();
        if (sizes < 0) {
            throw new IllegalStateException("a queue of less than no elements");
        }
        nanos[0] = (filled - start) / (double) PER_ROUND;
        nanos[1] = (emptied - filled) / (double) PER_ROUND;
        nanos[2] = (asked - emptied) / (double) PER_ROUND;
    }

    private static double median(double[][] rounds, int column) {
        double[] values = new double[rounds.length];
        for (int i = 0; i < rounds.length; i++) {
            values[i] = rounds[i][column];
        }
        java.util.Arrays.sort(values);
        return values[values.length / 2];
    }
}
