package dev.sluice.benchmarks.growth;

import dev.sluice.benchmarks.study.Probe;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What the memory alone costs: the walk of a queue at a level, over slots of the same length, without anything that makes
 * a queue of them. Where this grows, no queue can stay flat.
 *
 * @param writeNanos to write a word to one slot after the other
 * @param readNanos  to read them so many slots later
 */
record BareRing(double writeNanos, double readNanos) {
    /** As long as a slot of a queue. */
    private static final long SLOT_BYTES = 192;

    private static final int PARTS = 2;

    static BareRing measure(Path file, long queued) throws IOException, InterruptedException {
        long slots = queued + QueuedElements.PER_ROUND;
        try (Arena arena = Arena.ofConfined();
                FileChannel channel = FileChannel.open(
                        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MemorySegment memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, slots * SLOT_BYTES, arena);
            // Fresh pages would cost what only a first use costs.
            memory.fill((byte) 1);
            Walk walk = new Walk(memory, slots, queued);
            Rounds.warmUp(walk, PARTS);
            double[] medians = Rounds.medians(walk, PARTS);
            return new BareRing(medians[0], medians[1]);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    void print() {
        Probe.print("bare write", writeNanos);
        Probe.print("bare read", readNanos);
    }

    private static final class Walk implements Rounds.Round {
        private final MemorySegment memory;
        private final long slots;
        private long tail;
        private long head;

        Walk(MemorySegment memory, long slots, long queued) {
            this.memory = memory;
            this.slots = slots;
            tail = queued;
        }

        @Override
        public void run(double[] nanos) {
            long start = System.nanoTime();
            for (int i = 0; i < QueuedElements.PER_ROUND; i++) {
                memory.set(ValueLayout.JAVA_LONG, tail * SLOT_BYTES, i);
                tail = tail + 1 == slots ? 0 : tail + 1;
            }
            long written = System.nanoTime();
            long sum = 0;
            for (int i = 0; i < QueuedElements.PER_ROUND; i++) {
                sum += memory.get(ValueLayout.JAVA_LONG, head * SLOT_BYTES);
                head = head + 1 == slots ? 0 : head + 1;
            }
            long read = System.nanoTime();
            if (sum == 0) {
                throw new IllegalStateException("nothing of what was written could be read");
            }
            nanos[0] = (written - start) / (double) QueuedElements.PER_ROUND;
            nanos[1] = (read - written) / (double) QueuedElements.PER_ROUND;
        }
    }
}
