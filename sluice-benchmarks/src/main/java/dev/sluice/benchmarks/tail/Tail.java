package dev.sluice.benchmarks.tail;

import dev.sluice.benchmarks.study.Probe;
import dev.sluice.benchmarks.trial.RunFolder;
import dev.sluice.benchmarks.worker.RoundTrips;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * The times of puts and takes at a fixed rate while another process is disturbed.
 *
 * @param put  from when an element was to be put until it was
 * @param take from when an element was to be put until it was taken
 */
record Tail(Histogram put, Histogram take) {
    private static final long STOPPED_MILLIS = 100;
    private static final int PAUSE_MILLIS = 400;
    private static final long GRACE_SECONDS = 30;

    /** Measures. */
    static Tail measure(RunFolder folder, Disturbance disturbance, int perSecond, int seconds, long seed)
            throws IOException, InterruptedException {
        List<Process> started = new ArrayList<>();
        Path place = folder.sub("tail");
        try {
            Path puts = place.resolve("puts");
            Path takes = place.resolve("takes");
            Starter starter = new Starter(place, started, perSecond, seconds);
            Process consumer = starter.start(TailMain.Part.CONSUMER, takes);
            Process producer = starter.start(TailMain.Part.PRODUCER, puts);
            disturb(disturbance, starter, producer, new Random(seed));
            end(producer, seconds);
            end(consumer, 0);
            return new Tail(RoundTrips.read(puts), RoundTrips.read(takes));
        } finally {
            started.forEach(Process::destroyForcibly);
            // Their files are removed next, so they have to be gone.
            started.forEach(process -> process.onExit().join());
            RunFolder.removeQuietly(place);
        }
    }

    private static void disturb(Disturbance disturbance, Starter starter, Process producer, Random random)
            throws IOException, InterruptedException {
        if (disturbance == Disturbance.NONE) {
            return;
        }
        TailMain.Part part =
                disturbance == Disturbance.GARBAGE ? TailMain.Part.COLLECTOR : TailMain.Part.DISTURBER;
        Process other = starter.start(part, starter.folder.resolve("none"));
        while (!producer.waitFor(1 + random.nextInt(PAUSE_MILLIS), TimeUnit.MILLISECONDS)) {
            if (disturbance == Disturbance.STOPPED) {
                signal(other, "STOP");
                TimeUnit.MILLISECONDS.sleep(STOPPED_MILLIS);
                signal(other, "CONT");
            } else if (disturbance == Disturbance.KILLED) {
                other.destroyForcibly();
                other = starter.start(part, starter.folder.resolve("none"));
            }
        }
    }

    private static void signal(Process process, String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).inheritIO().start().waitFor();
    }

    private static void end(Process process, int seconds) throws IOException, InterruptedException {
        if (!process.waitFor(seconds + GRACE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException("a process of the measurement failed; see what it printed");
        }
    }

    private record Starter(Path folder, List<Process> started, int perSecond, int seconds) {
        Process start(TailMain.Part part, Path file) throws IOException {
            List<String> command = Probe.command(folder, "-Xmx1g");
            command.addAll(List.of(TailMain.class.getName(), part.name(), file.toString()));
            command.addAll(List.of(Integer.toString(perSecond), Integer.toString(seconds)));
            Process process = new ProcessBuilder(command).inheritIO().start();
            started.add(process);
            return process;
        }
    }
}
