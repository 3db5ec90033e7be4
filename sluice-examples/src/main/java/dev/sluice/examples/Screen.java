package dev.sluice.examples;

import java.io.BufferedOutputStream;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What the standard output of this process is, and how the examples write to it. */
public final class Screen {
    /**
     * Standard output in UTF-8 whatever the locale is, as the dishes of the chefs want it. It writes each line in one
     * piece, so that the lines of several processes do not mix.
     */
    public static final PrintStream OUT = new PrintStream(
            new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)), true, StandardCharsets.UTF_8);

    private Screen() {}

    /**
     * Whether somebody watches: standard input and output are a terminal that can move its cursor.
     *
     * @return false if the output is piped or goes to a file
     */
    public static boolean isTerminal() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent()
                && !"dumb".equals(System.getenv("TERM"));
    }

    /**
     * Whether to write in colours. Children inherit the output of their parent; it decides for them.
     *
     * @return true on a terminal, unless the environment variable {@code NO_COLOR} is set
     */
    public static boolean hasColours() {
        String noColour = System.getenv("NO_COLOR");
        return isTerminal() && (noColour == null || noColour.isEmpty());
    }
}
