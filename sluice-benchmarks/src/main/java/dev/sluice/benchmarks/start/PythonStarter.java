package dev.sluice.benchmarks.start;

import dev.sluice.benchmarks.contender.PythonChoice;
import dev.sluice.benchmarks.contender.Resource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;

/** Processes of CPython's multiprocessing, by one of its start methods. */
public final class PythonStarter implements Starter {
    private static final String PROGRAM = "start.py";

    private final String method;
    private final Path folder;
    private final Process python;
    private final Writer orders;
    private final BufferedReader answers;

    /** Starts the program that starts the processes. */
    public PythonStarter(String method) throws IOException {
        this.method = method;
        folder = Files.createTempDirectory("sluice-bench-start");
        String command = PythonChoice.chosen().orElseThrow(() -> new IOException("there is no python3 on the PATH"));
        python = new ProcessBuilder(command, Resource.copy(PROGRAM, folder).toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        orders = python.outputWriter();
        answers = python.inputReader();
    }

    @Override
    public String title() {
        return "CPython " + method;
    }

    @Override
    public StartTime measure() throws IOException {
        orders.write(method + "\n");
        orders.flush();
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException(PROGRAM + " has ended; its standard error says why");
        }
        String[] nanos = answer.split(" ", -1);
        return new StartTime(Long.parseLong(nanos[0]), Long.parseLong(nanos[1]));
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
