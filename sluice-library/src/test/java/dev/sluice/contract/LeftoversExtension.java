package dev.sluice.contract;

import dev.sluice.ProcessQueue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Gives the tests of this JVM a private directory of their own, and fails a test class that leaves anything behind: a
 * file there, a descriptor or a mapping of shared memory, a child process, dead or alive.
 */
public final class LeftoversExtension implements BeforeAllCallback, AfterAllCallback {
    private static final String PROPERTY = "dev.sluice.dir";
    private static final String SPARES = "dev.sluice.spares";
    private static final String CACHE = "dev.sluice.cache";
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");
    private static final String FILE = "the file ";
    private static final long PATIENCE_NANOS = 5_000_000_000L;

    /** The private directory of this JVM and of the peers it starts. */
    public static Path directory() {
        if (System.getProperty(PROPERTY) == null) {
            Path parent =
                    Files.isWritable(SHARED_MEMORY) ? SHARED_MEMORY : Path.of(System.getProperty("java.io.tmpdir"));
            System.setProperty(
                    PROPERTY, parent.resolve("sluice-test-" + ProcessHandle.current().pid()).toString());
        }
        return Path.of(System.getProperty(PROPERTY));
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        directory();
        // A spare that waits for the next child is meant to stay, and so is the cache; tests of them ask for them.
        setUnlessSet(SPARES, "0");
        setUnlessSet(CACHE, "off");
        if (isOutermost(context)) {
            context.getStore(ExtensionContext.Namespace.create(LeftoversExtension.class))
                    .put(Before.class, new Before(Set.copyOf(held()), Set.copyOf(children())));
        }
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    private record Before(Set<String> held, Set<String> children) {}

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        if (!isOutermost(context)) {
            return;
        }
        Before before = context.getStore(ExtensionContext.Namespace.create(LeftoversExtension.class))
                .get(Before.class, Before.class);
        List<String> leftovers = awaitNone(before);
        if (leftovers.stream().anyMatch(leftover -> leftover.startsWith(FILE))) {
            // What was killed to the last may leave files, until the next program starts.
            new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-D" + PROPERTY + "=" + directory(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    NextProgram.class.getName())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            leftovers = awaitNone(before);
        }
        if (!leftovers.isEmpty()) {
            throw new AssertionError(context.getDisplayName() + " left behind: " + String.join("\n  ", leftovers));
        }
    }

    /** The next program of this library that starts. */
    static final class NextProgram {
        private NextProgram() {}

        public static void main(String[] arguments) {
            ProcessQueue.create().close();
        }
    }

    private static List<String> awaitNone(Before before) throws Exception {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        List<String> leftovers = leftovers(before);
        while (!leftovers.isEmpty() && System.nanoTime() < deadline) {
            System.gc(); // unmaps what nobody can reach
            Thread.sleep(20); // an ended child is collected, and a handle in flight let go, in the background
            leftovers = leftovers(before);
        }
        return leftovers;
    }

    private static boolean isOutermost(ExtensionContext context) {
        return context.getRequiredTestClass().getEnclosingClass() == null;
    }

    private static List<String> leftovers(Before before) throws IOException {
        List<String> leftovers = new ArrayList<>(files());
        held().stream().filter(Predicate.not(before.held::contains)).forEach(leftovers::add);
        children().stream().filter(Predicate.not(before.children::contains)).forEach(leftovers::add);
        return leftovers;
    }

    /** What is there of files now; the directory itself, if it is there. */
    public static List<String> files() throws IOException {
        Path directory = directory();
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            return files.map(file -> FILE + file).sorted().toList();
        } catch (UncheckedIOException e) {
            return List.of("a directory that changes: " + e);
        }
    }

    /** What this process has open or mapped of shared memory. */
    private static List<String> held() {
        List<String> held = new ArrayList<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            descriptors.forEach(descriptor -> {
                String target = target(descriptor);
                if (isOurs(target)) {
                    held.add("the descriptor " + descriptor.getFileName() + " of " + target);
                }
            });
            for (String mapping : Files.readAllLines(Path.of("/proc/self/maps"))) {
                if (isOurs(mapping)) {
                    held.add("the mapping " + mapping);
                }
            }
        } catch (IOException e) {
            // No /proc here: nothing can be said.
        }
        return held;
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return ""; // closed meanwhile
        }
    }

    private static boolean isOurs(String name) {
        return name.contains("memfd:sluice") || name.contains(directory().toString());
    }

    private static List<String> children() {
        return ProcessHandle.current()
                .children()
                .map(child -> "the process " + child.pid() + " " + child.info().commandLine().orElse(""))
                .collect(Collectors.toList());
    }
}
