package dev.sluice.benchmarks.report;

import dev.sluice.benchmarks.trial.Measurement;
import dev.sluice.benchmarks.workload.Workload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Whether a target is met. The ratio is taken repetition by repetition, of trials that ran next to each other; the median
 * of these ratios decides.
 *
 * @param target the target
 * @param ratio  the ratios; empty if the subject or one of the peers was not measured
 */
public record Verdict(Target target, Optional<Spread> ratio) {
    /** Judges all targets. */
    static List<Verdict> judgeAll(Results results) {
        return Target.all().stream().map(target -> judge(target, results)).toList();
    }

    /** Judges the targets of those workloads that were done. */
    public static List<Verdict> judge(Results results) {
        List<String> done = results.workloads().stream().map(Workload::id).toList();
        return Target.all().stream()
                .filter(target -> done.contains(target.workload()))
                .map(target -> judge(target, results))
                .toList();
    }

    static Verdict judge(Target target, Results results) {
        List<Double> ratios = new ArrayList<>();
        for (Measurement subject : results.of(target.workload(), target.subject())) {
            OptionalDouble peer = peer(target, results, subject.repetition());
            if (peer.isPresent()) {
                ratios.add(subject.value() / peer.getAsDouble());
            }
        }
        return new Verdict(target, ratios.isEmpty() ? Optional.empty() : Optional.of(Spread.of(ratios)));
    }

    /** Nothing if any of them is missing: the best of the others would flatter. */
    private static OptionalDouble peer(Target target, Results results, int repetition) {
        double[] values = target.peers().stream()
                .flatMap(peer -> results.of(target.workload(), peer).stream())
                .filter(measurement -> measurement.repetition() == repetition)
                .mapToDouble(Measurement::value)
                .toArray();
        if (values.length < target.peers().size()) {
            return OptionalDouble.empty();
        }
        return target.isTime() ? Arrays.stream(values).min() : Arrays.stream(values).max();
    }

    /** Whether it was measured at all. */
    public boolean isMeasured() {
        return ratio.isPresent();
    }

    /** Whether it was measured and is met. */
    public boolean isMet() {
        return ratio.isPresent() && target.isMetBy(ratio.get().median());
    }

    /** As a row of the table of targets. */
    Judged judged() {
        return new Judged(
                target.workload(),
                target.subject(),
                target.words(),
                ratio.map(spread -> Numbers.ratio(spread.median())).orElse("-"),
                ratio.map(spread -> Numbers.ratio(spread.min()) + " .. " + Numbers.ratio(spread.max()))
                        .orElse("-"),
                words());
    }

    /** In words. */
    public String words() {
        return !isMeasured() ? "not measured" : isMet() ? "met" : "NOT MET";
    }
}
