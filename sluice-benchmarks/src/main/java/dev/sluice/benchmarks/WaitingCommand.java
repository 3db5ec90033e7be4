package dev.sluice.benchmarks;

import dev.sluice.benchmarks.waiting.IdleCost;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures what waiting costs. */
@Command(
        name = "waiting",
        description = {
            "Measure what waiting costs: processes that wait and do nothing else, beyond a JVM that does nothing at all.",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:an idle consumer and an idle producer use less than 0.1 % of a processor",
            "1:one uses more",
            "2:the command line is wrong"
        })
final class WaitingCommand implements Callable<Integer> {
    private static final double MAX_CPU_PERCENT = 0.1;

    @Option(names = "--seconds", paramLabel = "S", description = "How long (default: ${DEFAULT-VALUE}).")
    private int seconds = 60;

    @Spec
    private CommandSpec spec;

    WaitingCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (seconds < 1) {
            throw new ParameterException(spec.commandLine(), "--seconds wants a number of 1 or more");
        }
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%-10s%-18s%14s%16s%n", "mode", "who waits", "% of a core", "wake-ups/s");
        boolean met = true;
        for (IdleCost cost : IdleCost.measure(seconds)) {
            out.printf(
                    Locale.ROOT,
                    "%-10s%-18s%14.4f%16.2f%n",
                    cost.mode(),
                    cost.way().toLowerCase(Locale.ROOT).replace('_', ' '),
                    cost.cpuPercent(),
                    cost.wakeUpsPerSecond());
            met &= !cost.isJudged() || cost.cpuPercent() < MAX_CPU_PERCENT;
        }
        out.flush();
        return met ? 0 : 1;
    }
}
