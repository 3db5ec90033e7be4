package dev.sluice.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Output that is kept in files; {@code -Dgolden.write=true} writes them anew. */
public final class Golden {
    private static final Path FOLDER = Path.of("src/test/resources/dev/sluice/cli");

    private Golden() {}

    public static void check(String file, String actual) throws IOException {
        Path golden = FOLDER.resolve(file);
        if (Boolean.getBoolean("golden.write")) {
            Files.createDirectories(golden.getParent());
            Files.writeString(golden, actual);
        }
        assertEquals(Files.readString(golden), actual, () -> file + " is no longer what the command prints");
    }
}
