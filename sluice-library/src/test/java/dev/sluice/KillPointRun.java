package dev.sluice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.internal.ring.KillPoint;
import java.io.Serializable;
import java.util.List;

/** A program that kills itself at a named step, and what it sends. */
final class KillPointRun {
    /** The exit code of who was killed with -9. */
    static final int KILLED = 137;

    private KillPointRun() {}

    /** Content that follows from the number, of all sizes that are treated differently. */
    record Item(int number, String content) implements Serializable {
        private static final int[] LENGTHS = {3, 200, 5_000, 120_000};

        /** Every so many of them one is small. */
        static final int KINDS = LENGTHS.length;

        static Item of(int number) {
            return new Item(number, Character.toString('a' + number % 26).repeat(LENGTHS[number % LENGTHS.length]));
        }

        void assertWhole() {
            assertEquals(of(number), this);
        }
    }

    /** Runs it to its end, which is {@link #KILLED}, or 0 if it never came to that passage of the step. */
    static int of(Class<?> program, KillPoint step, int passage, Object argument) throws Exception {
        try (ProgramJvm jvm = ProgramJvm.run(
                List.of(
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-XX:TieredStopAtLevel=1",
                        "-Ddev.sluice.killpoint=" + step + ":" + passage,
                        "--enable-native-access=ALL-UNNAMED"),
                program.getName(),
                argument)) {
            String output = jvm.output();
            int exit = jvm.waitFor();
            assertTrue(exit == 0 || exit == KILLED, () -> "exit code " + exit + ": " + output);
            return exit;
        }
    }
}
