package dev.sluice.benchmarks;

import dev.sluice.benchmarks.tail.Disturbance;
import dev.sluice.benchmarks.tail.Tail;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures the slowest puts and takes. */
@Command(
        name = "tail",
        description = {
            "Measure the slowest puts and takes at a fixed rate, while another process that is attached is disturbed.",
            "Times count from the instant at which an element was to be put."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all was measured", "2:the command line is wrong"})
final class TailCommand implements Callable<Integer> {
    private static final double NANOS_PER_MICRO = 1e3;
    private static final double MEDIAN = 50;
    private static final double P99 = 99;
    private static final double P99_9 = 99.9;

    @Option(names = "--rate", paramLabel = "N", description = "Elements a second (default: ${DEFAULT-VALUE}).")
    private int rate = 1000;

    @Option(names = "--seconds", paramLabel = "S", description = "How long each (default: ${DEFAULT-VALUE}).")
    private int seconds = 30;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Same seed, same pauses between stops and kills (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Spec
    private CommandSpec spec;

    TailCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (rate < 1 || seconds < 1) {
            throw new ParameterException(spec.commandLine(), "--rate and --seconds want a number of 1 or more");
        }
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%-28s%-8s%12s%12s%12s%12s%n", "meanwhile", "", "p50 us", "p99 us", "p99.9 us", "max us");
        for (Disturbance disturbance : Disturbance.values()) {
            Tail tail = Tail.measure(disturbance, rate, seconds, seed);
            print(out, disturbance.label(), "put", tail.put());
            print(out, "", "take", tail.take());
            out.flush();
        }
        return 0;
    }

    private static void print(PrintWriter out, String label, String call, Histogram times) {
        out.printf(
                Locale.ROOT,
                "%-28s%-8s%12.1f%12.1f%12.1f%12.1f%n",
                label,
                call,
                times.getValueAtPercentile(MEDIAN) / NANOS_PER_MICRO,
                times.getValueAtPercentile(P99) / NANOS_PER_MICRO,
                times.getValueAtPercentile(P99_9) / NANOS_PER_MICRO,
                times.getMaxValue() / NANOS_PER_MICRO);
    }
}
