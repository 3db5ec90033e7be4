package dev.sluice.benchmarks;

import dev.sluice.benchmarks.contender.PythonChoice;
import dev.sluice.benchmarks.start.PythonStarter;
import dev.sluice.benchmarks.start.SluiceStarter;
import dev.sluice.benchmarks.start.StartTime;
import dev.sluice.benchmarks.start.Starter;
import dev.sluice.cli.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToLongFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures how long processes take to start. */
@Command(
        name = "start",
        description = {
            "Measure how long a process takes to start: from start() to the first line of its task, and to the end of join().",
            "All take turns, start by start."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all was measured", "2:the command line is wrong"})
final class StartCommand implements Callable<Integer> {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double P50 = 0.5;
    private static final double P90 = 0.9;

    @Option(names = "--repetitions", paramLabel = "N", description = "How often each (default: ${DEFAULT-VALUE}).")
    private int repetitions = 20;

    @Option(
            names = "--pause",
            paramLabel = "MS",
            description = "How long before each start of a child, for a spare to get ready (default: ${DEFAULT-VALUE}).")
    private int pauseMillis = 1000;

    @Option(
            names = "--python",
            paramLabel = "COMMAND",
            description = "The CPython to measure (default: the fastest of those found).")
    private String python;

    @Option(names = "--json", paramLabel = "FILE", description = "Write all figures to a file, too.")
    private Path json;

    @Spec
    private CommandSpec spec;

    StartCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (repetitions < 1 || pauseMillis < 0) {
            throw new ParameterException(
                    spec.commandLine(), "--repetitions wants a number of 1 or more, --pause one of 0 or more");
        }
        if (python != null) {
            PythonChoice.set(python);
        }
        List<Starter> starters = starters();
        Map<Starter, List<StartTime>> times = new LinkedHashMap<>();
        try {
            for (Starter starter : starters) {
                starter.measure(); // what is first in many ways is not measured
                times.put(starter, new ArrayList<>());
            }
            for (int i = 0; i < repetitions; i++) {
                for (Starter starter : starters) {
                    times.get(starter).add(starter.measure());
                }
            }
            print(times);
        } finally {
            starters.forEach(Starter::close);
        }
        if (json != null) {
            Files.writeString(json, Json.write(object(times)) + System.lineSeparator());
        }
        return 0;
    }

    private List<Starter> starters() throws IOException, InterruptedException {
        Duration pause = Duration.ofMillis(pauseMillis);
        List<Starter> starters = new ArrayList<>();
        SluiceStarter cold = new SluiceStarter("Sluice cold", 0, List.of(), Duration.ZERO);
        cold.awaitCache();
        starters.add(cold);
        // An option of which nobody knows whether a cache allows it does without the cache.
        starters.add(new SluiceStarter("Sluice cold, no cache", 0, List.of("-XX:+UnlockDiagnosticVMOptions"),
                Duration.ZERO));
        starters.add(
                new SluiceStarter("Sluice cold, only C1", 0, List.of("-XX:TieredStopAtLevel=1"), Duration.ZERO));
        starters.add(new SluiceStarter("Sluice warm", 1, List.of(), pause));
        if (PythonChoice.chosen().isPresent()) {
            for (String method : List.of("fork", "forkserver", "spawn")) {
                starters.add(new PythonStarter(method));
            }
        } else {
            spec.commandLine().getErr().println("without CPython: there is no python3 on the PATH");
        }
        return starters;
    }

    private void print(Map<Starter, List<StartTime>> times) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%-24s%28s%28s%n", "", "start to first line, ms", "start and join, ms");
        out.printf("%-24s%14s%14s%14s%14s%n", "", "p50", "p90", "p50", "p90");
        times.forEach((starter, all) -> out.printf(
                Locale.ROOT,
                "%-24s%14.2f%14.2f%14.2f%14.2f  %s%n",
                starter.title(),
                millis(all, StartTime::firstLineNanos, P50),
                millis(all, StartTime::firstLineNanos, P90),
                millis(all, StartTime::joinNanos, P50),
                millis(all, StartTime::joinNanos, P90),
                starter.note()));
        out.flush();
    }

    private static double millis(List<StartTime> times, ToLongFunction<StartTime> which, double share) {
        long[] sorted = times.stream().mapToLong(which).sorted().toArray();
        return sorted[(int) Math.min(sorted.length - 1L, Math.round(share * (sorted.length - 1)))] / NANOS_PER_MILLI;
    }

    private static Map<String, Object> object(Map<Starter, List<StartTime>> times) {
        Map<String, Object> object = new LinkedHashMap<>();
        times.forEach((starter, all) -> {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("first-line-p50-ms", millis(all, StartTime::firstLineNanos, P50));
            one.put("first-line-p90-ms", millis(all, StartTime::firstLineNanos, P90));
            one.put("join-p50-ms", millis(all, StartTime::joinNanos, P50));
            one.put("join-p90-ms", millis(all, StartTime::joinNanos, P90));
            one.put("first-line-ns", all.stream().map(StartTime::firstLineNanos).toList());
            one.put("join-ns", all.stream().map(StartTime::joinNanos).toList());
            object.put(starter.title(), one);
        });
        return object;
    }
}
