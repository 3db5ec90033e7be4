package dev.sluice.benchmarks;

import dev.sluice.benchmarks.floor.FloorMeter;
import dev.sluice.benchmarks.report.Section;
import dev.sluice.benchmarks.report.SectionReport;
import dev.sluice.benchmarks.study.Study;
import dev.sluice.benchmarks.study.Surroundings;
import dev.sluice.benchmarks.trial.RunFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command for a measurement beside the workloads. */
@SuppressWarnings("unused") // picocli acts on --help by itself
abstract class StudyCommand implements Callable<Integer> {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    private boolean help;

    @Option(names = "--json", paramLabel = "FILE", description = "Write all figures to a file, too.")
    private Path json;

    @Option(names = "--charts", paramLabel = "FOLDER", description = "Write charts (SVG) to a folder, too.")
    private Path charts;

    @Spec
    private CommandSpec spec;

    /** The measurement, as the options have it. */
    abstract Study study();

    /** Refuses an option. */
    final ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    @Override
    public final Integer call() throws IOException, InterruptedException {
        Study study = study();
        PrintWriter err = spec.commandLine().getErr();
        PrintWriter out = spec.commandLine().getOut();
        try (RunFolder folder = new RunFolder();
                FloorMeter meter = new FloorMeter(folder.path())) {
            Section section = study.measureOrFail(new Surroundings(folder, meter, part -> {
                err.println(part);
                err.flush();
            }));
            SectionReport report = new SectionReport(section);
            report.text().forEach(out::println);
            out.flush();
            if (json != null) {
                report.writeJson(json);
            }
            if (charts != null) {
                report.writeCharts(charts);
            }
            return report.isMet() ? 0 : 1;
        }
    }
}
