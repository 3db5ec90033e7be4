package dev.sluice.benchmarks.contender;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Which CPython is measured: the one that was asked for, else the fastest of those that are usually there. */
public final class PythonChoice {
    private static final String PROGRAM = "peer.py";
    private static Optional<String> chosen;

    private PythonChoice() {}

    /** Takes this one. */
    public static synchronized void set(String command) {
        chosen = Optional.of(command);
    }

    /** The command, if there is any. */
    public static synchronized Optional<String> chosen() {
        if (chosen == null) {
            chosen = fastest();
        }
        return chosen;
    }

    private static Optional<String> fastest() {
        String best = null;
        double bestRate = 0;
        for (String command : present()) {
            double rate = rate(command);
            if (rate > bestRate) {
                best = command;
                bestRate = rate;
            }
        }
        return Optional.ofNullable(best);
    }

    private static Set<String> present() {
        Set<String> commands = new LinkedHashSet<>();
        commands.add("/usr/bin/python3");
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        for (String folder : path.split(File.pathSeparator, -1)) {
            commands.add(Path.of(folder, "python3").toString());
        }
        commands.removeIf(command -> !Files.isExecutable(Path.of(command)));
        return commands;
    }

    /** Elements a second of a short run of its queue. */
    private static double rate(String command) {
        try {
            Path folder = Files.createTempDirectory("sluice-bench-python");
            Path program = Resource.copy(PROGRAM, folder);
            Process process = new ProcessBuilder(command, program.toString(), "calibrate")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (BufferedReader out = process.inputReader()) {
                String line = out.readLine();
                return line == null ? 0 : Double.parseDouble(line);
            } finally {
                Files.delete(program);
                Files.delete(folder);
            }
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }
}
