package dev.sluice.benchmarks;

import dev.sluice.benchmarks.contender.Contender;
import dev.sluice.benchmarks.contender.Contenders;
import dev.sluice.benchmarks.contender.Usual;
import dev.sluice.benchmarks.floor.FloorMeter;
import dev.sluice.benchmarks.growth.GrowthStudy;
import dev.sluice.benchmarks.pool.PoolStudy;
import dev.sluice.benchmarks.report.Report;
import dev.sluice.benchmarks.report.Results;
import dev.sluice.benchmarks.report.Section;
import dev.sluice.benchmarks.report.Setting;
import dev.sluice.benchmarks.report.Target;
import dev.sluice.benchmarks.start.StartStudy;
import dev.sluice.benchmarks.study.Study;
import dev.sluice.benchmarks.study.Surroundings;
import dev.sluice.benchmarks.tail.TailStudy;
import dev.sluice.benchmarks.trial.RunFolder;
import dev.sluice.benchmarks.trial.Series;
import dev.sluice.benchmarks.trial.Timing;
import dev.sluice.benchmarks.waiting.WaitingStudy;
import dev.sluice.benchmarks.workload.Workload;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
        subcommands = {
            JmhCommand.class, WaitingCommand.class, GrowthCommand.class, TailCommand.class, StartCommand.class,
            PoolCommand.class
        },
        synopsisSubcommandLabel = "[COMMAND]",
        commandListHeading = "%nOther measurements:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all was measured", "1:a trial failed; the report says which", "2:the command line is wrong"})
