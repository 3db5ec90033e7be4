package dev.sluice.benchmarks.growth;

import dev.sluice.ProcessQueue;
import dev.sluice.benchmarks.study.Probe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** The memory that queues occupy, as the system counts it: the blocks of their files, and what this process holds of them. */
final class OccupiedMemory {
    /** Stands between a state and what is counted. */
    static final String OF = ": ";

    /** The blocks of the files. */
    static final String SHARED = "shared";

    /** What this process has mapped of them. */
    static final String RESIDENT = "resident";

    private static final int QUEUES = 50;
    private static final int BOUND = 1024;
    private static final int KIB = 1024;
    private static final int INTEGERS = 1_000_000;
    private static final int ARRAYS = 256;
    private static final long PAUSE_SECONDS = 5;
    private static final String OWN = "RssShmem:";

    private final Path folder = Path.of(System.getProperty("dev.sluice.dir"));

    /** What is measured by a process of its own, since memory of a queue that was closed may still be mapped. */
    enum State {
        /** Queues that were only created. */
        REST,
        /** A queue with a bound, in use. */
        BOUND,
        /** A burst of many small elements. */
        INTEGERS,
        /** A burst of a few large ones. */
        ARRAYS
    }

    void measure(State state) throws IOException, InterruptedException {
        switch (state) {
            case REST -> {
                atRest("at rest, bound of 1024", name -> ProcessQueue.builder()
                        .name(name)
                        .maxSize(BOUND)
                        .build());
                atRest("at rest, without a bound", name -> ProcessQueue.builder()
                        .name(name)
                        .build());
                atRest("at rest, joinable, bound of 1024", name -> ProcessQueue.builder()
                        .name(name)
                        .maxSize(BOUND)
                        .buildJoinable());
            }
            case BOUND -> bounded();
            case INTEGERS -> burst("a million integers", INTEGERS, 1);
            case ARRAYS -> burst("256 arrays of 1 MiB", ARRAYS, new byte[KIB * KIB]);
        }
    }

    private void atRest(String state, Function<String, ProcessQueue<?>> maker)
            throws IOException, InterruptedException {
        long shared = shared();
        long resident = resident();
        List<ProcessQueue<?>> queues = new ArrayList<>();
        for (int i = 0; i < QUEUES; i++) {
            queues.add(maker.apply("rest-" + i));
        }
        Probe.print(state + OF + SHARED, (shared() - shared) / (double) QUEUES);
        Probe.print(state + OF + RESIDENT, (resident() - resident) / (double) QUEUES);
        for (int i = 0; i < QUEUES; i++) {
            queues.get(i).close();
            // Its name would keep its memory.
            ProcessQueue.unlink("rest-" + i);
        }
    }

    private void bounded() throws IOException, InterruptedException {
        try (ProcessQueue<Object> queue =
                ProcessQueue.builder().name("bounded").maxSize(BOUND).build()) {
            for (int i = 0; i < INTEGERS; i++) {
                queue.put(i);
                queue.take();
            }
            print("bound of 1024, after a million integers");
            for (int i = 0; i < BOUND; i++) {
                queue.put(new byte[KIB]);
            }
            print("bound of 1024, full of arrays of 1 KiB");
            for (int i = 0; i < BOUND; i++) {
                queue.take();
            }
            print("bound of 1024, empty again");
        }
        ProcessQueue.unlink("bounded");
    }

    private void burst(String what, int count, Object element) throws IOException, InterruptedException {
        try (ProcessQueue<Object> queue = ProcessQueue.builder().name("burst").build()) {
            for (int i = 0; i < count; i++) {
                queue.put(element);
            }
            print(what + " queued");
            for (int i = 0; i < count; i++) {
                queue.take();
            }
            print(what + " taken");
            TimeUnit.SECONDS.sleep(PAUSE_SECONDS);
            print(what + " taken, " + PAUSE_SECONDS + " s later");
        }
        ProcessQueue.unlink("burst");
    }

    private void print(String state) throws IOException, InterruptedException {
        Probe.print(state + OF + SHARED, (double) shared());
        Probe.print(state + OF + RESIDENT, (double) resident());
    }

    /** Asked of a program of the system: Java does not tell how much of a file is really there. */
    private long shared() throws IOException, InterruptedException {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        Process process = new ProcessBuilder("du", "-s", "-B1", folder.toString()).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("du could not count the blocks of " + folder);
        }
        return Long.parseLong(out.split("\t", 2)[0]);
    }

    private static long resident() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith(OWN)) {
                return KIB * Long.parseLong(line.substring(OWN.length()).replace("kB", "").strip());
            }
        }
        return 0;
    }
}
