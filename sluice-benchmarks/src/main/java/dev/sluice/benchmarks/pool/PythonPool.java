package dev.sluice.benchmarks.pool;

import dev.sluice.benchmarks.contender.PythonChoice;
import dev.sluice.benchmarks.contender.Resource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;

/** A pool of CPython. */
public final class PythonPool implements PoolContender {
    private static final String PROGRAM = "pool.py";
    private static final double NANOS_PER_MICRO = 1e3;

    private final String title;
    private final String way;
    private final Path folder;
    private final Process python;
    private final Writer orders;
    private final BufferedReader answers;

    /**
     * Starts the program that has the pool.
     *
     * @param way one that the program knows
     */
    public PythonPool(String title, String way, int workers) throws IOException {
        this.title = title;
        this.way = way;
        folder = Files.createTempDirectory("sluice-bench-pool");
        String command = PythonChoice.chosen().orElseThrow(() -> new IOException("there is no python3 on the PATH"));
        python = new ProcessBuilder(
                command, Resource.copy(PROGRAM, folder).toString(), Integer.toString(workers))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        orders = python.outputWriter();
        answers = python.inputReader();
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public PoolRun measure(int tasks) throws IOException {
        orders.write(way + " " + tasks + "\n");
        orders.flush();
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException(PROGRAM + " has ended; its standard error says why");
        }
        String[] figures = answer.split(" ", -1);
        double nanos = Double.parseDouble(figures[1]);
        return new PoolRun(Double.parseDouble(figures[0]), nanos == 0 ? Double.NaN : nanos / NANOS_PER_MICRO);
    }

    @Override
    public void close() {
        try {
            orders.close(); // it ends with them
            python.waitFor();
            Files.deleteIfExists(folder.resolve(PROGRAM));
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            // A file in the temporary folder.
        } catch (InterruptedException e) {
            python.destroy();
            Thread.currentThread().interrupt();
        }
    }
}
