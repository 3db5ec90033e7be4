package dev.sluice.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class HelloTest {
    private static final String CLASS_PATH = System.getProperty("java.class.path");

    @TempDir
    private Path folder;

    @Test
    void aChildGreetsWhomItsParentNames() throws IOException, InterruptedException {
        checkThatItGreets(CLASS_PATH, Hello.class.getName());
    }

    @Test
    void theProgramOfTheReadmeCompilesAndGreetsAsWell() throws IOException, InterruptedException {
        Path readme = Path.of("../README.md");
        assumeTrue(Files.exists(readme), "the README beside the module");
        String text = Files.readString(readme);
        String start = "```java\n";
        int begin = text.indexOf(start) + start.length();
        Path source =
                Files.writeString(folder.resolve("Hello.java"), text.substring(begin, text.indexOf("```", begin)));
        int failed = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-cp", CLASS_PATH, "-d", folder.toString(), source.toString());
        assertEquals(0, failed);
        checkThatItGreets(folder + File.pathSeparator + CLASS_PATH, "Hello");
    }

    /** Without any option for the JVM, as a new user does. */
    private static void checkThatItGreets(String classPath, String main) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", classPath, main)
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
