package dev.sluice.benchmarks.trial;

import dev.sluice.benchmarks.contender.Contender;
import dev.sluice.benchmarks.contender.Launch;
import dev.sluice.benchmarks.trial.Measurement.Figure;
import dev.sluice.benchmarks.worker.Gate;
import dev.sluice.benchmarks.worker.RoundTrips;
import dev.sluice.benchmarks.workload.Workload;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * One contender doing one workload once: starts the processes, waits until all members are ready, releases them, lets them
 * warm up, measures, stops them, waits until all that was sent is received, and ends them.
 */
final class Trial {
    private static final Duration READY_LIMIT = Duration.ofSeconds(60);
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(30);
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MICRO = 1e3;
    private static final double MEDIAN = 50;
    private static final double P99 = 99;
    private static final double P99_9 = 99.9;

    private final Launch launch;
    private final Workload workload;
    private final Gate gate;
    private final Timing timing;
    private final Processes processes;
    private final Turn turn;

    private Trial(Launch launch, Timing timing, Gate gate, Processes processes, Turn turn) {
        this.launch = launch;
        this.turn = turn;
        this.workload = launch.workload();
        this.timing = timing;
        this.gate = gate;
        this.processes = processes;
    }

    /**
     * Runs it.
     *
     * @param turn waited for between warming up and measuring
     */
    static Outcome run(Contender contender, Launch launch, Timing timing, Turn turn)
            throws IOException, InterruptedException, TrialFailedException {
        Gate gate = Gate.create(launch.gate(), launch.workload().members());
        try (Processes processes = new Processes(launch.folder())) {
            start(processes, contender, launch);
            return new Trial(launch, timing, gate, processes, turn).outcome();
        }
    }

    /** A contender that cannot be started fails its trial, not the run. */
    private static void start(Processes processes, Contender contender, Launch launch) throws TrialFailedException {
        try {
            processes.start(contender.commands(launch));
        } catch (IOException e) {
            throw new TrialFailedException("it could not be started: " + e.getMessage());
        }
    }

    private Outcome outcome() throws IOException, InterruptedException, TrialFailedException {
        await(READY_LIMIT, "get ready", () -> count(Gate.State.READY) == workload.members());
        gate.begin(Gate.Phase.WARM_UP);
        WarmUp warmUp = warmUp();
        turn.await();
        gate.begin(Gate.Phase.MEASURE);
        return new Outcome(warmUp, figures());
    }

    private WarmUp warmUp() throws InterruptedException, TrialFailedException {
        Steadiness steadiness = new Steadiness();
        long start = System.nanoTime();
        long before = start;
        long received = received();
        long compiling = CompilerTime.nanos(processes.pids());
        while (!steadiness.isReached() && before - start < timing.warmUp().toNanos()) {
            TimeUnit.NANOSECONDS.sleep(Math.min(
                    Steadiness.WINDOW_NANOS, timing.warmUp().toNanos() - (before - start)));
            lookForFailures();
            long receivedNow = received();
            long compilingNow = CompilerTime.nanos(processes.pids());
            long now = System.nanoTime();
            steadiness.add(receivedNow - received, now - before, compilingNow - compiling);
            received = receivedNow;
            compiling = compilingNow;
            before = now;
        }
        return new WarmUp((before - start) / NANOS_PER_SECOND, steadiness.isReached());
    }

    private List<Figure> figures() throws IOException, InterruptedException, TrialFailedException {
        long before = received();
        long start = System.nanoTime();
        pass(timing.measured());
        // On a machine that has much else to do, until there is something.
        await(DRAIN_LIMIT, "receive anything while it was measured", () -> received() > before || isExchange());
        long count = received() - before;
        long nanos = System.nanoTime() - start;
        gate.begin(Gate.Phase.STOP);
        await(DRAIN_LIMIT, "send the last element, and receive all that was sent", () -> {
            return count(Gate.State.DONE) == workload.producers() && received() == sent();
        });
        return isExchange() ? roundTrips() : rate(count, nanos);
    }

    private boolean isExchange() {
        return workload.kind().isExchange();
    }

    private List<Figure> rate(long count, long nanos) {
        double perSecond = count * NANOS_PER_SECOND / nanos;
        List<Figure> figures = new ArrayList<>();
        figures.add(new Figure("elements/s", perSecond));
        if (workload.bytes() > 0) {
            figures.add(new Figure("bytes/s", perSecond * workload.bytes()));
        }
        return figures;
    }

    private List<Figure> roundTrips() throws IOException, TrialFailedException {
        Histogram histogram = RoundTrips.read(launch.folder().resolve(Launch.ROUND_TRIPS));
        if (histogram.getTotalCount() == 0) {
            throw new TrialFailedException("no round trip was measured");
        }
        return List.of(
                new Figure("p50 us", histogram.getValueAtPercentile(MEDIAN) / NANOS_PER_MICRO),
                new Figure("p99 us", histogram.getValueAtPercentile(P99) / NANOS_PER_MICRO),
                new Figure("p99.9 us", histogram.getValueAtPercentile(P99_9) / NANOS_PER_MICRO));
    }

    private void pass(Duration time) throws InterruptedException, TrialFailedException {
        TimeUnit.NANOSECONDS.sleep(time.toNanos());
        lookForFailures();
    }

    private void await(Duration limit, String what, Condition condition)
            throws IOException, InterruptedException, TrialFailedException {
        long start = System.nanoTime();
        while (!condition.holds()) {
            lookForFailures();
            if (System.nanoTime() - start > limit.toNanos()) {
                throw new TrialFailedException("within " + limit.toSeconds() + " s its members did not " + what
                        + "; sent " + sent() + ", received " + received() + processes.output());
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    private void lookForFailures() throws TrialFailedException {
        if (count(Gate.State.FAILED) > 0 || processes.anyFailed()) {
            throw new TrialFailedException("a member failed" + processes.output());
        }
    }

    private long count(Gate.State state) {
        long count = 0;
        for (int member = 0; member < workload.members(); member++) {
            count += gate.isState(member, state) ? 1 : 0;
        }
        return count;
    }

    private long received() {
        long sum = 0;
        for (int member = 0; member < workload.members(); member++) {
            sum += gate.received(member);
        }
        return sum;
    }

    private long sent() {
        long sum = 0;
        for (int member = 0; member < workload.members(); member++) {
            sum += gate.sent(member);
        }
        return sum;
    }

    /** Waits until it is this trial's turn to be measured, if others run at the same time. */
    interface Turn {
        /** When a trial is alone. */
        Turn AT_ONCE = () -> {};

        void await() throws InterruptedException;
    }

    private interface Condition {
        boolean holds();
    }
}
