package dev.sluice.stress;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A worker process, as the controller has it: started with a plain {@link ProcessBuilder} and a fixed command, not as a
 * child of the library under attack, so that nothing of it runs in the controller and nothing of it helps to find the dead.
 */
final class WorkerJvm {
    /** What the exit code of a killed process is. */
    static final int KILLED = 137;

    private static final Duration LOOK = Duration.ofMillis(2);

    private final Traces traces;
    private final Process process;
    private final BufferedReader in;
    private final BufferedWriter out;
    private final Path errors;
    private final Optional<CollectionLog> collections;
    private Order order;

    private WorkerJvm(Traces traces, Process process, Path errors, Optional<CollectionLog> collections) {
        this.traces = traces;
        this.process = process;
        this.in = process.inputReader(StandardCharsets.UTF_8);
        this.out = process.outputWriter(StandardCharsets.UTF_8);
        this.errors = errors;
        this.collections = collections;
    }

    /** Starts a process and waits until it is ready for its order. */
    static WorkerJvm start(Traces traces, List<String> command, Path errors) throws IOException {
        return start(traces, command, errors, Optional.empty());
    }

    /** The same with a larger heap, and a log of what its collector does. */
    static WorkerJvm startCollecting(Traces traces, List<String> command, Path errors, CollectionLog log)
            throws IOException {
        return start(traces, Launcher.with(command, log.options()), errors, Optional.of(log));
    }

    private static WorkerJvm start(
            Traces traces, List<String> command, Path errors, Optional<CollectionLog> collections)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.redirectError(errors.toFile());
        builder.environment().remove("JDK_JAVA_OPTIONS");
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        WorkerJvm worker = new WorkerJvm(traces, traces.start(builder), errors, collections);
        worker.read();
        return worker;
    }

    void follow(Order newOrder) throws IOException {
        order = newOrder;
        write(newOrder.line());
    }

    Order order() {
        return order;
    }

    long pid() {
        return process.pid();
    }

    Path errors() {
        return errors;
    }

    /** When its threads had to wait for the collector; to be asked once it has ended, and only known if there is a log. */
    List<Interval> collections() throws IOException {
        return collections.isEmpty() ? List.of() : collections.get().take();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    int exitCode() {
        return process.exitValue();
    }

    boolean waitFor(Duration limit) throws InterruptedException {
        return process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    void kill() {
        process.destroyForcibly();
    }

    void write(String line) throws IOException {
        out.write(line);
        out.newLine();
        out.flush();
    }

    /** The next line that the process says, or null if it says no more. */
    String read() throws IOException {
        return in.readLine();
    }

    /**
     * Waits until there is a line to {@linkplain #read() read}, or the end of the process.
     *
     * @return false if there was neither in time
     */
    boolean awaitLine(Duration limit) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!in.ready()) {
            if (waitFor(LOOK)) {
                return true;
            }
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
        }
        return true;
    }

    void stop() throws IOException, InterruptedException {
        signal("STOP");
    }

    void goOn() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        // A process that has just died is no error: its death is seen elsewhere.
        traces.start(
                new ProcessBuilder("kill", "-" + name, Long.toString(pid()))
                        .redirectError(ProcessBuilder.Redirect.DISCARD))
                .waitFor();
    }

    /** Writes down what its threads are doing. */
    void dump(Path file, Duration limit) throws IOException, InterruptedException {
        traces.start(
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(pid()),
                        "Thread.print")
                        .redirectErrorStream(true)
                        .redirectOutput(file.toFile()))
                .waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    }
}
