package dev.sluice.internal.libc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
final class NativeAccessTest {
    /** Prints what was decided. */
    public static void main(String[] arguments) {
        String reason = Libc.unavailableReason();
        try {
            System.out.println(Libc.available() + " " + reason);
        } catch (IllegalStateException e) {
            System.out.println("refused: " + e.getMessage());
        }
    }

    private static String decide(String... options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", root(Libc.class) + ":" + root(NativeAccessTest.class),
                NativeAccessTest.class.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        process.onExit().join();
        return output;
    }

    static Path root(Class<?> type) {
        String file = type.getName().replace('.', '/') + ".class";
        String url = type.getResource("/" + file).toString();
        return Path.of(java.net.URI.create(url.substring(0, url.length() - file.length())));
    }

    @Test
    void without_a_grant_nothing_native_is_done_and_nothing_is_printed() throws IOException {
        assertEquals(
                "false native access is not granted: start java with --enable-native-access=ALL-UNNAMED", decide());
    }

    @Test
    void a_grant_is_used() throws IOException {
        assertEquals("true null", decide("--enable-native-access=ALL-UNNAMED"));
        assertEquals("true null", decide("--enable-native-access=ALL-UNNAMED", "-Ddev.sluice.native=auto"));
    }

    @Test
    void it_can_be_forced() throws IOException {
        assertTrue(decide("-Ddev.sluice.native=on").endsWith("true null"));
    }

    @Test
    void it_can_be_switched_off() throws IOException {
        assertEquals(
                "false switched off by -Ddev.sluice.native=off",
                decide("--enable-native-access=ALL-UNNAMED", "-Ddev.sluice.native=off"));
    }

    @Test
    void forcing_what_is_forbidden_is_an_error() throws IOException {
        assertEquals(
                "refused: native access is forbidden: start java with --enable-native-access=ALL-UNNAMED; or leave out"
                        + " -Ddev.sluice.native=on",
                decide("--illegal-native-access=deny", "-Ddev.sluice.native=on"));
    }

    @ParameterizedTest
    @CsvSource({"maybe", "ON", "true", "''"})
    void another_value_is_an_error(String value) {
        NativeAccess.Decision decision = NativeAccess.decide(value);
        assertEquals("-Ddev.sluice.native=" + value + " is not one of auto, on, off", decision.error());
        assertEquals(decision.error(), decision.refusal());
    }

    @Test
    void where_native_calls_are_made_there_is_no_reason_against_them() {
        if (Libc.available()) {
            assertNull(Libc.unavailableReason());
        }
    }
}
