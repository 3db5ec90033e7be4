package dev.sluice.benchmarks.report;

import dev.sluice.cli.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One section alone, as its command gives it.
 *
 * @param section the section
 */
public record SectionReport(Section section) {
    /** For a terminal. */
    public List<String> text() {
        List<String> lines = new ArrayList<>(section.text());
        if (!section.targets().isEmpty()) {
            lines.addAll(Tables.targets(section.targets()).lines());
        }
        return lines;
    }

    /** Writes all figures as an object of JSON. */
    public void writeJson(Path file) throws IOException {
        Files.writeString(file, Json.write(section.data()) + "\n");
    }

    /** Writes its charts. */
    public void writeCharts(Path folder) throws IOException {
        for (Block.Plot plot : section.plots()) {
            Plots.write(plot, folder);
        }
    }

    /** Whether all could be measured, and no target is missed. */
    public boolean isMet() {
        return !section.isFailed() && section.targets().stream().noneMatch(Judged::isMissed);
    }
}
