package dev.sluice.benchmarks.report;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The machine of a run. */
final class Machine {
    private static final Path CPU = Path.of("/proc/cpuinfo");
    private static final Path LOAD = Path.of("/proc/loadavg");

    private static final Path CACHES = Path.of("/sys/devices/system/cpu/cpu0/cache");

    private Machine() {}

    static String description() {
        return Runtime.getRuntime().availableProcessors() + " processors"
                + model().map(model -> " (" + model + ")").orElse("") + ", " + System.getProperty("os.name") + " "
                + System.getProperty("os.version") + ", " + System.getProperty("os.arch")
                + caches().map(caches -> ", caches of a processor " + caches).orElse("")
                + load().map(load -> ", load at the end " + load).orElse("");
    }

    /** The sources that were measured. */
    static String commit() {
        try {
            // What runs lies within the sources it was built from, wherever it was started.
            String own = Path.of(Machine.class.getProtectionDomain().getCodeSource().getLocation().toURI())
                    .getParent()
                    .toString();
            String commit = line("git", "-C", own, "rev-parse", "--short=10", "HEAD");
            String changes = line("git", "-C", own, "status", "--porcelain", "--untracked-files=no");
            return commit.isEmpty() ? "unknown" : commit + (changes.isEmpty() ? "" : ", with changes");
        } catch (IOException | URISyntaxException e) {
            return "unknown";
        }
    }

    /** The first line that a program prints. */
    private static String line(String... command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out = process.inputReader()) {
            String line = out.readLine();
            return line == null ? "" : line.strip();
        }
    }

    private static Optional<String> caches() {
        List<String> sizes = new ArrayList<>();
        for (int i = 0; Files.isDirectory(CACHES.resolve("index" + i)); i++) {
            Path cache = CACHES.resolve("index" + i);
            try {
                if (!Files.readString(cache.resolve("type")).startsWith("Instruction")) {
                    sizes.add("L" + Files.readString(cache.resolve("level")).strip() + " "
                            + Files.readString(cache.resolve("size")).strip());
                }
            } catch (IOException e) {
                return Optional.empty();
            }
        }
        return sizes.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", sizes));
    }

    private static Optional<String> model() {
        try (Stream<String> lines = Files.lines(CPU)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> load() {
        try {
            String line = Files.readString(LOAD);
            return Optional.of(line.substring(0, line.indexOf(' ')));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
