package dev.sluice.benchmarks.growth;

import dev.sluice.ProcessQueue;
import dev.sluice.benchmarks.worker.Gate;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A process of the measurement of what it costs others when processes attach and detach. */
public final class ChurnMain {
    /** The queue that is in use. */
    static final String BUSY = "busy";

    /** Another one, for comparison. */
    static final String BESIDE = "beside";

    /** Its number at the gate. */
    static final int PRODUCER = 0;

    /** Its number at the gate. */
    static final int CONSUMER = 1;

    /** Its number at its own gate. */
    static final int OPENER = 0;

    private static final int BOUND = 1024;
    private static final int BATCH = 1024;
    private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private ChurnMain() {}

    /** What a process does. */
    enum Part {
        /** Puts without end. */
        PRODUCER,
        /** Takes without end. */
        CONSUMER,
        /** While it is measured, opens and closes the queue in use, a hundred times a second. */
        OPENER,
        /** The same with the other queue. */
        OPENER_BESIDE,
        /** Opens the queue in use, closes it, and ends. */
        VISITOR,
        /** The same with the other queue. */
        VISITOR_BESIDE
    }

    /**
     * Plays a part.
     *
     * @param args the part, and the file of the gate
     */
    public static void main(String[] args) throws Exception {
        Part part = Part.valueOf(args[0]);
        switch (part) {
            case VISITOR -> visit(BUSY);
            case VISITOR_BESIDE -> visit(BESIDE);
            default -> play(part, Gate.open(Path.of(args[1])));
        }
    }

    private static void play(Part part, Gate gate) throws InterruptedException {
        switch (part) {
            case PRODUCER -> {
                try (ProcessQueue<Integer> queue = queue(BUSY)) {
                    gate.awaitRelease(PRODUCER);
                    produce(queue, gate);
                }
            }
            case CONSUMER -> {
                try (ProcessQueue<Integer> queue = queue(BUSY);
                        ProcessQueue<Integer> beside = queue(BESIDE)) {
                    gate.awaitRelease(CONSUMER);
                    // Nobody puts into it; it has to be held, though, so that it is there to be opened.
                    beside.clear();
                    consume(queue, gate);
                }
            }
            case OPENER -> open(BUSY, gate);
            default -> open(BESIDE, gate);
        }
    }

    private static ProcessQueue<Integer> queue(String name) {
        return ProcessQueue.<Integer>builder().name(name).maxSize(BOUND).openOrBuild();
    }

    private static void visit(String name) {
        try (ProcessQueue<Integer> queue = ProcessQueue.open(name)) {
            System.out.println("size " + queue.size());
        }
    }

    private static void produce(ProcessQueue<Integer> queue, Gate gate) throws InterruptedException {
        while (!gate.isStopped()) {
            for (int i = 0; i < BATCH; i++) {
                queue.put(i);
            }
        }
    }

    private static void consume(ProcessQueue<Integer> queue, Gate gate) throws InterruptedException {
        for (long received = 0; !gate.isStopped(); received += BATCH) {
            for (int i = 0; i < BATCH; i++) {
                queue.take();
            }
            gate.received(CONSUMER, received + BATCH);
        }
    }

    /** Holds nothing in between: the queue is mapped anew each time. */
    private static void open(String name, Gate gate) {
        gate.awaitRelease(OPENER);
        long count = 0;
        long nanos = 0;
        while (!gate.isStopped()) {
            if (!gate.isMeasuring()) {
                LockSupport.parkNanos(LOOK_NANOS);
                continue;
            }
            long start = System.nanoTime();
            visitQuietly(name);
            nanos += System.nanoTime() - start;
            count++;
            gate.received(OPENER, count);
            gate.sent(OPENER, nanos);
            LockSupport.parkNanos(INTERVAL_NANOS);
        }
    }

    private static void visitQuietly(String name) {
        try (ProcessQueue<Integer> queue = ProcessQueue.open(name)) {
            if (queue.size() < 0) {
                throw new IllegalStateException("a queue of less than no elements");
            }
        }
    }
}
