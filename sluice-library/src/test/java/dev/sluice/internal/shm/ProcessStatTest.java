package dev.sluice.internal.shm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ProcessStatTest {
    private static ProcessStat parse(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return ProcessStat.parse(bytes, bytes.length);
    }

    private static String line(String name, char state, long flags) {
        return "4242 (" + name + ") " + state + " 1 4242 4242 0 -1 " + flags
                + " 100 0 0 0 1 2 0 0 20 0 30 0 1234567 5000000 1000 18446744073709551615 1 1 0\n";
    }

    @ParameterizedTest
    @ValueSource(strings = {"java", "a b", ")", "x) Z 1 2 3", "((", ""})
    void programs_of_any_name_are_understood(String name) {
        assertEquals(new ProcessStat(4242, 'S', 4194304, 1234567), parse(line(name, 'S', 4194304)));
    }

    @Test
    void zombies_and_exiting_processes_are_ending_and_stopped_ones_are_not() {
        assertFalse(parse(line("java", 'S', 0x400000)).isEnding());
        assertFalse(parse(line("java", 'T', 0x400000)).isEnding());
        assertFalse(parse(line("java", 'D', 0x400000)).isEnding());
        assertTrue(parse(line("java", 'R', 0x400004)).isEnding());
        assertTrue(parse(line("java", 'Z', 0x400000)).isEnding());
        assertTrue(parse(line("java", 'X', 0x400000)).isEnding());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1 (java", "1 (java)", "1 (java) S 1 2 3"})
    void nonsense_is_noticed(String text) {
        assertNull(parse(text));
    }

    @Test
    void this_process_is_found() throws IOException {
        assumeTrue(ProcessIdentity.HAS_PROC);
        assertEquals(ProcessHandle.current().pid(), ProcessIdentity.current().pid());
        assertFalse(ProcessStat.read("/proc/self/stat").isEnding());
    }
}
