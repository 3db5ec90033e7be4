package dev.sluice;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM that runs a program of a test's, to be looked at, signalled and killed from outside. */
final class ProgramJvm implements AutoCloseable {
    private final Process process;

    private ProgramJvm(Process process) {
        this.process = process;
    }

    static ProgramJvm run(Class<?> program, Object... arguments) throws IOException {
        return run(List.of("-cp", System.getProperty("java.class.path")), program.getName(), arguments);
    }

    static ProgramJvm run(List<String> options, String program, Object... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:+UseSerialGC");
        // As this run of the tests is set, so are its programs: with or without native access, in this or that folder.
        for (String property : System.getProperties().stringPropertyNames()) {
            if (property.startsWith("dev.sluice.")) {
                command.add("-D" + property + "=" + System.getProperty(property));
            }
        }
        command.addAll(options);
        command.add(program);
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return new ProgramJvm(new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .start());
    }

    long pid() {
        return process.pid();
    }

    void kill() {
        process.destroyForcibly();
    }

    void signal(String name) throws IOException, InterruptedException {
        signal(process.pid(), name);
    }

    static void signal(long pid, String name) throws IOException, InterruptedException {
        assertTrue(
                new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                        .inheritIO()
                        .start()
                        .waitFor()
                        == 0,
                "kill " + name);
    }

    /** Everything that it and its children print, until all of them have closed their output. */
    String output() throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** The next byte that it or a child of it prints; waits for it. */
    int read() throws IOException {
        return process.getInputStream().read();
    }

    int waitFor() throws InterruptedException {
        return process.waitFor();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    /** Waits until a process that is no child of this one is gone; false if it stays for longer than it may. */
    static boolean goneWithin(long seconds, long pid) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(ProgramJvm::runs).isPresent()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
        return true;
    }

    /** A zombie has no command any more: it has ended, and only its parent is slow to notice. */
    private static boolean runs(ProcessHandle process) {
        return process.info().command().isPresent();
    }
}
