package dev.sluice.stress;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** CPython's side of the trials: a program that makes all of them, and prints a line for each. */
final class PythonProgram implements AutoCloseable {
    private static final String NAME = "trials.py";
    private static final Pattern ABOUT = Pattern.compile("\"python\": \"([^\"]*)\", \"start\": \"([^\"]*)\"");
    private static final Pattern RESULT =
            Pattern.compile(
                    "\"kind\": \"(\\w+)\", \"victim\": \"(\\w+)\","
                            + " \"stuck\": (true|false), \"lost\": (\\d+), \"hung\": (true|false)");
    private static final Pattern RESTING = Pattern.compile("\"resting\": true");

    private final Process process;
    private final BufferedReader in;
    private final Path errors;
    private final int trials;
    private final Progress progress;
    private final Map<String, Trial.Count> counts = new HashMap<>();
    private String version = "";
    private int made;

    private PythonProgram(Process process, Path errors, int trials, Progress progress) {
        this.process = process;
        this.in = process.inputReader(StandardCharsets.UTF_8);
        this.errors = errors;
        this.trials = trials;
        this.progress = progress;
    }

    /**
     * Starts it.
     *
     * @param trials          how many of each kind
     * @param patienceSeconds after how long without any progress somebody is stuck
     * @param progress        is told each trial
     */
    static PythonProgram start(
            Traces traces, Path folder, int trials, long seed, int patienceSeconds, Progress progress)
            throws IOException {
        Path program = folder.resolve(NAME);
        try (InputStream source = PythonProgram.class.getResourceAsStream(NAME)) {
            Files.copy(source, program);
        }
        Path errors = folder.resolve("python.txt");
        ProcessBuilder builder = new ProcessBuilder(
                "python3",
                program.toString(),
                Integer.toString(trials),
                Long.toString(seed),
                Integer.toString(Configuration.PLAIN_TRIAL.maxSize()),
                Integer.toString(patienceSeconds))
                .redirectError(errors.toFile());
        try {
            return new PythonProgram(traces.start(builder), errors, trials, progress);
        } catch (IOException e) {
            throw new IOException("cannot start python3, which --python wants; install it, or leave --python out", e);
        }
    }

    /** Returns when none of its processes works any more; some may still be waiting, which takes no processor. */
    void awaitRest() throws IOException {
        Optional<String> line;
        do {
            line = read();
        } while (line.filter(each -> !RESTING.matcher(each).find()).isPresent());
    }

    /** Returns when all trials have come to their end. */
    void awaitEnd() throws IOException {
        Optional<String> line;
        do {
            line = read();
        } while (line.isPresent());
        int wanted = trials * Trial.all().size();
        if (made != wanted) {
            throw new IOException("python3 made " + made + " of " + wanted + " trials: " + Files.readString(errors));
        }
    }

    private Optional<String> read() throws IOException {
        String line = in.readLine();
        if (line == null) {
            return Optional.empty();
        }
        Matcher result = RESULT.matcher(line);
        Matcher about = ABOUT.matcher(line);
        if (result.find()) {
            Trial.Count before = counts.getOrDefault(key(result.group(1), result.group(2)), Trial.Count.NONE);
            counts.put(
                    key(result.group(1), result.group(2)),
                    before.and(
                            Boolean.parseBoolean(result.group(3)),
                            Integer.parseInt(result.group(4)),
                            Boolean.parseBoolean(result.group(5))));
            made++;
            progress.step(1);
        } else if (about.find()) {
            version = about.group(1) + " (" + about.group(2) + ")";
        }
        return Optional.of(line);
    }

    private static String key(String queueName, String victimName) {
        return queueName + " " + victimName;
    }

    /** The version, and how it starts processes. */
    String version() {
        return version;
    }

    Trial.Count count(Trial trial) {
        return counts.getOrDefault(key(trial.queueName(), trial.victimName()), Trial.Count.NONE);
    }

    @Override
    public void close() {
        // All of them are known before the first one dies: afterwards nobody knows whose they were.
        process.descendants().toList().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
