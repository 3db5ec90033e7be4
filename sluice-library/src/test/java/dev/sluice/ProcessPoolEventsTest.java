package dev.sluice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a pool tells JDK Flight Recorder, and that it works without that. */
class ProcessPoolEventsTest extends ProcessPoolSuite {
    @TempDir
    Path folder;

    @Test
    void startsEndsTasksAndRetriesAreRecorded() throws Exception {
        assumeTrue(ModuleLayer.boot().findModule("jdk.jfr").isPresent());
        Path file = folder.resolve("pool.jfr");
        try (Recording recording = new Recording()) {
            recording.start();
            try (ProcessPool pool = ProcessPool.builder().workers(1).retries(1).build()) {
                assertEquals(1, pool.submit(() -> 1).get());
                assertTrue(failureOf(pool.submit(() -> System.exit(3))) instanceof WorkerDiedException);
            }
            recording.dump(file);
        }
        Map<String, Long> counts = counts(file);
        assertEquals(1L, counts.get("dev.sluice.Task"), counts::toString);
        assertEquals(1L, counts.get("dev.sluice.Retry"), counts::toString);
        assertTrue(counts.get("dev.sluice.WorkerStart") >= 2, counts::toString);
        assertTrue(counts.get("dev.sluice.WorkerEnd") >= 2, counts::toString);
    }

    private static Map<String, Long> counts(Path file) throws IOException {
        return RecordingFile.readAllEvents(file).stream()
                .map(RecordedEvent::getEventType)
                .map(jdk.jfr.EventType::getName)
                .filter(name -> name.startsWith("dev.sluice."))
                .collect(Collectors.groupingBy(name -> name, Collectors.counting()));
    }

    static final class WithoutFlightRecorder {
        public static void main(String[] arguments) throws Exception {
            System.out.print(ModuleLayer.boot().findModule("jdk.jfr").isPresent() ? "with " : "");
            try (ProcessPool pool = ProcessPool.create(1)) {
                System.out.print(pool.submit(() -> "without").get());
            }
        }
    }

    @Test
    void aPoolWorksWithoutFlightRecorder() throws Exception {
        try (ProgramJvm parent = ProgramJvm.run(
                java.util.List.of(
                        "--limit-modules=java.base,java.management,java.logging,java.instrument,jdk.unsupported",
                        "-cp",
                        System.getProperty("java.class.path")),
                WithoutFlightRecorder.class.getName())) {
            assertEquals("without", parent.output());
        }
    }
}
