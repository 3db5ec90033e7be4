package dev.sluice.benchmarks.study;

import dev.sluice.benchmarks.report.Section;
import java.io.IOException;

/** A measurement beside the workloads, with a command and a section of the report of its own. */
public interface Study {
    /** The name of its command. */
    String id();

    /** What it is, for people. */
    String title();

    /** The command line that repeats it. */
    String command();

    /** Measures. */
    Section measure(Surroundings surroundings) throws IOException, InterruptedException;

    /** Measures; a failure becomes a section that says so, since what else was measured is worth having. */
    default Section measureOrFail(Surroundings surroundings) throws InterruptedException {
        try {
            return measure(surroundings);
        } catch (IOException e) {
            return Section.failed(id(), title(), command(), String.valueOf(e.getMessage()));
        }
    }
}
