package dev.sluice.examples.isolate;

import dev.sluice.ChildDiedException;
import dev.sluice.ProcessOutput;
import dev.sluice.ProcessPool;
import dev.sluice.ProcessPool.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Makes thumbnails of pictures, some of which are hostile: truncated, of an absurd size, or made to show a fault of the
 * decoder that ends its process, or keeps it from ever ending. All good pictures get their thumbnails, each bad one is named
 * with the reason, and the pool is whole at the end.
 *
 * <p>The pattern, to be copied:
 * <ol>
 *   <li>A {@link ProcessPool} with <b>a heap and a time limit</b> of its own per worker, so that a file can neither take the
 *       memory of the machine nor a worker for ever.
 *   <li>{@link ProcessPool#mapAsCompleted}, for which <b>a failure is an outcome</b> as any other, and chunks of one picture, so
 *       that each is alone with its worker.
 *   <li>No retries: what crashes a decoder once does so again.
 * </ol>
 */
public final class IsolateExample {
    private static final Duration TIME_LIMIT = Duration.ofSeconds(10);

    private IsolateExample() {}

    /**
     * What to do.
     *
     * @param pictures the number of good pictures
     * @param workers  the number of worker processes
     */
    public record Settings(int pictures, int workers) {
        /** Forty pictures, two workers. */
        public static final Settings DEFAULT = new Settings(40, 2);

        /** Checks the numbers. */
        public Settings {
            if (pictures < 1) {
                throw new IllegalArgumentException("pictures=" + pictures + " is below 1; give at least 1");
            }
            if (workers < 1) {
                throw new IllegalArgumentException("workers=" + workers + " is below 1; give at least 1");
            }
        }
    }

    /**
     * Makes pictures, thumbnails of them, and a report.
     *
     * @param settings how many
     * @return whether exactly the good pictures have thumbnails, and the pool is whole
     * @throws InterruptedException if interrupted while waiting for the workers
     */
    public static boolean run(Settings settings) throws InterruptedException {
        System.setProperty("java.awt.headless", "true");
        try {
            Path folder = Files.createTempDirectory("sluice-isolate-");
            try {
                return run(settings, folder);
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the pictures could not be made; is the temporary folder full? " + e, e);
        }
    }

    private static boolean run(Settings settings, Path folder) throws IOException, InterruptedException {
        Path pictures = Files.createDirectory(folder.resolve("pictures"));
        String thumbnails = Files.createDirectory(folder.resolve("thumbnails")).toString();
        Pictures.makeGood(pictures, settings.pictures());
        Map<String, String> expected = Pictures.makeHostile(pictures);
        List<String> files;
        try (Stream<Path> all = Files.list(pictures)) {
            files = all.map(Path::toString).sorted().toList();
        }
        System.out.printf(
                "%d pictures, %d of them hostile; %d workers with 128 MB of heap each, and %d s for each picture%n",
                files.size(), expected.size(), settings.workers(), TIME_LIMIT.toSeconds());

        Map<String, Throwable> failures = new TreeMap<>();
        int made = 0;
        try (ProcessPool pool = ProcessPool.builder()
                .name("isolate")
                .workers(settings.workers())
                .timeLimit(TIME_LIMIT)
                .jvmOptions("-Xmx128m", "-Djava.awt.headless=true")
                .child(child -> child.output(ProcessOutput.discard()).workingDirectory(folder)) // of hs_err files
                .build()) {
            List<Outcome<String, Integer>> outcomes;
            try (Stream<Outcome<String, Integer>> results =
                    pool.mapAsCompleted(file -> Thumbnails.make(file, thumbnails), files, 1)) {
                outcomes = results.toList();
            }
            for (Outcome<String, Integer> outcome : outcomes) {
                if (outcome.succeeded()) {
                    made++;
                } else {
                    failures.put(Path.of(outcome.input()).getFileName().toString(), outcome.failure());
                }
            }
            failures.forEach((file, reason) -> System.out.printf("%-20s %s%n", file, textOf(reason)));
            boolean whole = isWhole(pool, settings.workers());
            boolean right = made == settings.pictures() && areAsExpected(expected, failures);
            System.out.printf(
                    "%d thumbnails made, %d bad files named; the pool is %s%n",
                    made, failures.size(), whole ? "whole" : "NOT whole: " + pool);
            return right && whole;
        }
    }

    private static boolean areAsExpected(Map<String, String> expected, Map<String, Throwable> failures) {
        boolean all = expected.keySet().equals(failures.keySet());
        for (Map.Entry<String, Throwable> failure : failures.entrySet()) {
            String outcome = switch (rootOf(failure.getValue())) {
                case OutOfMemoryError _ -> "OutOfMemoryError";
                case ChildDiedException _ -> "the death of its worker";
                case TimeoutException _ -> "the time limit";
                default -> "an exception";
            };
            if (!outcome.equals(expected.get(failure.getKey()))) {
                System.out.println(failure.getKey() + " failed by " + outcome + ", not by "
                        + expected.get(failure.getKey()));
                all = false;
            }
        }
        return all;
    }

    /** The first line says it. */
    private static String textOf(Throwable reason) {
        Throwable root = rootOf(reason);
        return (root instanceof ChildDiedException ? root.getMessage() : root.toString())
                .lines()
                .findFirst()
                .orElse("");
    }

    /** Decoders wrap what they fail with. */
    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && !(root instanceof ChildDiedException)) {
            root = root.getCause();
        }
        return root;
    }

    /** Whether it does what it is given, now that workers of it have died. */
    private static boolean isWhole(ProcessPool pool, int workers) throws InterruptedException {
        List<Future<Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < 2 * workers; i++) {
            int number = i;
            tasks.add(pool.submit(() -> number));
        }
        for (int i = 0; i < tasks.size(); i++) {
            try {
                if (tasks.get(i).get() != i) {
                    return false;
                }
            } catch (ExecutionException e) {
                return false;
            }
        }
        return true;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    /**
     * Runs it.
     *
     * @param args the number of good pictures; optional
     * @throws InterruptedException if interrupted while waiting for the workers
     */
    public static void main(String[] args) throws InterruptedException {
        Settings settings = args.length == 0
                ? Settings.DEFAULT
                : new Settings(Integer.parseInt(args[0]), Settings.DEFAULT.workers());
        System.exit(run(settings) ? 0 : 1);
    }
}
