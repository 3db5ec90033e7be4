package dev.sluice.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageErrorTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "stat",
                "stat a b",
                "rm",
                "ls --xml",
                "demo nonsense",
                "demo queue --slow --fast",
                "demo queue --producers many",
                "demo queue --producers 0",
                "demo queue --items -1",
                "demo index --workers 0",
                "demo index /nonexistent/folder",
                "demo index /proc/version"
            })
    void wrongUseIsToldInShortAndEndsWith2(String line) {
        InProcess result = InProcess.run(line.split(" "));
        assertAll(
                () -> assertEquals(ExitCodes.USAGE, result.exitCode(), result.err()),
                () -> assertTrue(result.err().startsWith("sluice: "), result.err()),
                () -> assertTrue(result.err().lines().count() <= 4, result.err()),
                () -> assertFalse(result.err().contains("\tat "), result.err()),
                () -> assertEquals("", result.out()));
    }
}
