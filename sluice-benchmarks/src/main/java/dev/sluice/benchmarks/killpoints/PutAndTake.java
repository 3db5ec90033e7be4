package dev.sluice.benchmarks.killpoints;

import dev.sluice.ProcessQueue;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * What putting and taking one element cost in one thread: nanoseconds of its processor time, in the fastest of many rounds. On
 * a machine that others use as well, that is what is least disturbed. Started by {@code kill-points.sh} with one build of the
 * library or another, so nothing but the library is on its class path.
 */
public final class PutAndTake {
    private static final int PAIRS = 200_000;
    private static final int CAPACITY = 1024;

    private PutAndTake() {}

    /**
     * Measures.
     *
     * @param args how many rounds of 200,000 pairs go before, and how many are measured
     */
    public static void main(String[] args) throws InterruptedException {
        int before = Integer.parseInt(args[0]);
        int rounds = Integer.parseInt(args[1]);
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        double fastest = Double.MAX_VALUE;
        try (ProcessQueue<Integer> queue = ProcessQueue.create(CAPACITY)) {
            for (int round = -before; round < rounds; round++) {
                long start = threads.getCurrentThreadCpuTime();
                putAndTake(queue);
                if (round >= 0) {
                    fastest = Math.min(fastest, (threads.getCurrentThreadCpuTime() - start) / (double) PAIRS);
                }
            }
        }
        System.out.printf("%.2f%n", fastest);
    }

    private static void putAndTake(ProcessQueue<Integer> queue) throws InterruptedException {
        for (int i = 0; i < PAIRS; i++) {
            queue.put(i);
            if (queue.take() != i) {
                throw new AssertionError("the queue gave something else than what was put");
            }
        }
    }
}
