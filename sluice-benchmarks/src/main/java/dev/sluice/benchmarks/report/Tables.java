package dev.sluice.benchmarks.report;

import dev.sluice.benchmarks.trial.Measurement;
import dev.sluice.benchmarks.workload.Workload;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The tables of a report. */
final class Tables {
    private static final double NANOS_PER_MICRO = 1e3;
    private static final String NONE = "-";

    private Tables() {}

    /** The contenders of a workload. */
    static TextTable of(Results results, Workload workload) {
        return workload.kind().isExchange() ? roundTrips(results, workload) : rates(results, workload);
    }

    private static TextTable rates(Results results, Workload workload) {
        boolean bytes = workload.bytes() > 0;
        TextTable table = new TextTable(
                1, "contender", "elements/s", "min .. max", bytes ? "bytes/s" : "x sluice", "trials",
                "floor ping us", "floor ring/s", "regime");
        Optional<Spread> sluice = results.spread(workload.id(), "sluice", 0);
        for (String contender : results.contenders(workload)) {
            Optional<Spread> rate = results.spread(workload.id(), contender, 0);
            String last = bytes
                    ? results.spread(workload.id(), contender, 1)
                            .map(spread -> Numbers.large(spread.median()))
                            .orElse(NONE)
                    : rate.flatMap(own -> sluice.map(other -> Numbers.ratio(own.median() / other.median())))
                            .orElse(NONE);
            table.row(
                    contender,
                    rate.map(spread -> Numbers.large(spread.median())).orElse("failed"),
                    rate.map(spread -> Numbers.large(spread.min()) + " .. " + Numbers.large(spread.max()))
                            .orElse(NONE),
                    last,
                    Integer.toString(results.of(workload.id(), contender).size()),
                    ping(results, workload, contender),
                    ring(results, workload, contender),
                    regimes(results, workload, contender));
        }
        return table;
    }

    private static TextTable roundTrips(Results results, Workload workload) {
        TextTable table = new TextTable(
                1, "contender", "p50 us", "min .. max", "p99 us", "p99.9 us", "x " + inC(workload), "trials",
                "floor ping us",
                "floor ring/s", "regime");
        Optional<Spread> floor = results.spread(workload.id(), inC(workload), 0);
        for (String contender : results.contenders(workload)) {
            Optional<Spread> median = results.spread(workload.id(), contender, 0);
            table.row(
                    contender,
                    median.map(spread -> Numbers.plain(spread.median())).orElse("failed"),
                    median.map(spread -> Numbers.plain(spread.min()) + " .. " + Numbers.plain(spread.max()))
                            .orElse(NONE),
                    results.spread(workload.id(), contender, 1)
                            .map(spread -> Numbers.plain(spread.median()))
                            .orElse(NONE),
                    results.spread(workload.id(), contender, 2)
                            .map(spread -> Numbers.plain(spread.median()))
                            .orElse(NONE),
                    median.flatMap(own -> floor.map(other -> Numbers.ratio(own.median() / other.median())))
                            .orElse(NONE),
                    Integer.toString(results.of(workload.id(), contender).size()),
                    ping(results, workload, contender),
                    ring(results, workload, contender),
                    regimes(results, workload, contender));
        }
        return table;
    }

    /** The targets and what became of them. */
    static TextTable targets(List<Judged> rows) {
        TextTable table = new TextTable(3, "workload", "of", "target", "measured", "min .. max", "verdict");
        for (Judged row : rows) {
            table.row(row.workload(), row.subject(), row.target(), row.measured(), row.range(), row.verdict());
        }
        return table;
    }

    /** The floor in C of an exchange. */
    private static String inC(Workload workload) {
        return workload.silence().isZero() ? "spin-c" : "futex-c";
    }

    private static String ping(Results results, Workload workload, String contender) {
        return Numbers.plain(Spread.of(results.cell(workload.id(), contender).stream()
                .map(each -> each.floor().pingNanos() / NANOS_PER_MICRO)
                .toList())
                .median());
    }

    private static String ring(Results results, Workload workload, String contender) {
        return Numbers.large(Spread.of(results.cell(workload.id(), contender).stream()
                .map(each -> each.floor().ringPerSecond())
                .toList())
                .median());
    }

    private static String regimes(Results results, Workload workload, String contender) {
        List<Measurement> cell = results.cell(workload.id(), contender);
        return cell.stream()
                .collect(Collectors.groupingBy(
                        each -> each.floor().regime(), java.util.TreeMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .map(each -> each.getValue() == cell.size() ? each.getKey() : each.getValue() + " " + each.getKey())
                .collect(Collectors.joining(", "));
    }
}
