package dev.sluice.benchmarks.report;

import dev.sluice.benchmarks.contender.Contender;
import dev.sluice.benchmarks.trial.Measurement;
import dev.sluice.benchmarks.workload.Workload;
import java.util.ArrayList;
import java.util.List;

/** A run, as a page of the documentation. */
final class Markdown {
    private final Setting setting;
    private final Results results;
    private final List<String> lines = new ArrayList<>();

    private Markdown(Setting setting, Results results) {
        this.setting = setting;
        this.results = results;
    }

    static List<String> of(Setting setting, Results results) {
        Markdown page = new Markdown(setting, results);
        page.head();
        page.targets();
        results.workloads().forEach(page::workload);
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
        facts.row("trials by regime", results.regimes());
        lines.addAll(facts.markdown());
        lines.add("");
    }

    private void targets() {
        lines.add("## Targets");
        lines.add("");
        TextTable table = Tables.of(Verdict.judgeAll(results));
        Target.elsewhere().forEach(table::row);
        lines.addAll(table.markdown());
        lines.add("");
    }

    private void workload(Workload workload) {
        lines.add("## " + workload.id() + ": " + workload.title());
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
                    + failure.failure().lines().findFirst().orElse(""));
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
        lines.addAll(table.markdown());
    }
}
