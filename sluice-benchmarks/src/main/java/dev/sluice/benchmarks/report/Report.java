package dev.sluice.benchmarks.report;

import dev.sluice.benchmarks.trial.Measurement;
import dev.sluice.benchmarks.workload.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A run, as people read it. */
public final class Report {
    private final Results results;
    private final Setting setting;

    /** The report of a run. */
    public Report(Results results, Setting setting) {
        this.results = results;
        this.setting = setting;
    }

    /** For a terminal. */
    public List<String> text() {
        List<String> lines = new ArrayList<>();
        setting.facts().forEach((name, fact) -> lines.add(name + ": " + fact));
        lines.add("trials by regime: " + results.regimes());
        lines.add("");
        for (Workload workload : results.workloads()) {
            lines.add("== " + workload.id() + ": " + workload.title() + " ==");
            lines.addAll(Tables.of(results, workload).lines());
            lines.add("");
        }
        lines.addAll(Tables.of(Verdict.judge(results)).lines());
        for (Measurement failure : results.failures()) {
            lines.add("");
            lines.add("failed: " + failure.workload().id() + ", " + failure.contender() + ": " + failure.failure());
        }
        return lines;
    }

    /** Writes all figures as an object of JSON. */
    public void writeJson(Path file) throws IOException {
        Files.writeString(file, JsonReport.of(setting, results) + "\n");
    }

    /** Writes a chart for each workload. */
    public void writeCharts(Path folder) throws IOException {
        Charts.write(results, folder);
    }

    /** Writes a page of the documentation, with its charts and all figures. */
    public void writeFolder(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.write(folder.resolve("README.md"), Markdown.of(setting, results));
        writeJson(folder.resolve("results.json"));
        writeCharts(folder);
    }
}
