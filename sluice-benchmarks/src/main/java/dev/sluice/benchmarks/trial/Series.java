package dev.sluice.benchmarks.trial;

import dev.sluice.benchmarks.contender.Contender;
import dev.sluice.benchmarks.contender.Launch;
import dev.sluice.benchmarks.floor.Floor;
import dev.sluice.benchmarks.floor.FloorMeter;
import dev.sluice.benchmarks.workload.Workload;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Consumer;

/** All trials of a run: workload by workload, and for each, repetition by repetition, all contenders in turn. */
public final class Series {
    private static final int FLOOR_MILLIS = 40;

    private final List<Workload> workloads;
    private final List<Contender> contenders;
    private final BiPredicate<Workload, Contender> wanted;
    private final int repetitions;
    private final Timing timing;
    private final List<String> jvmOptions;

    /**
     * A run to come.
     *
     * @param workloads   what is done
     * @param contenders  by whom
     * @param wanted      which of them do which, of those that can
     * @param repetitions how often
     * @param timing      how long
     * @param jvmOptions  options for the JVMs of all contenders alike
     */
    public Series(
            List<Workload> workloads,
            List<Contender> contenders,
            BiPredicate<Workload, Contender> wanted,
            int repetitions,
            Timing timing,
            List<String> jvmOptions) {
        this.workloads = List.copyOf(workloads);
        this.contenders = List.copyOf(contenders);
        this.wanted = wanted;
        this.repetitions = repetitions;
        this.timing = timing;
        this.jvmOptions = List.copyOf(jvmOptions);
    }

    /** How many trials there are. */
    public long trials() {
        return workloads.stream()
                .flatMap(workload -> contenders.stream().filter(each -> takesPart(workload, each)))
                .count()
                * repetitions;
    }

    private boolean takesPart(Workload workload, Contender contender) {
        return contender.supports(workload) && wanted.test(workload, contender);
    }

    /**
     * Runs all.
     *
     * @param progress told of each trial as it ends
     */
    public List<Measurement> run(Consumer<Measurement> progress) throws IOException, InterruptedException {
        List<Measurement> measurements = new ArrayList<>();
        try (RunFolder folder = new RunFolder();
                FloorMeter meter = new FloorMeter(folder.path(), FLOOR_MILLIS)) {
            for (Workload workload : workloads) {
                for (int repetition = 0; repetition < repetitions; repetition++) {
                    for (Contender contender : contenders) {
                        if (takesPart(workload, contender)) {
                            Measurement measurement = run(folder, meter.measure(), workload, contender, repetition);
                            measurements.add(measurement);
                            progress.accept(measurement);
                        }
                    }
                }
            }
        }
        return measurements;
    }

    private Measurement run(RunFolder folder, Floor floor, Workload workload, Contender contender, int repetition)
            throws IOException, InterruptedException {
        Path place = folder.sub(workload.id());
        try {
            Launch launch = new Launch(place, workload, jvmOptions);
            return Measurement.of(
                    workload, contender.id(), repetition, floor,
                    Trial.run(contender, launch, timing.atLeast(workload.atLeast())));
        } catch (TrialFailedException e) {
            return Measurement.failed(workload, contender.id(), repetition, floor, e.getMessage());
        } finally {
            RunFolder.removeQuietly(place);
        }
    }
}
