package dev.sluice.internal.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ExitStatusTest {
    private static final OptionalInt NONE = OptionalInt.empty();
    private static final OptionalInt TERM = OptionalInt.of(Signals.SIGTERM);
    private static final OptionalInt KILL = OptionalInt.of(Signals.SIGKILL);

    @Test
    void codes_that_no_signal_gives_are_codes() {
        for (int code : new int[] {0, 1, 127, 128, 193, 255}) {
            assertEquals(code, ExitStatus.of(code, false, NONE));
            assertEquals(code, ExitStatus.of(code, true, TERM));
        }
    }

    @Test
    void what_the_child_announced_as_its_own_end_is_a_code() {
        assertEquals(143, ExitStatus.of(143, true, NONE));
        assertEquals(143, ExitStatus.of(143, true, KILL));
    }

    @Test
    void an_end_without_announcement_is_a_signal() {
        assertEquals(-15, ExitStatus.of(143, false, NONE));
        assertEquals(-9, ExitStatus.of(137, false, NONE));
        assertEquals(-64, ExitStatus.of(192, false, NONE));
    }

    @Test
    void a_signal_of_ours_is_believed_over_the_announcement() {
        assertEquals(-15, ExitStatus.of(143, true, TERM));
        assertEquals(-9, ExitStatus.of(137, true, KILL));
    }

    @Test
    void signals_have_names() {
        assertEquals("SIGHUP", Signals.name(1));
        assertEquals("SIGKILL", Signals.name(Signals.SIGKILL));
        assertEquals("SIGTERM", Signals.name(Signals.SIGTERM));
        assertEquals("SIGSYS", Signals.name(31));
        assertEquals("signal 40", Signals.name(40));
        assertEquals(OptionalInt.empty(), Signals.endingThisJvm());
    }
}
