package dev.sluice.internal.shm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Runs a command of the system and returns what it prints. */
final class Shell {
    private Shell() {}

    static String run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        int code = process.onExit().join().exitValue();
        if (code != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + code + ": " + output);
        }
        return output;
    }

    static boolean succeeds(String... command) {
        try {
            run(command);
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
