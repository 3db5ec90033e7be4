package dev.sluice.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.cli.Golden;
import dev.sluice.cli.doctor.Check.Verdict;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
    @TempDir
    private Path root;

    private void given(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private Check check(String name) {
        return new SystemChecks(new Proc(root))
                .all().stream().filter(check -> check.name().equals(name)).findFirst().orElseThrow();
    }

    @Test
    void jsonIsAsInItsGoldenFile() throws IOException {
        List<Check> checks = List.of(
                Check.ok("JDK", "25"),
                Check.limited("native access", "not granted", "grant it"),
                Check.missing("/proc", "hidepid=4", "mount it otherwise"));
        Golden.check("doctor.json", DoctorCommand.json(false, checks) + "\n");
    }

    @Test
    void thePageSizeIsReadFromTheAuxiliaryVector() throws IOException {
        ByteBuffer auxv = ByteBuffer.allocate(6 * Long.BYTES).order(ByteOrder.nativeOrder());
        auxv.putLong(16).putLong(4711).putLong(6).putLong(65536).putLong(0).putLong(0);
        Files.createDirectories(root.resolve("proc/self"));
        Files.write(root.resolve("proc/self/auxv"), auxv.array());
        assertEquals(OptionalLong.of(65536), new Proc(root).pageSize());
    }

    @Test
    void lowLimitsAreLimitsWithARemedy() throws IOException {
        given(
                "proc/self/limits",
                """
                Limit                     Soft Limit           Hard Limit           Units
                Max file size             1024                 unlimited            bytes
                Max open files            256                  4096                 files
                Max address space         unlimited            unlimited            bytes
                """);
        assertEquals(Verdict.LIMITED, check("open files").verdict());
        assertTrue(check("open files").remedy().orElseThrow().contains("ulimit -n"));
        assertEquals(Verdict.LIMITED, check("file size").verdict());
        assertEquals(Verdict.OK, check("address space").verdict());
    }

    @Test
    void aProcThatHidesProcessesOfTheSameUserIsALack() throws IOException {
        given("proc/self/mounts", "proc /proc proc rw,nosuid,hidepid=ptraceable 0 0\n");
        assertEquals(Verdict.MISSING, check("/proc").verdict());
        given("proc/self/mounts", "proc /proc proc rw,nosuid,hidepid=2 0 0\n");
        assertEquals(Verdict.OK, check("/proc").verdict());
    }

    @Test
    void theMemoryLimitOfAContainerIsTold() throws IOException {
        given("sys/fs/cgroup/memory.max", "536870912\n");
        assertTrue(check("memory limit").found().startsWith("512.0 MiB"), check("memory limit")::found);
        given("sys/fs/cgroup/memory.max", "max\n");
        assertEquals("none", check("memory limit").found());
    }

    @Test
    void aSystemThatTellsNothingIsNoError() {
        assertTrue(new SystemChecks(new Proc(root))
                .all().stream().noneMatch(check -> check.verdict() == Verdict.MISSING));
    }
}
