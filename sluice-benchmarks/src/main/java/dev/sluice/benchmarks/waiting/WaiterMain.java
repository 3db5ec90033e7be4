package dev.sluice.benchmarks.waiting;

import dev.sluice.ProcessQueue;
import java.util.ArrayList;
import java.util.List;

/** A process that waits, and does nothing else. It says so, and goes on until its input ends. */
public final class WaiterMain {
    private static final int THREADS = 1000;

    private WaiterMain() {}

    /** How it waits. */
    enum Way {
        /** Not at all on a queue: what a JVM costs that does nothing. */
        NOTHING,
        /** One thread in {@code take} of an empty queue. */
        CONSUMER,
        /** One thread in {@code put} to a full queue. */
        PRODUCER,
        /** A thousand virtual threads in {@code take} of one empty queue. */
        VIRTUAL_THREADS
    }

    /**
     * Waits.
     *
     * @param args the way
     */
    public static void main(String[] args) throws Exception {
        ProcessQueue<Integer> queue = ProcessQueue.create(1);
        List<Thread> threads = new ArrayList<>();
        switch (Way.valueOf(args[0])) {
            case NOTHING -> {
                // The main thread waits for its input.
            }
            case CONSUMER -> threads.add(Thread.ofPlatform().daemon().start(() -> take(queue)));
            case PRODUCER -> {
                queue.put(0);
                threads.add(Thread.ofPlatform().daemon().start(() -> put(queue)));
            }
            case VIRTUAL_THREADS -> {
                for (int i = 0; i < THREADS; i++) {
                    threads.add(Thread.ofVirtual().start(() -> take(queue)));
                }
            }
        }
        System.out.println("waiting: " + threads.size());
        while (System.in.read() >= 0) {
            // Until the other side closes it.
        }
        System.exit(0);
    }

    private static void take(ProcessQueue<Integer> queue) {
        try {
            throw new IllegalStateException("took " + queue.take() + " from a queue into which nothing was put");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void put(ProcessQueue<Integer> queue) {
        try {
            queue.put(1);
            throw new IllegalStateException("put into a full queue");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
