package dev.sluice.internal.shm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@ResourceLock(Resources.SYSTEM_PROPERTIES)
@Timeout(60)
final class JanitorTest {
    private static final long MIB = 1 << 20;

    @RegisterExtension
    final PrivateDirectory directory = new PrivateDirectory();

    /** Leaves one file of each kind, or sweeps. */
    public static void main(String[] arguments) throws IOException {
        if (arguments[0].equals("sweep")) {
            System.out.println("ready");
            int _ = System.in.read();
            System.out.println(Janitor.sweep((_, creatorIsDead) -> creatorIsDead));
            return;
        }
        for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
            SharedFile.createNamed("unpublished", MIB);
            SharedFile.createAnonymous("test", MIB);
        }
        SharedFile.createNamed("published", MIB).publish();
        System.out.println("ready");
        int _ = System.in.read();
    }

    private static ChildJvm leaver(int count) {
        ChildJvm child = ChildJvm.start(false, JanitorTest.class, "leave", String.valueOf(count));
        assertEquals("ready", child.readLine());
        return child;
    }

    private List<String> files() throws IOException {
        try (var files = Files.list(directory.path())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void what_a_killed_process_left_is_removed_and_what_is_used_or_named_stays() throws IOException {
        try (ChildJvm child = leaver(1)) {
            assertEquals(3, files().size());
            List<Boolean> asked = new ArrayList<>();
            assertEquals(0, Janitor.sweep((_, creatorIsDead) -> {
                asked.add(creatorIsDead);
                return false;
            }));
            assertEquals(List.of(false), asked);
            assertEquals(3, files().size());
            child.kill();
            assertEquals(1, Janitor.sweep((_, creatorIsDead) -> {
                asked.add(creatorIsDead);
                return false;
            }));
            assertEquals(List.of(false, true), asked);
            assertEquals(2, files().size());
        }
        assertEquals(1, Janitor.sweep((_, _) -> true));
        assertEquals(List.of("q-published"), files());
        assertTrue(SharedFile.unlinkNamed("published"));
    }

    @Test
    void a_check_that_fails_spares_the_file() throws IOException {
        try (SharedFile file = SharedFile.createAnonymous(PortableFile.OPENER, "test", MIB)) {
            assertEquals(0, Janitor.sweep((_, _) -> {
                throw new IOException("unreadable");
            }));
            assertEquals(0, Janitor.sweep((_, _) -> {
                throw new IllegalStateException("nonsense");
            }));
            assertTrue(Files.exists(file.path()));
            file.unlink();
        }
    }

    @Test
    void a_file_whose_creator_died_while_making_it_is_removed() throws IOException {
        Directory.create();
        Files.createFile(directory.path().resolve("anon-" + ProcessIdentity.pidNamespace() + "-4194304-1-a-test"));
        assertEquals(1, Janitor.sweep((_, _) -> false));
    }

    @Test
    void the_check_can_open_the_file() {
        try (SharedFile file = SharedFile.createAnonymous(PortableFile.OPENER, "test", MIB)) {
            file.memory().set(ValueLayout.JAVA_INT, 0, 42);
            assertEquals(1, Janitor.sweep((path, _) -> {
                try (SharedFile opened = SharedFile.openAnonymous(path)) {
                    return opened.isAnonymous() && opened.memory().get(ValueLayout.JAVA_INT, 0) == 42;
                }
            }));
        }
    }

    @Test
    void files_of_another_pid_namespace_and_foreign_files_stay() throws IOException {
        long otherNamespace = ProcessIdentity.pidNamespace() + 1;
        Directory.create();
        List<Path> foreign = new ArrayList<>();
        for (String name : List.of(".tmp-" + otherNamespace + "-1-1-a", "anon-" + otherNamespace + "-1-1-a-b", "x",
                ".tmp-x")) {
            foreign.add(Files.createFile(directory.path().resolve(name)));
        }
        assertEquals(0, Janitor.sweep((_, _) -> true));
        for (Path path : foreign) {
            Files.delete(path);
        }
        assertEquals(0, Janitor.sweep((_, _) -> true));
        assertFalse(Files.exists(directory.path()));
    }

    @Test
    void without_a_directory_there_is_nothing_to_sweep() {
        assertEquals(0, Janitor.sweep((_, _) -> true));
        assertFalse(Files.exists(directory.path()));
    }

    @Test
    void several_may_sweep_at_once_while_others_create() throws Exception {
        int count = 200;
        try (ChildJvm child = leaver(count)) {
            SharedFile.unlinkNamed("published");
            child.kill();
        }
        List<ChildJvm> sweepers = new ArrayList<>();
        try (ExecutorService executor = Executors.newCachedThreadPool()) {
            for (int i = 0; i < 3; i++) {
                sweepers.add(ChildJvm.start(false, JanitorTest.class, "sweep"));
            }
            for (ChildJvm sweeper : sweepers) {
                assertEquals("ready", sweeper.readLine());
            }
            List<Future<Integer>> removed = new ArrayList<>();
            for (ChildJvm sweeper : sweepers) {
                removed.add(executor.submit(() -> {
                    sweeper.writeLine("");
                    return Integer.parseInt(sweeper.readLine());
                }));
            }
            removed.add(executor.submit(() -> Janitor.sweep((_, creatorIsDead) -> creatorIsDead)));
            for (int i = 0; i < 50; i++) {
                try (SharedFile file = SharedFile.createNamed(PortableFile.OPENER, "orders", MIB)) {
                    file.publish();
                    file.unlink();
                }
            }
            int sum = 0;
            for (Future<Integer> one : removed) {
                sum += one.get();
            }
            assertEquals(2 * count, sum);
        } finally {
            sweepers.forEach(ChildJvm::close);
        }
        assertEquals(0, Janitor.sweep((_, _) -> false));
        assertFalse(Files.exists(directory.path()));
    }
}
