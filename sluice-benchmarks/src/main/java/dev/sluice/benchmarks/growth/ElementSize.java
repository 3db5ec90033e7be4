package dev.sluice.benchmarks.growth;

import dev.sluice.ProcessQueue;
import java.util.concurrent.TimeUnit;

/**
 * What an element costs by its size.
 *
 * @param nanos  to put and take one
 * @param faults page faults for each
 */
record ElementSize(double nanos, double faults) {
    private static final long MEASURED_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int PER_LOOK = 64;
    private static final int LARGE = 64 << 10;

    /** Gets an array of bytes to the other side, and returns what comes out there. */
    interface Passage {
        byte[] pass() throws InterruptedException;
    }

    /** Puts and takes with one thread. */
    static ElementSize ofQueue(int bytes) throws InterruptedException {
        try (ProcessQueue<byte[]> queue = ProcessQueue.create(1)) {
            byte[] element = new byte[bytes];
            return of(bytes, () -> {
                queue.put(element);
                return queue.take();
            });
        }
    }

    /** Measures, after as long a warm-up. */
    static ElementSize of(int bytes, Passage passage) throws InterruptedException {
        measure(bytes, passage);
        return measure(bytes, passage);
    }

    private static ElementSize measure(int bytes, Passage passage) throws InterruptedException {
        int perLook = bytes > LARGE ? 1 : PER_LOOK;
        long faults = PageFaults.now();
        long start = System.nanoTime();
        long count = 0;
        long now = start;
        while (now - start < MEASURED_NANOS) {
            some(bytes, passage, perLook);
            count += perLook;
            now = System.nanoTime();
        }
        return new ElementSize((now - start) / (double) count, (PageFaults.now() - faults) / (double) count);
    }

    private static void some(int bytes, Passage passage, int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            if (passage.pass().length != bytes) {
                throw new IllegalStateException("an element came out in another length");
            }
        }
    }
}
