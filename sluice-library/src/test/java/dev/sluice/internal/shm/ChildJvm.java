package dev.sluice.internal.shm;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A second Java process that runs the {@code main} of a test class and talks with the test line by line. Killed, and
 * waited for, when closed.
 */
public final class ChildJvm implements AutoCloseable {
    private final Process process;
    private final BufferedReader in;
    private final PrintStream out;

    private ChildJvm(Process process) {
        this.process = process;
        this.in = process.inputReader(StandardCharsets.UTF_8);
        this.out = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    public static ChildJvm start(boolean nativeAccess, Class<?> main, String... arguments) {
        return start(List.of(), nativeAccess, List.of(), main, arguments);
    }

    /**
     * Starts one by way of another command.
     *
     * @param prefix a command that runs the command appended to it
     */
    public static ChildJvm start(
            List<String> prefix, boolean nativeAccess, List<String> jvmOptions, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-XX:+UseSerialGC");
        command.add(nativeAccess ? "--enable-native-access=ALL-UNNAMED" : "-Ddev.sluice.native=off");
        String directory = System.getProperty(Directory.PROPERTY);
        if (directory != null) {
            command.add("-D" + Directory.PROPERTY + "=" + directory);
        }
        command.addAll(jvmOptions);
        command.add("-cp");
        command.add(root(SharedFile.class) + ":" + root(main));
        command.add(main.getName());
        command.addAll(List.of(arguments));
        try {
            return new ChildJvm(new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the class file stands; in a patched module its code source tells another place. */
    public static Path root(Class<?> type) {
        String file = type.getName().replace('.', '/') + ".class";
        String url = type.getResource("/" + file).toString();
        return Path.of(URI.create(url.substring(0, url.length() - file.length())));
    }

    public String readLine() {
        try {
            return in.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void writeLine(String line) {
        out.println(line);
    }

    public Process process() {
        return process;
    }

    public int pid() {
        return (int) process.pid();
    }

    /** As by {@code kill -9}; returns when it is gone. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
