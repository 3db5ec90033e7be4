package dev.sluice.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever has had enough of an attack presses Ctrl-C: nothing may be left of it then. */
@EnabledOnOs(OS.LINUX)
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class EndedBySignalTest {
    private static final int KILLED_BY_SIGTERM = 143;
    private static final int KILLED_BY_SIGINT = 130;
    private static final int MORE_THAN_THE_FIRST_ONES = 15;
    private static final int STOPPED = 3;
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    @TempDir
    private Path folder;

    /** What is run, and ended. */
    static final class Attack {
        private Attack() {}

        public static void main(String[] arguments) throws Exception {
            Stress.run(new Stress.Settings(List.of(Configuration.JOINABLE), 100_000, 1, Defect.NONE));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void neitherStoppedProcessesNorFoldersAreLeft(String signal) throws Exception {
        Process attack = start(Attack.class);
        try {
            Set<ProcessHandle> seen = new HashSet<>();
            while (seen.size() < MORE_THAN_THE_FIRST_ONES) {
                assertTrue(attack.isAlive(), this::errors);
                attack.children().forEach(seen::add);
            }
            List<ProcessHandle> workers = stopSome(attack);
            kill(signal, attack.pid());

            assertEquals(signal.equals("INT") ? KILLED_BY_SIGINT : KILLED_BY_SIGTERM, attack.waitFor(), this::errors);
            seen.addAll(workers);
            assertEquals(List.of(), seen.stream().filter(ProcessHandle::isAlive).toList());
            assertEquals(List.of(), left(attack.pid()));
            assertEquals("", errors());
        } finally {
            attack.descendants().forEach(ProcessHandle::destroyForcibly);
            attack.destroyForcibly();
        }
    }

    /** The spares end with their controller too, as does whoever works, since the end of their input tells them. */
    @Test
    void workersEndEvenIfTheirControllerCouldNotEndThem() throws Exception {
        Process attack = start(Attack.class);
        List<ProcessHandle> seen = new ArrayList<>();
        try {
            while (seen.size() < STOPPED) {
                assertTrue(attack.isAlive(), this::errors);
                seen = attack.children().toList();
            }
            attack.destroyForcibly().waitFor();
            for (ProcessHandle worker : seen) {
                worker.onExit().get();
            }
        } finally {
            seen.forEach(ProcessHandle::destroyForcibly);
            for (Path file : left(attack.pid())) {
                Traces.delete(file);
            }
        }
    }

    private Process start(Class<?> program) throws IOException {
        return new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                program.getName())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(folder.resolve("errors.txt").toFile())
                .start();
    }

    /** Stops some workers in a way that their controller knows nothing of. */
    private static List<ProcessHandle> stopSome(Process attack) throws IOException, InterruptedException {
        List<ProcessHandle> workers = attack.children().toList();
        for (ProcessHandle worker : workers.subList(0, Math.min(STOPPED, workers.size()))) {
            kill("STOP", worker.pid());
        }
        return workers;
    }

    private static void kill(String signal, long pid) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    /** What bears the name of a run of that process. */
    private List<Path> left(long pid) throws IOException {
        List<Path> left = new ArrayList<>();
        for (Path place : List.of(folder, SHARED_MEMORY)) {
            try (Stream<Path> files = Files.list(place)) {
                files.filter(file -> file.getFileName().toString().startsWith("sluice-stress-" + pid + "-"))
                        .forEach(left::add);
            }
        }
        return left;
    }

    private String errors() {
        try {
            return Files.readString(folder.resolve("errors.txt"));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
