package dev.sluice.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class HelpTest {
    static List<String> commands() {
        List<String> names = new ArrayList<>();
        collect("", Main.commandLine(), names);
        return names;
    }

    private static void collect(String prefix, CommandLine command, List<String> names) {
        names.add(prefix.strip());
        command.getSubcommands().forEach((name, sub) -> collect(prefix + name + " ", sub, names));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void helpIsAsInItsGoldenFile(String command) throws IOException {
        String[] args =
                Stream.concat(Stream.of(command.split(" ", -1)).filter(word -> !word.isEmpty()), Stream.of("--help"))
                        .toArray(String[]::new);
        InProcess result = InProcess.run(args);
        assertEquals(ExitCodes.OK, result.exitCode());
        Golden.check("help/" + ("sluice " + command).strip().replace(' ', '-') + ".txt", result.out());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void helpListsTheExitCodes(String command) {
        CommandLine found = Main.commandLine();
        for (String word : command.split(" ", -1)) {
            found = word.isEmpty() ? found : found.getSubcommands().get(word);
        }
        String usage = found.getUsageMessage();
        assertAll(
                () -> assertTrue(usage.contains("Exit codes:"), usage),
                () -> assertTrue(usage.lines().anyMatch(line -> line.startsWith("  0   ")), usage),
                () -> assertTrue(usage.lines().anyMatch(line -> line.startsWith("  2   ")), usage));
    }

    @Test
    void withoutACommandItShowsTheHelpOnStandardError() {
        InProcess result = InProcess.run();
        assertEquals(ExitCodes.USAGE, result.exitCode());
        assertTrue(result.err().startsWith("Usage: sluice"), result.err());
        assertEquals("", result.out());
    }

    @Test
    void theVersionNamesTheJdk() {
        InProcess result = InProcess.run("--version");
        assertEquals(ExitCodes.OK, result.exitCode());
        assertTrue(result.out().contains("JDK " + Runtime.version()), result.out());
    }
}
