package dev.sluice.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The machine of a run. */
final class Machine {
    private static final Path CPU = Path.of("/proc/cpuinfo");
    private static final Path LOAD = Path.of("/proc/loadavg");

    private Machine() {}

    static String description() {
        return Runtime.getRuntime().availableProcessors() + " processors"
                + model().map(model -> " (" + model + ")").orElse("") + ", " + System.getProperty("os.name") + " "
                + System.getProperty("os.version") + ", " + System.getProperty("os.arch")
                + load().map(load -> ", load at the end " + load).orElse("");
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
