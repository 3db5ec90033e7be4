package dev.sluice.benchmarks.growth;

import dev.sluice.ProcessQueue;
import java.util.concurrent.TimeUnit;

/** What an element costs by its size. */
final class ElementSize {
    private static final long MEASURED_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int PER_LOOK = 64;
    private static final int LARGE = 64 << 10;

    private ElementSize() {}

    /** Gets an array of bytes to the other side, and returns what comes out there. */
    interface Passage {
        byte[] pass() throws InterruptedException;
    }

    /** Puts and takes with one thread. */
    static double nanos(int bytes) throws InterruptedException {
        try (ProcessQueue<byte[]> queue = ProcessQueue.create(1)) {
            byte[] element = new byte[bytes];
            return nanos(bytes, () -> {
                queue.put(element);
                return queue.take();
            });
        }
    }

    /** Measures, after as long a warm-up. */
    static double nanos(int bytes, Passage passage) throws InterruptedException {
        measure(bytes, passage);
        return measure(bytes, passage);
    }

    private static double measure(int bytes, Passage passage) throws InterruptedException {
        int perLook = bytes > LARGE ? 1 : PER_LOOK;
        long start = System.nanoTime();
        long count = 0;
        long now = start;
        while (now - start < MEASURED_NANOS) {
            some(bytes, passage, perLook);
            count += perLook;
            now = System.nanoTime();
        }
        return (now - start) / (double) count;
    }

    private static void some(int bytes, Passage passage, int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            if (passage.pass().length != bytes) {
                throw new IllegalStateException("an element came out in another length");
            }
        }
    }
}
