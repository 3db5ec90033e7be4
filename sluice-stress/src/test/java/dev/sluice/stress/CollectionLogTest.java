package dev.sluice.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CollectionLogTest {
    @TempDir
    private Path folder;

    @Test
    void linesAboutCollectionsTellWhenEverybodyWaited() throws IOException {
        Path file = folder.resolve("log");
        Files.writeString(
                file,
                """
                [5000ns] Safepoint "SerialCollectForAllocation", Time since last: 70 ns, Reaching safepoint: 6 ns,\
                 At safepoint: 40 ns, Leaving safepoint: 3 ns, Total: 49 ns, Threads: 0 runnable, 9 total
                [6000ns] Safepoint "Cleanup", Time since last: 70 ns, Total: 49 ns, Threads: 0 runnable, 9 total
                [7000ns] Safepoint "SerialCollectForAllocation", Time sin""");
        assertEquals(List.of(new Interval(4951, 5000)), new CollectionLog(file).take());
        assertFalse(Files.exists(file));
        assertEquals(List.of(), new CollectionLog(file).take());
    }

    @Test
    void theJvmWritesSuchLines() throws Exception {
        CollectionLog log = new CollectionLog(folder.resolve("log"));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:+UseSerialGC");
        command.addAll(log.options());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Allocating.class.getName()));
        long before = System.nanoTime();
        assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
        List<Interval> collections = log.take();
        assertFalse(collections.isEmpty());
        for (Interval collection : collections) {
            assertTrue(before <= collection.from() && collection.to() <= System.nanoTime(), collection::toString);
            assertTrue(collection.length() > 0, collection::toString);
        }
    }

    /** Makes garbage of several times the size of its young generation. */
    static final class Allocating {
        @SuppressWarnings("UnusedVariable") // what nobody could read need not be allocated
        private static volatile byte[] last;

        private Allocating() {}

        public static void main(String[] arguments) {
            for (int i = 0; i < 100; i++) {
                last = new byte[1 << 20];
            }
        }
    }
}
