package dev.sluice.benchmarks.report;

import dev.sluice.benchmarks.trial.Measurement;
import dev.sluice.benchmarks.workload.Workload;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * All that was measured.
 *
 * @param measurements each trial
 */
public record Results(List<Measurement> measurements) {
    /** The workloads, in their order. */
    List<Workload> workloads() {
        return new ArrayList<>(
                new LinkedHashSet<>(measurements.stream().map(Measurement::workload).toList()));
    }

    /** The contenders of a workload, in their order. */
    List<String> contenders(Workload workload) {
        return new ArrayList<>(new LinkedHashSet<>(measurements.stream()
                .filter(each -> each.workload().equals(workload))
                .map(Measurement::contender)
                .toList()));
    }

    /** The usable trials of a cell. */
    List<Measurement> of(String workload, String contender) {
        return cell(workload, contender).stream().filter(Measurement::isUsable).toList();
    }

    /** All trials of a cell. */
    List<Measurement> cell(String workload, String contender) {
        return measurements.stream()
                .filter(each -> each.workload().id().equals(workload)
                        && each.contender().equals(contender))
                .toList();
    }

    /** The spread of a figure of a cell, by its place among the figures. */
    Optional<Spread> spread(String workload, String contender, int figure) {
        List<Double> values = of(workload, contender).stream()
                .map(each -> each.figures().get(figure).value())
                .toList();
        return values.isEmpty() ? Optional.empty() : Optional.of(Spread.of(values));
    }

    /** How many trials ran in which regime of the machine. */
    String regimes() {
        Map<String, Long> counts = measurements.stream()
                .collect(Collectors.groupingBy(each -> each.floor().regime(), TreeMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                .map(each -> each.getValue() + " " + each.getKey())
                .collect(Collectors.joining(", "));
    }

    /** How long trials were warmed up, and how many of them were not steady then; empty if there are none. */
    Optional<String> warmUps() {
        List<Measurement> usable =
                measurements.stream().filter(Measurement::isUsable).toList();
        if (usable.isEmpty()) {
            return Optional.empty();
        }
        Spread seconds = Spread.of(
                usable.stream().map(each -> each.warmUp().seconds()).toList());
        long unsteady =
                usable.stream().filter(each -> !each.warmUp().steady()).count();
        return Optional.of("from " + Numbers.plain(seconds.min()) + " to " + Numbers.plain(seconds.max())
                + " s, median " + Numbers.plain(seconds.median()) + " s; " + unsteady + " of " + usable.size()
                + " trials were not steady at the limit");
    }

    /** The trials that failed. */
    public List<Measurement> failures() {
        return measurements.stream().filter(each -> !each.isUsable()).toList();
    }
}
