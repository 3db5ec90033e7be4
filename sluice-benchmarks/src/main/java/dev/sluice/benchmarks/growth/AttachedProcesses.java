package dev.sluice.benchmarks.growth;

import dev.sluice.ChildProcess;
import dev.sluice.ProcessQueue;
import dev.sluice.benchmarks.study.Probe;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What an element costs in one process while others are attached and wait elsewhere. */
final class AttachedProcesses {
    private static final int PER_ROUND = 10_000;
    private static final long SETTLE_MILLIS = 500;
    private static final List<String> SMALL =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx32m", "-Xss512k");

    private AttachedProcesses() {}

    /** Measures in this process, at each level of processes attached, this one included. */
    static void measure(List<Integer> levels) throws InterruptedException {
        List<ChildProcess> children = new ArrayList<>();
        try (ProcessQueue<Integer> queue = ProcessQueue.create(PER_ROUND);
                ProcessQueue<Integer> present = ProcessQueue.create();
                ProcessQueue<Integer> end = ProcessQueue.create()) {
            Rounds.Round round = nanos -> round(queue, nanos);
            Rounds.warmUp(round, 1);
            try {
                for (int level : levels) {
                    while (children.size() < level - 1) {
                        children.add(child(queue, present, end));
                        present.take();
                    }
                    // Until those that have just been started have nothing left to do.
                    TimeUnit.MILLISECONDS.sleep(SETTLE_MILLIS);
                    Probe.print(Integer.toString(level), Rounds.medians(round, 1)[0]);
                }
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

    private static ChildProcess child(
            ProcessQueue<Integer> queue, ProcessQueue<Integer> present, ProcessQueue<Integer> end) {
        return ChildProcess.builder()
                .jvmOptions(SMALL)
                .daemon(true)
                .task(() -> {
                    // Being asked for its size, it is attached for certain.
                    present.put(queue.size());
                    end.take();
                })
                .start();
    }

    private static void round(ProcessQueue<Integer> queue, double[] nanos) throws InterruptedException {
        long start = System.nanoTime();
        for (int i = 0; i < PER_ROUND; i++) {
            queue.put(i);
            queue.take();
        }
        nanos[0] = (System.nanoTime() - start) / (double) PER_ROUND;
    }
}
