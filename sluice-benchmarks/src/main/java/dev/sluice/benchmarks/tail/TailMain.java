package dev.sluice.benchmarks.tail;

import dev.sluice.ProcessQueue;
import dev.sluice.benchmarks.worker.RoundTrips;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * A process of the measurement of tails. Elements are the instants at which they were to be put, on the clock that all
 * processes of a machine share; times count from there, so that a delay of one element counts for those behind it too.
 */
public final class TailMain {
    /** The name of the queue. */
    static final String QUEUE = "tail";

    private static final int CAPACITY = 1024;
    private static final long OF_DISTURBER = -1;
    private static final long END = -2;
    private static final long DISTURBER_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int GARBAGE_BYTES = 64 << 10;
    /** This many pieces of garbage stay alive for a while, so that there is something to move. */
    private static final int KEPT = 8192;

    /** Until the code is compiled, nothing is recorded. */
    private static final int WARM_UP_SECONDS = 3;

    private static final int DIGITS = 3;

    private TailMain() {}

    /** What a process does. */
    enum Part {
        /** Puts at a fixed rate. */
        PRODUCER,
        /** Takes. */
        CONSUMER,
        /** Puts now and then, until it is stopped or killed. */
        DISTURBER,
        /** Puts now and then, and collects garbage in a large heap. */
        COLLECTOR
    }

    /**
     * Plays a part.
     *
     * @param args the part, the file for its times, the rate a second, the seconds
     */
    public static void main(String[] args) throws Exception {
        Path file = Path.of(args[1]);
        try (ProcessQueue<Long> queue =
                ProcessQueue.<Long>builder().maxSize(CAPACITY).name(QUEUE).openOrBuild()) {
            switch (Part.valueOf(args[0])) {
                case PRODUCER -> produce(queue, file, Integer.parseInt(args[2]), Integer.parseInt(args[3]));
                case CONSUMER -> consume(queue, file);
                case DISTURBER -> disturb(queue, false);
                case COLLECTOR -> disturb(queue, true);
            }
        }
    }

    private static void produce(ProcessQueue<Long> queue, Path file, int perSecond, int seconds) throws Exception {
        Histogram histogram = new Histogram(DIGITS);
        long interval = TimeUnit.SECONDS.toNanos(1) / perSecond;
        long start = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
        for (long i = 0; i < (long) perSecond * (WARM_UP_SECONDS + seconds); i++) {
            long due = start + i * interval;
            for (long early = due - System.nanoTime(); early > 0; early = due - System.nanoTime()) {
                LockSupport.parkNanos(early);
            }
            queue.put(due);
            if (i >= (long) perSecond * WARM_UP_SECONDS) {
                histogram.recordValue(System.nanoTime() - due);
            }
        }
        queue.put(END);
        RoundTrips.write(histogram, file);
    }

    private static void consume(ProcessQueue<Long> queue, Path file) throws Exception {
        Histogram histogram = new Histogram(DIGITS);
        long first = Long.MAX_VALUE;
        for (long due = queue.take(); due != END; due = queue.take()) {
            if (due == OF_DISTURBER) {
                continue;
            }
            first = Math.min(first, due);
            if (due - first >= TimeUnit.SECONDS.toNanos(WARM_UP_SECONDS)) {
                histogram.recordValue(System.nanoTime() - due);
            }
        }
        RoundTrips.write(histogram, file);
    }

    private static void disturb(ProcessQueue<Long> queue, boolean withGarbage) throws InterruptedException {
        ArrayDeque<byte[]> garbage = new ArrayDeque<>();
        while (!Thread.interrupted()) {
            queue.put(OF_DISTURBER);
            LockSupport.parkNanos(DISTURBER_NANOS);
            if (withGarbage) {
                garbage.add(new byte[GARBAGE_BYTES]);
                if (garbage.size() > KEPT) {
                    garbage.remove();
                }
            }
        }
    }
}