@SuppressWarnings("unused") // picocli acts on --help by itself
public final class Bench implements Callable<Integer> {
    private static final double MILLIS_PER_SECOND = 1e3;
    private static final int QUICK_REPETITIONS = 2;
    private static final double QUICK_SECONDS = 0.3;
    private static final double QUICK_WARM_UP = 1.5;
    private static final int FULL_REPETITIONS = 5;
    private static final int PEER_REPETITIONS = 3;
    /** Where nearly all of a trial is silence, and all contenders are silent at the same time. */
    private static final int LONG_REPETITIONS = 2;
    private static final double FULL_SECONDS = 1;
    private static final double FULL_WARM_UP = 4;
    private static final String ALL = "all";
    /** Each has a command of its own, and a section of the report. */
    private static final List<Study> STUDIES =
            List.of(
                    StartStudy.DEFAULT,
                    PoolStudy.DEFAULT,
                    new WaitingStudy(WaitingStudy.DEFAULT_SECONDS),
                    GrowthStudy.DEFAULT,
                    TailStudy.DEFAULT);

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    private boolean help;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "W",
            description = {
                "Workloads, families of them, or other measurements, such as W1,W3-2x2,growth",
                "(default: all; with --quick the workloads that targets name)."
            })
    private List<String> only = new ArrayList<>();

    @Option(
            names = "--contenders",
            split = ",",
            paramLabel = "NAME",
            description = {
                "Who takes part (default: for each workload those that say something; --list names them;",
                "all: whoever can)."
            })
    private List<String> contenders = new ArrayList<>();

    @Option(
            names = "--repetitions",
            paramLabel = "N",
            description = "How often each is measured (default: 5 where a target names it, else 3).")
    private Integer repetitions;

    @Option(names = "--seconds", paramLabel = "S", description = "How long each is measured (default: 1).")
    private Double seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "S",
            description = "How long each works before at most; it is measured once it is steady (default: 4).")
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

    @Mixin
    private PythonOption python;

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
            Workload.all().forEach(each -> out.printf("%-22s%s%n", each.id(), each.title()));
            out.println();
            Contenders.all().forEach(each -> out.printf("%-22s%s%n", each.id(), each.title()));
            out.println();
            STUDIES.forEach(each -> out.printf("%-22s%s%n", each.id(), each.title()));
            return 0;
        }
        checkOnly();
        Instant begin = Instant.now();
        Map<String, String> absent = new LinkedHashMap<>();
        List<Contender> present = present(absent);
        Series series = new Series(workloads(), present, this::repetitions, timing(), jvmOptions);
        Results results;
        List<Section> sections;
        try (RunFolder folder = new RunFolder();
                FloorMeter meter = new FloorMeter(folder.path())) {
            results = new Results(series.run(folder, meter, new Progress(err(), series.trials())));
            sections = sections(new Surroundings(folder, meter, part -> {
                err().println(part);
                err().flush();
            }));
        }
        Report finished = new Report(results, sections, setting(present, absent, begin));
        finished.text().forEach(out::println);
        out.flush();
        write(finished);
        return finished.isWhole() ? 0 : 1;
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }

    private List<Section> sections(Surroundings surroundings) throws InterruptedException {
        List<Section> sections = new ArrayList<>();
        for (Study study : STUDIES) {
            if (only.isEmpty() ? !quick : only.contains(study.id())) {
                sections.add(study.measureOrFail(surroundings));
            }
        }
        return sections;
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

    private void checkOnly() {
        for (String name : only) {
            boolean known = Workload.all().stream().anyMatch(each -> each.isMeantBy(name))
                    || STUDIES.stream().anyMatch(each -> each.id().equals(name));
            if (!known) {
                throw new ParameterException(
                        spec.commandLine(),
                        "there is no workload '" + name + "'; there are "
                                + Workload.all().stream().map(Workload::id).toList() + " and "
                                + STUDIES.stream().map(Study::id).toList());
            }
        }
    }

    private List<Workload> workloads() {
        return Workload.all().stream()
                .filter(each -> only.isEmpty() || only.stream().anyMatch(each::isMeantBy))
                .toList();
    }

    /** Those chosen that are there; the others are named. */
    private List<Contender> present(Map<String, String> absent) {
        List<Contender> present = new ArrayList<>();
        for (Contender contender : chosen()) {
            String lack = contender.lack();
            if (lack.isEmpty()) {
                present.add(contender);
            } else {
                absent.put(contender.id(), lack);
                err().println("without " + contender.id() + ": " + lack);
            }
        }
        return present;
    }

    private List<Contender> chosen() {
        if (contenders.isEmpty() || contenders.contains(ALL)) {
            return Contenders.all();
        }
        try {
            return Contenders.named(contenders);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    /** The quick form measures what the targets name, and no more. */
    private int repetitions(Workload workload, Contender contender) {
        boolean named = Target.isNamed(workload.id(), contender.id());
        boolean wanted = !contenders.isEmpty() || named || (!quick && Usual.isMeasured(workload, contender.id()));
        if (!wanted) {
            return 0;
        }
        int most = workload.isSideBySide() ? LONG_REPETITIONS : Integer.MAX_VALUE;
        return Math.min(most, named ? namedRepetitions() : otherRepetitions());
    }

    private int namedRepetitions() {
        int chosen = repetitions != null ? repetitions : quick ? QUICK_REPETITIONS : FULL_REPETITIONS;
        if (chosen < 1) {
            throw new ParameterException(spec.commandLine(), "--repetitions wants a number of 1 or more");
        }
        return chosen;
    }

    private int otherRepetitions() {
        return repetitions != null ? repetitions : PEER_REPETITIONS;
    }

    private Timing timing() {
        double measured = seconds != null ? seconds : quick ? QUICK_SECONDS : FULL_SECONDS;
        double warm = warmUp != null ? warmUp : quick ? QUICK_WARM_UP : FULL_WARM_UP;
        if (measured <= 0 || warm < 0) {
            throw new ParameterException(spec.commandLine(), "--seconds wants more than 0, --warm-up 0 or more");
        }
        return new Timing(duration(warm), duration(measured));
    }

    private static Duration duration(double inSeconds) {
        return Duration.ofMillis(Math.round(inSeconds * MILLIS_PER_SECOND));
    }

    private Setting setting(List<Contender> present, Map<String, String> absent, Instant begin) {
        List<String> words = spec.commandLine().getParseResult().originalArgs();
        return new Setting(
                words(List.of("./sluice", "bench"), words),
                words(List.of(), optionsOfMeasuring(words)),
                namedRepetitions(),
                otherRepetitions(),
                timing(),
                jvmOptions,
                present,
                absent,
                begin,
                Instant.now());
    }

    /** Without those that say what is measured, and where to it is written. */
    private static List<String> optionsOfMeasuring(List<String> words) {
        List<String> others = List.of("--only", "--json", "--charts", "--report");
        List<String> kept = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            String name = words.get(i).split("=", 2)[0];
            if (!others.contains(name)) {
                kept.add(words.get(i));
            } else if (name.equals(words.get(i))) {
                i++;
            }
        }
        return kept;
    }

    private static String words(List<String> first, List<String> others) {
        return Stream.concat(first.stream(), others.stream().map(Bench::quoted)).collect(Collectors.joining(" "));
    }

    private static String quoted(String word) {
        return Arrays.asList(word.split("", -1)).contains(" ") ? "'" + word + "'" : word;
    }
}
