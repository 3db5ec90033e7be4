package dev.sluice.benchmarks.jmh;

import dev.sluice.ProcessQueue;
import dev.sluice.QueueShutdownException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A request to a thread that waits in {@code take}, and its reply: awake, and after a silence in which it fell asleep. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class WakeUpBenchmark {
    private static final int CAPACITY = 1024;

    private final ProcessQueue<Integer> requests = ProcessQueue.create(CAPACITY);
    private final ProcessQueue<Integer> replies = ProcessQueue.create(CAPACITY);

    /** The silence before each request. */
    @Param({"0", "1000"})
    private int silenceMicros;

    private Thread responder;
    private int next;

    /** Starts the other side. */
    @Setup
    public void start() {
        responder = Thread.ofPlatform().daemon().start(() -> {
            try {
                while (true) {
                    replies.put(requests.take());
                }
            } catch (InterruptedException | QueueShutdownException e) {
                // The end of the trial.
            }
        });
    }

    /** Is silent. */
    @Setup(Level.Invocation)
    public void beSilent() {
        if (silenceMicros > 0) {
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(silenceMicros));
        }
    }

    /** Ends the other side. */
    @TearDown
    public void stop() throws InterruptedException {
        requests.shutdownNow();
        responder.join();
        requests.close();
        replies.close();
    }

    /** There and back. */
    @Benchmark
    public Integer roundTrip() throws InterruptedException {
        requests.put(next++);
        return replies.take();
    }
}
