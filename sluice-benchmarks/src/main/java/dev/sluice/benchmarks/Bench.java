package dev.sluice.benchmarks;

import dev.sluice.benchmarks.contender.Contender;
import dev.sluice.benchmarks.contender.Contenders;
import dev.sluice.benchmarks.contender.PythonChoice;
import dev.sluice.benchmarks.report.Report;
import dev.sluice.benchmarks.report.Results;
import dev.sluice.benchmarks.report.Setting;
import dev.sluice.benchmarks.report.Target;
import dev.sluice.benchmarks.trial.Series;
import dev.sluice.benchmarks.trial.Timing;
import dev.sluice.benchmarks.workload.Workload;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code sluice bench}. */
@Command(
        name = "sluice bench",
        description = {
            "Measure Sluice side by side with its peers, on real processes.",
            "Contenders take turns, repetition by repetition, and the floor of the machine is measured beside each."
        },
        subcommands = {JmhCommand.class, WaitingCommand.class, GrowthCommand.class, TailCommand.class},
        synopsisSubcommandLabel = "[COMMAND]",
        commandListHeading = "%nOther measurements:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all was measured", "1:a trial failed; the report says which", "2:the command line is wrong"})
@SuppressWarnings("unused") // picocli acts on --help by itself
public final class Bench implements Callable<Integer> {
    private static final double MILLIS_PER_SECOND = 1e3;
    private static final int QUICK_REPETITIONS = 3;
    private static final double QUICK_SECONDS = 0.3;
    private static final double QUICK_WARM_UP = 0.7;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    private boolean help;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "W",
            description = "Workloads or families of them, such as W1,W3-2x2 (default: all).")
    private List<String> only = new ArrayList<>();

    @Option(
            names = "--contenders",
            split = ",",
            paramLabel = "NAME",
            description = "Who takes part (default: all; --list names them).")
    private List<String> contenders = new ArrayList<>();

    @Option(names = "--repetitions", paramLabel = "N", description = "How often each is measured (default: 5).")
    private Integer repetitions;

    @Option(names = "--seconds", paramLabel = "S", description = "How long each is measured (default: 1).")
    private Double seconds;

    @Option(names = "--warm-up", paramLabel = "S", description = "How long each works before (default: 2).")
    private Double warmUp;

    @Option(
            names = "--quick",
            description = "Under 3 minutes: only what the targets name, fewer repetitions, shorter.")
    private boolean quick;

    @Option(names = "--json", paramLabel = "FILE", description = "Write all figures to a file, too.")
    private Path json;

    @Option(names = "--charts", paramLabel = "FOLDER", description = "Write charts (SVG) to a folder, too.")
    private Path charts;

    @Option(
            names = "--report",
            paramLabel = "FOLDER",
            description = "Write README.md, results.json and the charts to a folder, too.")
    private Path report;

    @Option(
            names = "--python",
            paramLabel = "COMMAND",
            description = "The CPython to measure (default: the fastest of those found).")
    private String python;

    @Option(
            names = "--jvm",
            split = " ",
            paramLabel = "OPTIONS",
            description = "Options for the JVMs of all contenders alike (default: none).")
    private List<String> jvmOptions = new ArrayList<>();

    @Option(names = "--list", description = "List workloads and contenders and exit.")
    private boolean list;

    @Spec
    private CommandSpec spec;

    Bench() {}

    /**
     * Runs the command.
     *
     * @param args the words after {@code sluice bench}
     */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Bench()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        if (list) {
            Workload.all().forEach(each -> out.printf("%-18s%s%n", each.id(), each.title()));
            out.println();
            Contenders.all().forEach(each -> out.printf("%-18s%s%n", each.id(), each.title()));
            return 0;
        }
        if (python != null) {
            PythonChoice.set(python);
        }
        List<Contender> present = present();
        Series series = new Series(workloads(), present, this::isWanted, chosenRepetitions(), timing(), jvmOptions);
        PrintWriter err = spec.commandLine().getErr();
        Progress progress = new Progress(err, series.trials());
        Results results = new Results(series.run(progress));
        Report finished = new Report(results, setting(present));
        finished.text().forEach(out::println);
        out.flush();
        write(finished);
        return results.failures().isEmpty() ? 0 : 1;
    }

    private void write(Report finished) throws IOException {
        if (json != null) {
            finished.writeJson(json);
        }
        if (charts != null) {
            finished.writeCharts(charts);
        }
        if (report != null) {
            finished.writeFolder(report);
        }
    }

    private List<Workload> workloads() {
        for (String name : only) {
            if (Workload.all().stream().noneMatch(each -> each.isMeantBy(name))) {
                throw new ParameterException(
                        spec.commandLine(),
                        "there is no workload '" + name + "'; there are "
                                + Workload.all().stream().map(Workload::id).toList());
            }
        }
        return Workload.all().stream()
                .filter(each -> only.isEmpty() ? !each.isOnRequest() : only.stream().anyMatch(each::isMeantBy))
                .toList();
    }

    /** Those chosen that are there; the others are named. */
    private List<Contender> present() {
        List<Contender> present = new ArrayList<>();
        for (Contender contender : chosen()) {
            String lack = contender.lack();
            if (lack.isEmpty()) {
                present.add(contender);
            } else {
                spec.commandLine().getErr().println("without " + contender.id() + ": " + lack);
            }
        }
        return present;
    }

    private List<Contender> chosen() {
        if (contenders.isEmpty()) {
            return Contenders.all();
        }
        try {
            return Contenders.named(contenders);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    /** The quick form measures what the targets name, and no more. */
    private boolean isWanted(Workload workload, Contender contender) {
        return !quick || !contenders.isEmpty() || Target.isNamed(workload.id(), contender.id());
    }

    private int chosenRepetitions() {
        final int full = 5;
        int chosen = repetitions != null ? repetitions : quick ? QUICK_REPETITIONS : full;
        if (chosen < 1) {
            throw new ParameterException(spec.commandLine(), "--repetitions wants a number of 1 or more");
        }
        return chosen;
    }

    private Timing timing() {
        final double fullSeconds = 1;
        final double fullWarmUp = 2;
        double measured = seconds != null ? seconds : quick ? QUICK_SECONDS : fullSeconds;
        double warm = warmUp != null ? warmUp : quick ? QUICK_WARM_UP : fullWarmUp;
        if (measured <= 0 || warm < 0) {
            throw new ParameterException(spec.commandLine(), "--seconds wants more than 0, --warm-up 0 or more");
        }
        return new Timing(duration(warm), duration(measured));
    }

    private static Duration duration(double inSeconds) {
        return Duration.ofMillis(Math.round(inSeconds * MILLIS_PER_SECOND));
    }

    private Setting setting(List<Contender> present) {
        return new Setting(commandLine(), chosenRepetitions(), timing(), jvmOptions, present, Instant.now());
    }

    private String commandLine() {
        List<String> words = new ArrayList<>(List.of("./sluice", "bench"));
        spec.commandLine().getParseResult().originalArgs().forEach(words::add);
        return String.join(" ", words.stream().map(Bench::quoted).toList());
    }

    private static String quoted(String word) {
        return Arrays.asList(word.split("", -1)).contains(" ") ? "'" + word + "'" : word;
    }
}
