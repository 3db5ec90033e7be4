package dev.sluice.benchmarks.growth;

import dev.sluice.benchmarks.study.Probe;
import java.nio.file.Path;
import java.util.Arrays;

/** A process for one measurement of growth. It prints names and numbers. */
public final class GrowthMain {
    private GrowthMain() {}

    /** What is measured. */
    enum Part {
        /** With many elements queued. */
        QUEUED,
        /** With many processes attached. */
        ATTACHED,
        /** With long elements. */
        BYTES,
        /** The memory that queues occupy. */
        MEMORY
    }

    /**
     * Measures.
     *
     * @param args the part, and how many, with commas, or which state of the memory
     */
    public static void main(String[] args) throws Exception {
        // Beside the folder of the queues, which is removed with all that is in it.
        Path file = Path.of(System.getProperty("dev.sluice.dir")).resolveSibling("bare");
        switch (Part.valueOf(args[0])) {
            case QUEUED -> {
                long queued = Long.parseLong(args[1]);
                QueuedElements.measure(queued).print();
                BareRing.measure(file, queued).print();
            }
            case ATTACHED -> AttachedProcesses.measure(
                    Arrays.stream(args[1].split(",", -1)).map(Integer::valueOf).toList());
            case BYTES -> {
                int bytes = Integer.parseInt(args[1]);
                ElementSize cost = ElementSize.ofQueue(bytes);
                ElementSize bare = BareCopy.measure(file, bytes);
                Probe.print("nanos", cost.nanos());
                Probe.print("faults", cost.faults());
                Probe.print("bare", bare.nanos());
                Probe.print("bare faults", bare.faults());
            }
            case MEMORY -> new OccupiedMemory().measure(OccupiedMemory.State.valueOf(args[1]));
        }
    }
}
