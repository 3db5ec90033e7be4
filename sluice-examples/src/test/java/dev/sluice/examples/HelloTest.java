package dev.sluice.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class HelloTest {
    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void aChildGreetsWhomItsParentNames() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Hello.class.getName())
                .redirectErrorStream(true)
                .start();
        try {
            List<String> lines =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
            assertEquals(0, process.waitFor(), lines::toString);
            assertEquals(3, lines.size(), lines::toString);
            assertTrue(lines.get(0).matches("Started process \\d+"), lines::toString);
            String pid = lines.get(0).replaceAll("\\D", "");
            assertEquals("Hello Duke, this is process " + pid, lines.get(1));
            assertTrue(lines.get(2).endsWith(", this is process " + pid), lines::toString);
        } finally {
            process.destroyForcibly();
        }
    }
}
