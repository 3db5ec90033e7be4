package dev.sluice.internal.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A command line too long for the system, as a file that the java launcher reads instead. Its last argument is its own
 * path: the launcher has read it before anything of the child runs, so the child {@linkplain #remove removes} it first
 * thing, and the parent does when the child has ended without getting so far.
 */
public final class ArgumentFile {
    /** Linux refuses a single argument of 128 KiB, and a command line of 2 MiB, the environment included. */
    private static final int LONGEST_ARGUMENT_BYTES = 100_000;

    private static final int LONGEST_COMMAND_BYTES = 500_000;

    private ArgumentFile() {}

    static boolean neededFor(List<String> command) {
        long bytes = 0;
        for (String argument : command) {
            // UTF-8 takes at most three bytes for each char.
            if (3L * argument.length() > LONGEST_ARGUMENT_BYTES) {
                return true;
            }
            bytes += 3L * argument.length();
        }
        return bytes > LONGEST_COMMAND_BYTES;
    }

    /** Writes all but the launcher itself, and the path of the file; readable by this user alone. */
    static Path write(List<String> command) throws IOException {
        Path file = Files.createTempFile("sluice-", ".arguments");
        try {
            String lines = Stream.concat(command.stream().skip(1), Stream.of(file.toString()))
                    .map(argument -> '"' + argument.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                    .collect(Collectors.joining("\n", "", "\n"));
            Files.writeString(file, lines);
            return file;
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /**
     * Removes the file, if it is still there.
     *
     * @param file the file
     */
    public static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // A file of a few kilobytes in the temporary folder; nobody depends on its absence.
        }
    }
}
