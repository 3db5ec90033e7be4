package dev.sluice.benchmarks.growth;

import dev.sluice.ProcessQueue;
import dev.sluice.benchmarks.study.Probe;

/**
 * What an element costs while many others are queued.
 *
 * @param putNanos  to put one
 * @param takeNanos to take one
 * @param sizeNanos to ask how many there are
 * @param fillNanos to put one while the queue grows
 * @param faults    page faults for each element that is put and taken
 */
record QueuedElements(double putNanos, double takeNanos, double sizeNanos, double fillNanos, double faults) {
    /** How many are put, and then taken. */
    static final int PER_ROUND = 10_000;

    private static final int PARTS = 3;

    /** Fills a queue without a bound to that level and measures there, with one thread. */
    static QueuedElements measure(long queued) throws InterruptedException {
        try (ProcessQueue<Integer> queue = ProcessQueue.create()) {
            Rounds.Round round = nanos -> round(queue, nanos);
            Rounds.warmUp(round, PARTS);
            long start = System.nanoTime();
            for (long i = 0; i < queued; i++) {
                queue.put((int) i);
            }
            double fillNanos = (System.nanoTime() - start) / (double) queued;
            long before = PageFaults.now();
            double[] medians = Rounds.medians(round, PARTS);
            double faults = (PageFaults.now() - before) / (double) (Rounds.count() * PER_ROUND);
            return new QueuedElements(medians[0], medians[1], medians[2], fillNanos, faults);
        }
    }

    void print() {
        Probe.print("put", putNanos);
        Probe.print("take", takeNanos);
        Probe.print("size", sizeNanos);
        Probe.print("fill", fillNanos);
        Probe.print("faults", faults);
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
}
