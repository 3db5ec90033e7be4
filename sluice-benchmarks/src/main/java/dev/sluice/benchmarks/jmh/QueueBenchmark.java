package dev.sluice.benchmarks.jmh;

import dev.sluice.JoinableQueue;
import dev.sluice.ProcessQueue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Putting and taking without contention: one thread does both. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class QueueBenchmark {
    private static final int CAPACITY = 1024;

    private final ProcessQueue<Integer> queue = ProcessQueue.create(CAPACITY);
    private final JoinableQueue<Integer> joinable = JoinableQueue.create(CAPACITY);
    private final BlockingQueue<Integer> array = new ArrayBlockingQueue<>(CAPACITY);
    private int next;

    /** Gives the memory back. */
    @TearDown
    public void tearDown() {
        queue.close();
        joinable.close();
    }

    /** A plain queue. */
    @Benchmark
    public Integer putAndTake() throws InterruptedException {
        queue.put(next++);
        return queue.take();
    }

    /** A joinable queue. */
    @Benchmark
    public Integer putTakeAndAcknowledge() throws InterruptedException {
        joinable.put(next++);
        Integer element = joinable.take();
        joinable.taskDone();
        return element;
    }

    /** Asking for the size. */
    @Benchmark
    public int size() {
        return queue.size();
    }

    /** The JDK's queue, for comparison. */
    @Benchmark
    public Integer putAndTakeArrayBlockingQueue() throws InterruptedException {
        array.put(next++);
        return array.take();
    }
}
