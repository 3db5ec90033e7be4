package dev.sluice.cli;

import dev.sluice.stress.Configuration;
import dev.sluice.stress.Defect;
import dev.sluice.stress.PythonTrials;
import dev.sluice.stress.Report;
import dev.sluice.stress.Stress;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Attacks queues and pipes. */
@Command(
        name = "stress",
        description = {
            "Kill -9 processes that put and take, again and again, and judge what became of the elements.",
            "docs/stress.md says what each row of the verdict means."
        },
        exitCodeListHeading = ExitCodes.HEADING,
        exitCodeList = {
            "0:all criteria are met",
            "1:a criterion is not met; the last line says where the journals are",
            ExitCodes.USAGE_LINE,
            "3:the attack itself could not be carried out"
        })
final class StressCommand implements Callable<Integer> {
    private static final String ALL = "all";

    @Option(
            names = "--config",
            paramLabel = "NAME",
            description = "What to attack: base, tight, wide, big, fan-in, fan-out, joinable, unbounded, pipe, portable, bursts,"
                    + " several of them with commas between, or all (default: base).")
    private String configurations = Configuration.BASE.label();

    @Option(
            names = "--kills",
            paramLabel = "N",
            description = "How many processes to kill in each (default: ${DEFAULT-VALUE}).")
    private int kills = 100;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Same seed, same schedule (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(
            names = "--broken",
            paramLabel = "DEFECT",
            converter = DefectConverter.class,
            description = "Give the library a defect, to see that the verdict finds it: drop, twice, flip, leak,"
                    + " forget-slot, silent-is-dead, keep-files.")
    private Defect defect = Defect.NONE;

    @Option(names = "--json", description = "Print an object instead of the table.")
    private boolean json;

    @Option(names = "--markdown", description = "Print a row of Markdown for each configuration instead of the table.")
    private boolean markdown;

    @Option(
            names = "--python",
            description = "Attack the queues of CPython's multiprocessing in the same way, beside those of Sluice.")
    private boolean python;

    @Option(
            names = "--trials",
            paramLabel = "N",
            description = "With --python: how often to try each (default: ${DEFAULT-VALUE}).")
    private int trials = PythonTrials.DEFAULT_TRIALS;

    @Spec
    private CommandSpec spec;

    StressCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (kills < 1 || trials < 1) {
            throw new ParameterException(spec.commandLine(), "--kills and --trials want a number of 1 or more");
        }
        PrintWriter out = spec.commandLine().getOut();
        if (python) {
            PythonTrials.Comparison comparison = PythonTrials.run(trials, seed);
            if (json) {
                out.println(Json.write(comparison.json()));
            } else {
                comparison.table().forEach(out::println);
            }
            return ExitCodes.of(comparison.isMet());
        }
        Report report = Stress.run(new Stress.Settings(chosen(), kills, seed, defect));
        if (json) {
            out.println(Json.write(report.json()));
        } else {
            (markdown ? report.markdown() : report.table()).forEach(out::println);
        }
        return ExitCodes.of(report.isMet());
    }

    private List<Configuration> chosen() {
        List<String> labels = Configuration.all().stream().map(Configuration::label).toList();
        Set<String> wanted = new LinkedHashSet<>(Arrays.asList(configurations.split(",", -1)));
        if (wanted.remove(ALL)) {
            return Configuration.all();
        }
        for (String label : wanted) {
            if (!labels.contains(label)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "there is no configuration '" + label + "'; there are " + labels + " and " + ALL);
            }
        }
        return Configuration.all().stream()
                .filter(each -> wanted.contains(each.label()))
                .toList();
    }

    /** Knows the names of defects. */
    static final class DefectConverter implements ITypeConverter<Defect> {
        @Override
        public Defect convert(String value) {
            return Arrays.stream(Defect.values())
                    .filter(each -> each.label().equals(value))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException(
                            "there is no defect '" + value + "'; there are " + Arrays.toString(Defect.values())));
        }
    }
}
