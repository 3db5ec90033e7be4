package dev.sluice.benchmarks.report;

import dev.sluice.benchmarks.contender.Contender;
import dev.sluice.benchmarks.trial.Measurement;
import dev.sluice.benchmarks.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A run, as a page of the documentation. */
final class Markdown {
    private static final int REASON_LINES = 3;

    private final Setting setting;
    private final Results results;
    private final List<Section> sections;
    private final List<String> lines = new ArrayList<>();

    private Markdown(Setting setting, Results results, List<Section> sections) {
        this.setting = setting;
        this.results = results;
        this.sections = sections;
    }

    static List<String> of(Setting setting, Results results, List<Section> sections) {
        Markdown page = new Markdown(setting, results, sections);
        page.head();
        page.targets();
        page.contents();
        results.workloads().forEach(page::workload);
        sections.forEach(section -> page.lines.addAll(section.markdown()));
        page.failures();
        page.contenders();
        return page.lines;
    }

    private void head() {
        lines.add("<!-- Written by ./sluice bench --report; changes by hand are lost. -->");
        lines.add("# Benchmarks");
        lines.add("");
        lines.add("How it is measured, and what the columns mean: [method.md](method.md). All figures:"
                + " [results.json](results.json).");
        lines.add("");
        TextTable facts = new TextTable(2, "of this run", "");
        setting.facts().forEach((name, fact) -> facts.row(name, name.equals("command") ? "`" + fact + "`" : fact));
        results.warmUps().ifPresent(warmUps -> facts.row("warm-up", warmUps));
        facts.row("trials by regime", results.regimes());
        lines.addAll(facts.markdown());
        lines.add("");
    }

    private void targets() {
        lines.add("## Targets");
        lines.add("");
        lines.add(
                "Each ratio is taken repetition by repetition, of trials next to each other; what stands here is their"
                        + " median. No target is left out.");
        lines.add("");
        List<Judged> rows = new ArrayList<>();
        Verdict.judgeAll(results).forEach(verdict -> rows.add(verdict.judged()));
        rows.addAll(Elsewhere.rows(sections));
        lines.addAll(Tables.targets(rows).markdown());
        lines.add("");
    }

    private void contents() {
        lines.add("More: "
                + Stream.concat(
                        results.workloads().stream()
                                .map(workload -> Chapter.link(Chapter.of(workload), workload.id())),
                        sections.stream().map(section -> Chapter.link(section.title(), section.id())))
                        .collect(Collectors.joining(", "))
                + "; the inside is measured by `./sluice bench jmh`.");
        lines.add("");
    }

    private void workload(Workload workload) {
        lines.add("## " + Chapter.of(workload));
        lines.add("");
        lines.add("`" + setting.commandFor(workload) + "`");
        lines.add("");
        lines.addAll(Tables.of(results, workload).markdown());
        lines.add("");
        lines.add("![" + workload.id() + "](" + Charts.file(workload) + ")");
        lines.add("");
    }

    private void failures() {
        if (results.failures().isEmpty()) {
            return;
        }
        lines.add("## Failed trials");
        lines.add("");
        for (Measurement failure : results.failures()) {
            lines.add("- " + failure.workload().id() + ", " + failure.contender() + ", repetition "
                    + (failure.repetition() + 1) + ": "
                    + String.join(
                            " / ", failure.failure().lines().limit(REASON_LINES).toList()));
        }
        lines.add("");
    }

    private void contenders() {
        lines.add("## Contenders");
        lines.add("");
        TextTable table = new TextTable(4, "name", "what", "set up", "its own JVM options");
        for (Contender contender : setting.contenders()) {
            table.row(
                    contender.id(),
                    contender.title(),
                    contender.note(),
                    contender.jvmOptions().isEmpty() ? "" : "`" + String.join(" ", contender.jvmOptions()) + "`");
        }
        setting.absent().forEach((contender, why) -> table.row(contender, "absent: " + why, "", ""));
        lines.addAll(table.markdown());
    }
}
