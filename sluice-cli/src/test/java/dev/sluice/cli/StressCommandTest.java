package dev.sluice.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 300, unit = TimeUnit.SECONDS)
final class StressCommandTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--config nonsense",
                "--config base,,tight",
                "--kills 0",
                "--kills many",
                "--trials 0",
                "--broken everything"
            })
    void aWrongCommandLineIsRefused(String options) {
        InProcess result = InProcess.run(("stress " + options).split(" "));
        assertEquals(ExitCodes.USAGE, result.exitCode(), result::toString);
        assertEquals("", result.out());
    }

    @Test
    void aShortAttackEndsWithTheVerdict() throws IOException, InterruptedException {
        SluiceProcess stress = SluiceProcess.run(folder, "stress", "--kills", "5", "--seed", "3");
        assertEquals(ExitCodes.OK, stress.exitCode(), stress::all);
        assertTrue(stress.out().contains("torn elements"), stress::all);
        assertTrue(stress.out().lines().toList().getLast().startsWith("all criteria met: "), stress::all);
        assertEquals("", stress.err());
    }

    @Test
    void programsGetAnObject() throws IOException, InterruptedException {
        SluiceProcess stress = SluiceProcess.run(folder, "stress", "--kills", "3", "--config", "pipe", "--json");
        assertEquals(ExitCodes.OK, stress.exitCode(), stress::all);
        assertTrue(stress.out().contains("\"configuration\": \"pipe\""), stress::all);
        assertTrue(stress.out().contains("\"criterion\": \"torn\""), stress::all);
    }
}
