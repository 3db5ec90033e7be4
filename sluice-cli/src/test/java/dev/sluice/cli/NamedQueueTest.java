package dev.sluice.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 300, unit = TimeUnit.SECONDS)
class NamedQueueTest {
    @TempDir
    private Path folder;

    private SluiceProcess sluice(String... args) throws IOException, InterruptedException {
        return SluiceProcess.runMain(folder, List.of(), Main.class, args);
    }

    @Test
    void aQueueIsListedShownAndRemoved() throws IOException, InterruptedException {
        Process holder = SluiceProcess.builder(folder, List.of(), QueueHolder.class, "orders")
                .redirectError(Redirect.INHERIT)
                .start();
        try {
            BufferedReader out = holder.inputReader(StandardCharsets.UTF_8);
            assertEquals("ready", out.readLine());

            SluiceProcess list = sluice("ls");
            assertEquals(ExitCodes.OK, list.exitCode(), list::all);
            List<String> lines = list.out().lines().toList();
            assertEquals(2, lines.size(), list::all);
            assertTrue(lines.get(1).matches("orders +joinable +3 +10 +\\d+ +" + holder.pid()), list::all);

            SluiceProcess stat = sluice("stat", "orders", "--json");
            assertEquals(ExitCodes.OK, stat.exitCode(), stat::all);
            assertTrue(stat.out().contains("\"size\": 3,"), stat::all);
            assertTrue(stat.out().contains("\"unacknowledged\": 1,"), stat::all);
            assertTrue(stat.out().contains("\"pid\": " + holder.pid() + ","), stat::all);

            holder.getOutputStream().close();
            assertTrue(holder.waitFor(30, TimeUnit.SECONDS));
            SluiceProcess left = sluice("stat", "orders");
            assertEquals(ExitCodes.OK, left.exitCode(), left::all);
            assertTrue(left.out().contains("holders         0\n"), left::all);

            SluiceProcess removed = sluice("rm", "orders");
            assertEquals(ExitCodes.OK, removed.exitCode(), removed::all);
            assertEquals("removed orders\n", removed.out());
        } finally {
            holder.destroyForcibly();
        }
        SluiceProcess list = SluiceProcess.run(folder, "ls", "--json");
        assertEquals("[]\n", list.out(), list::all);
    }

    @Test
    void aMissingQueueIsToldAndEndsWith1() throws IOException, InterruptedException {
        for (String command : List.of("stat", "rm")) {
            SluiceProcess result = SluiceProcess.run(folder, command, "missing");
            assertEquals(ExitCodes.NO, result.exitCode(), result::all);
            assertTrue(result.err().startsWith("sluice: "), result::all);
            assertTrue(result.err().contains("missing"), result::all);
            assertEquals(1, result.err().lines().count(), result::all);
            assertEquals("", result.out());
        }
    }

    @Test
    void aNameThatCannotBeIsWrongUse() throws IOException, InterruptedException {
        for (String command : List.of("stat", "rm")) {
            SluiceProcess result = SluiceProcess.run(folder, command, "../etc/passwd");
            assertEquals(ExitCodes.USAGE, result.exitCode(), result::all);
        }
    }

    @Test
    void theDoctorFindsThatSluiceWorksHere() throws IOException, InterruptedException {
        SluiceProcess result = SluiceProcess.run(folder, "doctor");
        assertEquals(ExitCodes.OK, result.exitCode(), result::all);
        assertTrue(result.out().contains("a child process sent its pid through a queue"), result::all);
        assertFalse(result.out().contains("\u001b"), result::all);
        SluiceProcess json = SluiceProcess.run(folder, "doctor", "--json");
        assertTrue(json.out().startsWith("{\n  \"works\": true,\n  \"checks\": [\n"), json::all);
    }

    @Test
    void theClassPathIsWhereTheLibraryIs() throws IOException, InterruptedException {
        SluiceProcess result = SluiceProcess.run(folder, "classpath");
        assertEquals(ExitCodes.OK, result.exitCode(), result::all);
        assertTrue(
                List.of(System.getProperty("java.class.path").split(":")).contains(result.out().strip()), result::all);
    }
}
