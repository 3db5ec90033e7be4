package dev.sluice.benchmarks.waiting;

import dev.sluice.benchmarks.study.Probe;
import dev.sluice.benchmarks.trial.RunFolder;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What it costs to wait.
 *
 * @param mode              native or portable
 * @param way               who waits
 * @param cpuPercent        of one processor, beyond that of a JVM that does nothing
 * @param wakeUpsPerSecond  of all its threads, beyond those of a JVM that does nothing
 */
record IdleCost(String mode, String way, double cpuPercent, double wakeUpsPerSecond) {
    private static final long SETTLE_SECONDS = 3;
    private static final double PERCENT = 100;
    private static final double NANOS_PER_SECOND = 1e9;

    /** Measures all ways, side by side: the processes wait at the same time. */
    static List<IdleCost> measure(RunFolder folder, int seconds) throws IOException, InterruptedException {
        List<Waiter> waiters = new ArrayList<>();
        Path place = folder.sub("waiting");
        try {
            for (String mode : List.of("on", "off")) {
                for (WaiterMain.Way way : WaiterMain.Way.values()) {
                    waiters.add(Waiter.start(mode, way, place));
                }
            }
            TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
            List<ProcessCost> before = costs(waiters);
            long start = System.nanoTime();
            TimeUnit.SECONDS.sleep(seconds);
            List<ProcessCost> after = costs(waiters);
            return costs(waiters, before, after, System.nanoTime() - start);
        } finally {
            waiters.forEach(Waiter::end);
            RunFolder.removeQuietly(place);
        }
    }

    private static List<ProcessCost> costs(List<Waiter> waiters) throws IOException {
        List<ProcessCost> costs = new ArrayList<>();
        for (Waiter waiter : waiters) {
            costs.add(ProcessCost.of(waiter.process().pid()));
        }
        return costs;
    }

    /** Whether it is one of those whose cost has a bound: one consumer, or one producer. */
    boolean isJudged() {
        return way.equals(WaiterMain.Way.CONSUMER.name()) || way.equals(WaiterMain.Way.PRODUCER.name());
    }

    /** The first of each mode does nothing; the others are held against it. */
    private static List<IdleCost> costs(
            List<Waiter> waiters, List<ProcessCost> before, List<ProcessCost> after, long nanos) {
        List<IdleCost> costs = new ArrayList<>();
        ProcessCost nothing = null;
        for (int i = 0; i < waiters.size(); i++) {
            ProcessCost cost = after.get(i).since(before.get(i));
            if (waiters.get(i).way() == WaiterMain.Way.NOTHING) {
                nothing = cost;
            }
            ProcessCost beyond = waiters.get(i).way() == WaiterMain.Way.NOTHING ? cost : cost.since(nothing);
            costs.add(new IdleCost(
                    waiters.get(i).mode().equals("on") ? "native" : "portable",
                    waiters.get(i).way().name(),
                    PERCENT * beyond.cpuNanos() / nanos,
                    beyond.wakeUps() * NANOS_PER_SECOND / nanos));
        }
        return costs;
    }

    private record Waiter(String mode, WaiterMain.Way way, Process process) {
        static Waiter start(String mode, WaiterMain.Way way, Path folder) throws IOException {
            List<String> command = Probe.command(folder, "-Ddev.sluice.native=" + mode);
            command.addAll(List.of(WaiterMain.class.getName(), way.name()));
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
            if (out.readLine() == null) {
                throw new IOException("the process that was to wait has ended; see what it printed");
            }
            return new Waiter(mode, way, process);
        }

        void end() {
            process.destroyForcibly();
            // Its files are removed next, so it has to be gone.
            process.onExit().join();
        }
    }
}
