package dev.sluice.benchmarks.floor;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Two processes that live as long as the benchmark, and measure the floor when they are asked; else they sleep. */
public final class FloorMeter implements AutoCloseable {
    /** How long each of the two measurements takes. */
    private static final int MILLIS = 40;

    private static final int WARM_UPS = 3;
    private static final int WARM_UP_MILLIS = 200;

    private final List<Side> sides = new ArrayList<>();

    /**
     * Starts the two.
     *
     * @param folder where they put their file
     */
    public FloorMeter(Path folder) throws IOException {
        Path file = folder.resolve("floor");
        FloorMain.create(file);
        for (FloorMain.Task task : FloorMain.Task.values()) {
            sides.add(Side.start(file, task));
        }
        for (int i = 0; i < WARM_UPS; i++) {
            measure(WARM_UP_MILLIS);
        }
    }

    /** Measures now. */
    public Floor measure() throws IOException {
        return measure(MILLIS);
    }

    private Floor measure(int duration) throws IOException {
        double ping = ask("ping " + duration);
        return new Floor(ping, ask("ring " + duration));
    }

    private double ask(String question) throws IOException {
        for (Side side : sides) {
            side.write(question);
        }
        double answer = 0;
        for (Side side : sides) {
            answer = Math.max(answer, Double.parseDouble(side.read()));
        }
        return answer;
    }

    @Override
    public void close() {
        sides.forEach(side -> side.process.destroyForcibly());
    }

    private record Side(Process process, BufferedReader in, BufferedWriter out) {
        static Side start(Path file, FloorMain.Task task) throws IOException {
            Process process = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    FloorMain.class.getName(),
                    file.toString(),
                    task.name())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            return new Side(
                    process,
                    process.inputReader(StandardCharsets.UTF_8),
                    process.outputWriter(StandardCharsets.UTF_8));
        }

        void write(String line) throws IOException {
            out.write(line);
            out.newLine();
            out.flush();
        }

        String read() throws IOException {
            String line = in.readLine();
            if (line == null) {
                throw new IOException("a process of the floor has ended; see what it printed");
            }
            return line;
        }
    }
}
