package dev.sluice.benchmarks.contender;

import java.io.IOException;
import java.nio.file.Path;

/** The C compiler of this machine. */
public final class CCompiler {
    private static final String COMMAND = "gcc";

    private CCompiler() {}

    /** Whether there is one. */
    public static boolean isThere() {
        try {
            return run(COMMAND, "--version") == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Compiles a program to a file beside its source. */
    public static Path compile(Path source) throws IOException {
        Path program = source.resolveSibling(source.getFileName().toString().replace(".c", ""));
        int exitCode = run(COMMAND, "-O2", "-o", program.toString(), source.toString());
        if (exitCode != 0) {
            throw new IOException(COMMAND + " could not compile " + source + ": exit code " + exitCode);
        }
        return program;
    }

    private static int run(String... command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.onExit().join().exitValue();
    }
}
