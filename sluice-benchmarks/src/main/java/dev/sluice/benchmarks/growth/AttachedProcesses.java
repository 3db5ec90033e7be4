package dev.sluice.benchmarks.growth;

import dev.sluice.ChildProcess;
import dev.sluice.ProcessQueue;
import java.util.ArrayList;
import java.util.List;

/**
 * What an element costs in one process while others are attached and wait elsewhere.
 *
 * @param attached how many others are attached
 * @param nanos    to put and take one
 */
public record AttachedProcesses(int attached, double nanos) {
    private static final int ROUNDS = 20;
    private static final int PER_ROUND = 10_000;
    private static final int WARM_UP_ROUNDS = 100;
    private static final List<String> SMALL =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx32m", "-Xss512k");

    /** Attaches that many processes, and measures in this one. */
    public static AttachedProcesses measure(int attached) throws InterruptedException {
        List<ChildProcess> children = new ArrayList<>();
        try (ProcessQueue<Integer> queue = ProcessQueue.create(PER_ROUND);
                ProcessQueue<Integer> present = ProcessQueue.create();
                ProcessQueue<Integer> end = ProcessQueue.create()) {
            try {
                for (int i = 0; i < attached; i++) {
                    children.add(ChildProcess.builder()
                            .jvmOptions(SMALL)
                            .daemon(true)
                            .task(() -> {
                                // Being asked for its size, it is attached for certain.
                                present.put(queue.size());
                                end.take();
                            })
                            .start());
                }
                for (int i = 0; i < attached; i++) {
                    present.take();
                }
                return new AttachedProcesses(attached, nanos(queue));
            } finally {
                for (ChildProcess child : children) {
                    child.terminate();
                }
                for (ChildProcess child : children) {
                    child.join();
                }
            }
        }
    }

    private static double nanos(ProcessQueue<Integer> queue) throws InterruptedException {
        for (int i = 0; i < WARM_UP_ROUNDS; i++) {
            round(queue);
        }
        double[] rounds = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            rounds[i] = round(queue);
        }
        java.util.Arrays.sort(rounds);
        return rounds[ROUNDS / 2];
    }

    private static double round(ProcessQueue<Integer> queue) throws InterruptedException {
        long start = System.nanoTime();
        for (int i = 0; i < PER_ROUND; i++) {
            queue.put(i);
            queue.take();
        }
        return (System.nanoTime() - start) / (double) PER_ROUND;
    }
}
