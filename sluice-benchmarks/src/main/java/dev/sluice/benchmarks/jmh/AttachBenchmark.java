package dev.sluice.benchmarks.jmh;

import dev.sluice.ProcessQueue;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Making and giving up a queue, and attaching to one by name. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class AttachBenchmark {
    private final String name = "bench-attach-" + ProcessHandle.current().pid();
    private ProcessQueue<Integer> queue;

    /** Makes the queue that is attached to. */
    @Setup
    public void setUp() {
        queue = ProcessQueue.<Integer>builder().name(name).build();
    }

    /** Removes it. */
    @TearDown
    public void tearDown() {
        queue.close();
        ProcessQueue.unlink(name);
    }

    /** Opens the queue by its name, and closes the handle. */
    @Benchmark
    public void openAndClose() {
        ProcessQueue.open(name).close();
    }

    /** Makes a queue without a name, and closes it. */
    @Benchmark
    public void createAndClose() {
        ProcessQueue.create().close();
    }
}
