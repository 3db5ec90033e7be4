package dev.sluice.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The command, run as a user does: in a process of its own, its output in files.
 *
 * @param exitCode its exit code
 * @param out      its standard output
 * @param err      its standard error
 */
record SluiceProcess(int exitCode, String out, String err) {
    private static final long PATIENCE_SECONDS = 280;

    /** Runs the command with its private directory in the given folder, and checks that it leaves nothing there. */
    static SluiceProcess run(Path folder, String... args) throws IOException, InterruptedException {
        SluiceProcess result = runMain(folder, List.of(), Main.class, args);
        assertTrue(isEmpty(directory(folder)), () -> "left behind in " + directory(folder) + ": " + result);
        return result;
    }

    /** Runs any main class of the class path of this test. */
    static SluiceProcess runMain(Path folder, List<String> options, Class<?> main, String... args)
            throws IOException, InterruptedException {
        return run(folder, builder(folder, options, main, args));
    }

    /** Runs a program to its end. */
    static SluiceProcess run(Path folder, ProcessBuilder builder) throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "out", ".txt");
        Path err = Files.createTempFile(folder, "err", ".txt");
        Process process = builder.redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                fail(builder.command() + " does not end; out: " + Files.readString(out) + " err: "
                        + Files.readString(err));
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        return new SluiceProcess(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    static ProcessBuilder builder(Path folder, List<String> options, Class<?> main, String... args) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-Ddev.sluice.dir=" + directory(folder));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().remove("NO_COLOR");
        return builder;
    }

    private static Path directory(Path folder) {
        return folder.resolve("sluice");
    }

    private static boolean isEmpty(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.findAny().isEmpty();
        } catch (NoSuchFileException e) {
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The whole output, for a message. */
    String all() {
        return "exit code " + exitCode + "\n" + out + err;
    }
}
