package dev.sluice.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 300, unit = TimeUnit.SECONDS)
class DemoTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--slow --producers 2 --consumers 3 --items 4",
                "--fast --producers 3 --consumers 2 --items 20",
                "--slow --producers 1 --consumers 4 --items 1",
                "--fast --producers 1 --consumers 1 --items 30"
            })
    void everyItemIsConsumedOnceWhoeverIsSlow(String options) throws IOException, InterruptedException {
        SluiceProcess demo = SluiceProcess.run(folder, ("demo queue " + options).split(" "));
        assertEquals(ExitCodes.OK, demo.exitCode(), demo::all);
        assertTrue(demo.out().lines().toList().getLast().endsWith("every item exactly once"), demo::all);
        assertTrue(
                Pattern.compile("(?m)^Process Producer : item \\d+ appended to queue Producer-\\d+ \\(pid \\d+\\)$")
                        .matcher(demo.out())
                        .find(),
                demo::all);
        assertTrue(
                Pattern.compile("(?m)^Process Consumer : item \\d+ popped by Consumer-\\d+ \\(pid \\d+\\)$")
                        .matcher(demo.out())
                        .find(),
                demo::all);
        assertEquals("", demo.err());
    }

    @Test
    void everyPortionOfTheChefsIsEatenAndPipedOutputHasNoColours() throws IOException, InterruptedException {
        SluiceProcess demo = SluiceProcess.run(folder, "demo", "chefs");
        assertEquals(ExitCodes.OK, demo.exitCode(), demo::all);
        List<String> lines = demo.out().lines().toList();
        assertEquals(30, lines.stream().filter(line -> line.matches("\\d+ 生产了 (包子|骨头|泔水)\\d")).count(), demo::all);
        assertEquals(30, lines.stream().filter(line -> line.matches("\\d+ 吃 (包子|骨头|泔水)\\d")).count(), demo::all);
        assertEquals("主", lines.getLast(), demo::all);
        assertFalse(demo.out().contains("\u001b"), demo::all);
        assertEquals("", demo.err());
    }

    @Test
    void onATerminalTheChefsAreColouredUnlessNoColorIsSet() throws IOException, InterruptedException {
        Path script = Path.of("/usr/bin/script");
        assumeTrue(Files.isExecutable(script), "a program that gives a terminal");
        String command = SluiceProcess.builder(folder, List.of(), Main.class, "demo", "chefs").command().stream()
                .map(word -> "'" + word + "'")
                .collect(Collectors.joining(" "));
        for (boolean colours : new boolean[] {true, false}) {
            ProcessBuilder builder = new ProcessBuilder(script.toString(), "-qec", command, "/dev/null");
            builder.environment().remove("NO_COLOR");
            builder.environment().put("TERM", "xterm");
            if (!colours) {
                builder.environment().put("NO_COLOR", "1");
            }
            SluiceProcess demo = SluiceProcess.run(folder, builder);
            assertEquals(ExitCodes.OK, demo.exitCode(), demo::all);
            assertEquals(colours, demo.out().contains("\u001b[44m"), demo::all);
            assertEquals(colours, demo.out().contains("\u001b[45m"), demo::all);
        }
    }

    @Test
    void thePipeSpeaksFourTimesInOrder() throws IOException, InterruptedException {
        SluiceProcess demo = SluiceProcess.run(folder, "demo", "pipe");
        assertEquals(ExitCodes.OK, demo.exitCode(), demo::all);
        assertEquals(
                """
                conn2 receives msg in sub_p!
                conn1 receives msg in main_p!
                conn1 receives msg in sub_p!
                conn2 receives msg in main_p!
                """,
                demo.out(),
                demo::all);
        assertEquals("", demo.err());
    }

    @Test
    void theIndexOfWorkersEqualsThatOfOneProcess() throws IOException, InterruptedException {
        SluiceProcess demo =
                SluiceProcess.run(folder, "demo", "index", texts(400).toString(), "--workers", "3");
        assertEquals(ExitCodes.OK, demo.exitCode(), demo::all);
        assertTrue(demo.out().startsWith("400 files of "), demo::all);
        assertTrue(demo.out().contains("\nequal: "), demo::all);
        assertFalse(demo.out().contains("\u001b"), demo::all);
        assertEquals("", demo.err());
    }

    @Test
    void killedWorkersChangeNothing() throws IOException, InterruptedException {
        SluiceProcess demo = SluiceProcess.run(
                folder, "demo", "index", texts(3000).toString(), "--workers", "2", "--kill");
        assertEquals(ExitCodes.OK, demo.exitCode(), demo::all);
        assertTrue(demo.out().contains("\nequal: "), demo::all);
        assertTrue(kills(demo) > 0, demo::all);
    }

    @Test
    void theSourcesOfTheJdkAreIndexedWhileWorkersAreKilled() throws IOException, InterruptedException {
        assumeTrue(Files.exists(Path.of(System.getProperty("java.home"), "lib", "src.zip")), "a JDK with its sources");
        SluiceProcess demo = SluiceProcess.run(folder, "demo", "index", "--kill");
        assertEquals(ExitCodes.OK, demo.exitCode(), demo::all);
        assertTrue(demo.out().contains("\nequal: "), demo::all);
        assertTrue(kills(demo) > 0, demo::all);
    }

    private static int kills(SluiceProcess demo) {
        Matcher matcher = Pattern.compile("workers killed: (\\d+)").matcher(demo.out());
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    private Path texts(int files) throws IOException {
        Path texts = Files.createDirectory(folder.resolve("texts"));
        Random random = new Random(files);
        for (int i = 0; i < files; i++) {
            StringBuilder text = new StringBuilder("/* the words */\n");
            for (int word = 0; word < 300; word++) {
                text.append("term").append(random.nextInt(5000)).append(word % 10 == 0 ? '\n' : ' ');
            }
            Files.writeString(texts.resolve("File" + i + ".java"), text);
        }
        return texts;
    }
}
