package dev.sluice.benchmarks.report;

import dev.sluice.benchmarks.workload.Workload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The round trips after silences of several lengths, side by side: a section made of the workloads that have one. */
final class Silence {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final String NONE = "-";

    private Silence() {}

    /** The section, if there is more than one length. */
    static Optional<Section> of(Results results) {
        List<Workload> workloads = results.workloads().stream()
                .filter(workload -> !workload.silence().isZero())
                .toList();
        if (workloads.size() < 2) {
            return Optional.empty();
        }
        Set<String> contenders = new LinkedHashSet<>();
        workloads.forEach(workload -> contenders.addAll(results.contenders(workload)));
        List<String> head = new ArrayList<>(List.of("p50 us"));
        workloads.forEach(workload -> head.add(workload.id()));
        TextTable table = new TextTable(1, head.toArray(String[]::new));
        List<Block.Curve> curves = new ArrayList<>();
        Map<String, Object> data = new LinkedHashMap<>();
        for (String contender : contenders) {
            List<String> row = new ArrayList<>(List.of(contender));
            List<Block.Point> points = new ArrayList<>();
            for (Workload workload : workloads) {
                Optional<Spread> median = results.spread(workload.id(), contender, 0);
                row.add(median.map(spread -> Numbers.plain(spread.median())).orElse(NONE));
                median.ifPresent(spread -> points.add(
                        new Block.Point(workload.silence().toNanos() / NANOS_PER_SECOND, spread.median())));
            }
            table.row(row.toArray(String[]::new));
            curves.add(new Block.Curve(contender, points));
            data.put(
                    contender,
                    points.stream().map(point -> List.of(point.x(), point.y())).toList());
        }
        return Optional.of(new Section(
                "silence",
                "Silence: how late the first element after it is",
                "./sluice bench --only "
                        + String.join(",", workloads.stream().map(Workload::id).toList()),
                List.of(
                        new Block.Paragraph("The median round trips of the workloads above. The longer the silence, the"
                                + " less is left in the caches of the processors, and the deeper they sleep: that is what"
                                + " grows for the futex in C, too. What waits without native access looks more and more"
                                + " rarely, every 50 ms in the end, so that it is late by that much after a long silence."),
                        new Block.Table(table),
                        new Block.Plot(
                                "silence.svg",
                                "Round trip after silence",
                                "seconds of silence",
                                "median round trip, us (less is better)",
                                curves.stream()
                                        .filter(curve -> curve.points().size() > 1)
                                        .toList())),
                List.of(),
                data));
    }
}
