package dev.sluice.benchmarks.report;

import dev.sluice.benchmarks.workload.Workload;
import java.util.Locale;

/** Heads of the parts of a page, and links to them. */
final class Chapter {
    private Chapter() {}

    /** The head of a workload. */
    static String of(Workload workload) {
        return workload.id() + ": " + workload.title();
    }

    /** A link to a head within a page, by the rule of common viewers of Markdown. */
    static String link(String head, String text) {
        String anchor =
                head.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-');
        return "[" + text + "](#" + anchor + ")";
    }
}
