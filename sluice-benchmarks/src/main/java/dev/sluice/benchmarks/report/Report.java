package dev.sluice.benchmarks.report;

import dev.sluice.benchmarks.trial.Measurement;
import dev.sluice.benchmarks.workload.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A run, as people read it. */
public final class Report {
    private final Results results;
    private final List<Section> sections;
    private final Setting setting;

    /** The report of a run. */
    public Report(Results results, List<Section> sections, Setting setting) {
        this.results = results;
        this.sections = Stream.concat(Silence.of(results).stream(), sections.stream())
                .toList();
        this.setting = setting;
    }

    /** For a terminal. */
    public List<String> text() {
        List<String> lines = new ArrayList<>();
        setting.facts().forEach((name, fact) -> lines.add(name + ": " + fact));
        results.warmUps().ifPresent(warmUps -> lines.add("warm-up: " + warmUps));
        lines.add("trials by regime: " + results.regimes());
        setting.absent().forEach((contender, why) -> lines.add("absent: " + contender + ": " + why));
        lines.add("");
        for (Workload workload : results.workloads()) {
            lines.add("== " + workload.id() + ": " + workload.title() + " ==");
            lines.addAll(Tables.of(results, workload).lines());
            lines.add("");
        }
        for (Section section : sections) {
            lines.add("== " + section.title() + " ==");
            lines.addAll(section.text());
        }
        if (!targets().isEmpty()) {
            lines.addAll(Tables.targets(targets()).lines());
        }
        for (Measurement failure : results.failures()) {
            lines.add("");
            lines.add("failed: " + failure.workload().id() + ", " + failure.contender() + ": " + failure.failure());
        }
        return lines;
    }

    /** The targets of what was done. */
    private List<Judged> targets() {
        List<Judged> rows = new ArrayList<>();
        Verdict.judge(results).forEach(verdict -> rows.add(verdict.judged()));
        sections.forEach(section -> rows.addAll(section.targets()));
        return rows;
    }

    /** Whether all that was to be measured could be. */
    public boolean isWhole() {
        return results.failures().isEmpty() && sections.stream().noneMatch(Section::isFailed);
    }

    /** Writes all figures as an object of JSON. */
    public void writeJson(Path file) throws IOException {
        Files.writeString(file, JsonReport.of(setting, results, sections) + "\n");
    }

    /** Writes a chart for each workload, and those of the sections. */
    public void writeCharts(Path folder) throws IOException {
        Charts.write(results, folder);
        for (Section section : sections) {
            new SectionReport(section).writeCharts(folder);
        }
    }

    /** Writes a page of the documentation, with its charts and all figures. */
    public void writeFolder(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.write(folder.resolve("README.md"), Markdown.of(setting, results, sections));
        writeJson(folder.resolve("results.json"));
        writeCharts(folder);
    }
}
