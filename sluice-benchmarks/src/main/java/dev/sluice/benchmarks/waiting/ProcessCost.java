package dev.sluice.benchmarks.waiting;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a process has used up to an instant, from the files of its threads in /proc.
 *
 * @param cpuNanos time on a processor
 * @param wakeUps  how often its threads went to sleep by themselves, which is how often they were woken
 */
record ProcessCost(long cpuNanos, long wakeUps) {
    private static final String SWITCHES = "voluntary_ctxt_switches:";

    static ProcessCost of(long pid) throws IOException {
        long nanos = 0;
        long wakeUps = 0;
        List<Path> threads;
        try (Stream<Path> list = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            threads = list.toList();
        }
        for (Path thread : threads) {
            try {
                nanos += Long.parseLong(Files.readString(thread.resolve("schedstat")).split(" ", 2)[0]);
                wakeUps += Files.readAllLines(thread.resolve("status")).stream()
                        .filter(line -> line.startsWith(SWITCHES))
                        .mapToLong(line -> Long.parseLong(line.substring(SWITCHES.length()).strip()))
                        .sum();
            } catch (NoSuchFileException e) {
                // A thread that has just ended.
            }
        }
        return new ProcessCost(nanos, wakeUps);
    }

    ProcessCost since(ProcessCost before) {
        return new ProcessCost(cpuNanos - before.cpuNanos, wakeUps - before.wakeUps);
    }
}
