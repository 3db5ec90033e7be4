package dev.sluice.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The targets that no workload is judged by: sections have them, or other commands. */
final class Elsewhere {
    private Elsewhere() {}

    /** A row at least for each of them, with or without the sections that say more. */
    static List<Judged> rows(List<Section> sections) {
        List<Judged> rows = new ArrayList<>();
        rows.addAll(of("start", sections)
                .orElse(List.of(
                        row("start", "W7", "a warm start to the first line", "below CPython's fork, p50 below 1 ms"),
                        row("start", "W7", "a cold start to the first line", "below 2 x CPython's spawn"))));
        rows.addAll(of("pool", sections)
                .orElse(List.of(
                        row("pool", "pool", "tiny tasks per second", "at least 5 x CPython's pools"),
                        row("pool", "pool", "median latency of a tiny task", "below CPython's pools"))));
        rows.addAll(of("waiting", sections)
                .orElse(List.of(
                        row("waiting", "waiting", "a consumer, a producer", "below 0.1 % of a core"))));
        rows.addAll(of("growth", sections)
                .orElse(List.of(
                        row("growth", "growth", "1 to 10,000,000 elements queued", "flat"),
                        row("growth", "growth", "1 to 64 processes attached", "flat"))));
        rows.add(Judged.notMeasured(
                "kill -9",
                "10,000 kills",
                "0 corrupted, 0 lost (joinable), at most the one in hand (plain), 0 stuck over 1 s, 0 leaked",
                "`./sluice stress`: see [stress.md](../stress.md)"));
        return rows;
    }

    private static Optional<List<Judged>> of(String id, List<Section> sections) {
        return sections.stream()
                .filter(section -> section.id().equals(id) && !section.targets().isEmpty())
                .map(Section::targets)
                .findFirst();
    }

    private static Judged row(String command, String workload, String subject, String target) {
        return Judged.notMeasured(workload, subject, target,
                "not measured in this run: `./sluice bench " + command + "`");
    }
}
