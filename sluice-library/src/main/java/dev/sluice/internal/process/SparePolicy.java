package dev.sluice.internal.process;

import java.util.List;
import java.util.Set;

/** How many spare JVMs are kept where the program does not say. */
public final class SparePolicy {
    private static final String PROPERTY = "dev.sluice.spares";

    /** Each JVM with such an option takes a port, or opens a file, or runs code that may do so: at its start, not when used. */
    private static final Set<String> NOT_FOR_TWO = Set.of(
            "-agentlib:",
            "-agentpath:",
            "-javaagent:",
            "-Xrun",
            "-Xdebug",
            "-Xlog",
            "-Xloggc",
            "-XX:StartFlightRecording",
            "-XX:Flags=",
            "-XX:VMOptionsFile=",
            "-Dcom.sun.management.",
            "-Ddev.sluice.killpoint=",
            "@");

    private SparePolicy() {}

    /**
     * How many, for children that are started with this command.
     *
     * @param command the command
     * @return the number; 0: none
     * @throws IllegalStateException if the system property is no number
     */
    public static int unasked(List<String> command) {
        String number = System.getProperty(PROPERTY, "1");
        int spares;
        try {
            spares = Integer.parseUnsignedInt(number);
        } catch (NumberFormatException e) {
            throw new IllegalStateException(
                    "-D" + PROPERTY + "=" + number + " is no number of spare JVMs: use 0 for none, 1, 2 ...", e);
        }
        return command.stream().anyMatch(SparePolicy::isNotForTwo) ? 0 : spares;
    }

    private static boolean isNotForTwo(String option) {
        return NOT_FOR_TWO.stream().anyMatch(option::startsWith);
    }
}
