package dev.sluice.internal.shm;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Gives each test a private directory of its own in shared memory, and demands that the test leaves nothing in it. */
final class PrivateDirectory implements BeforeEachCallback, AfterEachCallback {
    private Path parent;

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        Path sharedMemory = Path.of("/dev/shm");
        parent = Files.isWritable(sharedMemory)
                ? Files.createTempDirectory(sharedMemory, "sluice-test-")
                : Files.createTempDirectory("sluice-test-");
        use(path());
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        System.clearProperty(Directory.PROPERTY);
        List<Path> left;
        try (Stream<Path> tree = Files.walk(parent)) {
            left = tree.sorted(Comparator.reverseOrder()).toList();
        }
        boolean somethingLeft = Files.exists(path(), LinkOption.NOFOLLOW_LINKS);
        for (Path path : left) {
            Files.delete(path);
        }
        if (context.getExecutionException().isEmpty()) {
            assertFalse(somethingLeft, () -> "the test left behind " + left);
        }
    }

    /** A folder beside the private directory, for whatever the test needs. */
    Path parent() {
        return parent;
    }

    Path path() {
        return parent.resolve("own");
    }

    static void use(Path directory) {
        System.setProperty(Directory.PROPERTY, directory.toString());
    }
}
