package dev.sluice.benchmarks.growth;

import dev.sluice.ProcessQueue;
import java.util.concurrent.TimeUnit;

/**
 * What an element costs by its size.
 *
 * @param bytes the length of the array
 * @param nanos to put and take one
 */
public record ElementSize(int bytes, double nanos) {
    private static final long MEASURED_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Measures with one thread, after as long a warm-up. */
    public static ElementSize measure(int bytes) throws InterruptedException {
        try (ProcessQueue<byte[]> queue = ProcessQueue.create(1)) {
            byte[] element = new byte[bytes];
            pass(queue, element);
            return new ElementSize(bytes, pass(queue, element));
        }
    }

    private static double pass(ProcessQueue<byte[]> queue, byte[] element) throws InterruptedException {
        long start = System.nanoTime();
        long count = 0;
        long now = start;
        while (now - start < MEASURED_NANOS) {
            queue.put(element);
            if (queue.take().length != element.length) {
                throw new IllegalStateException("an element came out in another length");
            }
            count++;
            now = System.nanoTime();
        }
        return (now - start) / (double) count;
    }

    /** What this makes in bytes a second. */
    public double bytesPerSecond() {
        return bytes * (double) TimeUnit.SECONDS.toNanos(1) / nanos;
    }
}
