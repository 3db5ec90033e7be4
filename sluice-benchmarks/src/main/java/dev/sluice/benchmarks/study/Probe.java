package dev.sluice.benchmarks.study;

import dev.sluice.benchmarks.trial.RunFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A JVM of its own for one measurement, so that no other has shaped its code or its heap. It prints names and numbers. */
public final class Probe {
    private Probe() {}

    /** The beginning of the command of a JVM with native access, whose files of Sluice are in a folder. */
    public static List<String> command(Path folder, String... options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-Ddev.sluice.dir=" + folder.resolve("sluice"));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        return command;
    }

    /** Prints a number under a name. */
    public static void print(String name, double value) {
        System.out.println(name + " " + value);
    }

    /** Runs a program and returns what it printed. */
    public static Map<String, Double> run(RunFolder folder, Class<?> program, String... args)
            throws IOException, InterruptedException {
        Path place = folder.sub("probe");
        try {
            List<String> command = command(place);
            command.add(program.getName());
            command.addAll(List.of(args));
            Path errors = place.resolve("errors");
            Process process =
                    new ProcessBuilder(command).redirectError(errors.toFile()).start();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException(program.getSimpleName() + " " + String.join(" ", args) + " ended with exit code "
                        + process.exitValue() + ": " + Files.readString(errors).strip());
            }
            return parsed(out);
        } finally {
            RunFolder.removeQuietly(place);
        }
    }

    private static Map<String, Double> parsed(String out) {
        Map<String, Double> numbers = new LinkedHashMap<>();
        out.lines().forEach(line -> {
            int blank = line.lastIndexOf(' ');
            numbers.put(line.substring(0, blank), Double.valueOf(line.substring(blank + 1)));
        });
        return numbers;
    }
}
