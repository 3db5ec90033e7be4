package dev.sluice.benchmarks.trial;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The processes of a trial. Closing ends them and all that they started. */
final class Processes implements AutoCloseable {
    private static final int SHOWN_CHARACTERS = 2000;

    private final Path folder;
    private final List<Process> started = new ArrayList<>();

    Processes(Path folder) {
        this.folder = folder;
    }

    void start(List<List<String>> commands) throws IOException {
        for (List<String> command : commands) {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(outputFile(started.size()).toFile());
            builder.environment().remove("JDK_JAVA_OPTIONS");
            builder.environment().remove("JAVA_TOOL_OPTIONS");
            started.add(builder.start());
        }
    }

    /** Their numbers. */
    List<Long> pids() {
        return started.stream().map(Process::pid).toList();
    }

    boolean anyFailed() {
        return started.stream().anyMatch(process -> !process.isAlive() && process.exitValue() != 0);
    }

    /** What they printed, for a message. */
    String output() {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < started.size(); i++) {
            try {
                String text = Files.readString(outputFile(i), StandardCharsets.UTF_8).strip();
                all.append(text.isEmpty() ? "" : "\n" + text.substring(0, Math.min(text.length(), SHOWN_CHARACTERS)));
            } catch (IOException e) {
                all.append("\n(its output cannot be read: ").append(e).append(')');
            }
        }
        return all.toString();
    }

    private Path outputFile(int number) {
        return folder.resolve("output-" + number);
    }

    @Override
    public void close() {
        for (Process process : started) {
            List<ProcessHandle> descendants = process.descendants().toList();
            process.destroyForcibly();
            descendants.forEach(ProcessHandle::destroyForcibly);
        }
        for (Process process : started) {
            // Its files are removed next, so it has to be gone.
            process.onExit().join();
        }
    }
}
