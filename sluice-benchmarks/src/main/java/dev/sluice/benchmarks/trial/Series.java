package dev.sluice.benchmarks.trial;

import dev.sluice.benchmarks.contender.Contender;
import dev.sluice.benchmarks.contender.Launch;
import dev.sluice.benchmarks.floor.Floor;
import dev.sluice.benchmarks.floor.FloorMeter;
import dev.sluice.benchmarks.trial.Trial.Turn;
import dev.sluice.benchmarks.workload.Workload;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * All trials of a run: workload by workload, and for each, repetition by repetition, all contenders in turn; or, where all
 * that is measured is what comes after a long silence, all contenders at the same time.
 */
public final class Series {
    private final List<Workload> workloads;
    private final List<Contender> contenders;
    private final Plan plan;
    private final Timing timing;
    private final List<String> jvmOptions;

    /**
     * A run to come.
     *
     * @param workloads  what is done
     * @param contenders by whom
     * @param plan       how often
     * @param timing     how long
     * @param jvmOptions options for the JVMs of all contenders alike
     */
    public Series(
            List<Workload> workloads, List<Contender> contenders, Plan plan, Timing timing, List<String> jvmOptions) {
        this.workloads = List.copyOf(workloads);
        this.contenders = List.copyOf(contenders);
        this.plan = plan;
        this.timing = timing;
        this.jvmOptions = List.copyOf(jvmOptions);
    }

    /** How many trials there are. */
    public long trials() {
        return workloads.stream()
                .flatMapToInt(workload -> contenders.stream().mapToInt(each -> repetitions(workload, each)))
                .sum();
    }

    private int repetitions(Workload workload, Contender contender) {
        return contender.supports(workload) ? plan.repetitions(workload, contender) : 0;
    }

    /**
     * Runs all.
     *
     * @param folder   where its files are put
     * @param meter    measures the floor
     * @param progress told of each trial as it ends
     */
    public List<Measurement> run(RunFolder folder, FloorMeter meter, Consumer<Measurement> progress)
            throws IOException, InterruptedException {
        List<Measurement> measurements = new ArrayList<>();
        for (Workload workload : workloads) {
            int most = contenders.stream()
                    .mapToInt(each -> repetitions(workload, each))
                    .max()
                    .orElse(0);
            for (int repetition = 0; repetition < most; repetition++) {
                List<Contender> present = present(workload, repetition);
                if (workload.isSideBySide()) {
                    List<Measurement> some = sideBySide(folder, meter.measure(), workload, present, repetition);
                    some.forEach(progress);
                    measurements.addAll(some);
                    continue;
                }
                for (Contender contender : present) {
                    Measurement one = run(folder, meter.measure(), workload, contender, repetition, Turn.AT_ONCE);
                    progress.accept(one);
                    measurements.add(one);
                }
            }
        }
        return measurements;
    }

    private List<Contender> present(Workload workload, int repetition) {
        return contenders.stream()
                .filter(each -> repetition < repetitions(workload, each))
                .toList();
    }

    /** All are warmed up before any is measured, and then no two end their silence at the same instant. */
    private List<Measurement> sideBySide(
            RunFolder folder, Floor floor, Workload workload, List<Contender> present, int repetition)
            throws IOException, InterruptedException {
        Phaser warm = new Phaser(present.size());
        List<Future<Measurement>> trials = new ArrayList<>();
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            long apart = workload.silence().toNanos() / Math.max(1, present.size());
            for (Contender contender : present) {
                long delay = trials.size() * apart;
                Turn turn = () -> {
                    warm.awaitAdvanceInterruptibly(warm.arrive());
                    TimeUnit.NANOSECONDS.sleep(delay);
                };
                trials.add(threads.submit(() -> {
                    try {
                        return run(folder, floor, workload, contender, repetition, turn);
                    } finally {
                        // Whoever failed before its turn is not waited for; whoever did not is past it.
                        warm.arriveAndDeregister();
                    }
                }));
            }
            List<Measurement> measurements = new ArrayList<>();
            for (Future<Measurement> trial : trials) {
                measurements.add(result(trial));
            }
            return measurements;
        }
    }

    private static Measurement result(Future<Measurement> trial) throws IOException, InterruptedException {
        try {
            return trial.get();
        } catch (ExecutionException e) {
            throw new IOException("a trial could not be run: " + e.getCause().getMessage(), e.getCause());
        }
    }

    private Measurement run(
            RunFolder folder, Floor floor, Workload workload, Contender contender, int repetition, Turn turn)
            throws IOException, InterruptedException {
        Path place = folder.sub(workload.id());
        try {
            Launch launch = new Launch(place, workload, jvmOptions);
            Outcome outcome = Trial.run(contender, launch, timing.atLeast(workload.atLeast()), turn);
            return Measurement.of(workload, contender.id(), repetition, floor, outcome);
        } catch (TrialFailedException e) {
            return Measurement.failed(workload, contender.id(), repetition, floor, e.getMessage());
        } finally {
            RunFolder.removeQuietly(place);
        }
    }
}
