package dev.sluice.benchmarks.contender;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A program in Python that is carried along, is given orders line by line, and answers each with a line. */
public final class PythonProgram implements AutoCloseable {
    private final String name;
    private final Path folder;
    private final Process python;
    private final Writer orders;
    private final BufferedReader answers;

    /**
     * Starts it with the CPython that is measured.
     *
     * @param name the file
     */
    public PythonProgram(String name, String... arguments) throws IOException {
        this.name = name;
        folder = Files.createTempDirectory("sluice-bench-python");
        List<String> command = new ArrayList<>();
        command.add(PythonChoice.chosen().orElseThrow(() -> new IOException("there is no python3 on the PATH")));
        command.add(Resource.copy(name, folder).toString());
        command.addAll(List.of(arguments));
        python = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        orders = python.outputWriter();
        answers = python.inputReader();
    }

    /** Gives it an order, and waits for its answer: words with a blank between. */
    public String[] ask(String order) throws IOException {
        orders.write(order + "\n");
        orders.flush();
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException(name + " has ended; its standard error says why");
        }
        return answer.split(" ", -1);
    }

    /** Waits for its end, too. */
    @Override
    public void close() {
        try {
            orders.close(); // it ends with them
            python.waitFor();
            Files.deleteIfExists(folder.resolve(name));
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            // A file in the temporary folder.
        } catch (InterruptedException e) {
            python.destroy();
            Thread.currentThread().interrupt();
        }
    }
}
