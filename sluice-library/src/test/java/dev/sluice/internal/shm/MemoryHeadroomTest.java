package dev.sluice.internal.shm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MemoryHeadroomTest {
    private static final long MIB = 1 << 20;
    private static final long KEPT = 32 * MIB;

    @TempDir
    private Path root;

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private long headroom() {
        return new MemoryHeadroom(root.resolve("proc"), root.resolve("cgroup")).bytes();
    }

    @BeforeEach
    void oneGibibyteIsAvailable() throws IOException {
        write("proc/meminfo",
                "MemTotal: 9999999 kB\nMemAvailable:    1048576 kB\nSwapTotal: 0 kB\nSwapFree:    0 kB\n");
    }

    @Test
    void without_control_groups_it_is_the_available_memory() {
        assertEquals(1024 * MIB - KEPT, headroom());
    }

    @Test
    void free_swap_counts() throws IOException {
        write("proc/meminfo", "MemAvailable: 1024 kB\nSwapFree: 1048576 kB\n");
        assertEquals(1025 * MIB - KEPT, headroom());
    }

    @Test
    void it_is_never_negative() throws IOException {
        write("proc/meminfo", "MemAvailable: 1024 kB\n");
        assertEquals(0, headroom());
    }

    @Test
    void where_nothing_is_known_nothing_is_refused() throws IOException {
        write("proc/meminfo", "");
        assertEquals(Long.MAX_VALUE, headroom());
    }

    @Test
    void a_container_has_what_its_limit_leaves() throws IOException {
        write("proc/self/cgroup", "0::/\n");
        write("cgroup/memory.max", 512 * MIB + "\n");
        write("cgroup/memory.current", 300 * MIB + "\n");
        write("cgroup/memory.stat", "anon 1\ninactive_file " + 20 * MIB + "\nactive_file " + 10 * MIB + "\n");
        assertEquals((512 - 300 + 30) * MIB - KEPT, headroom());
    }

    @Test
    void the_narrowest_group_around_the_process_counts() throws IOException {
        write("proc/self/cgroup", "0::/outer/inner\n");
        write("cgroup/outer/memory.max", 256 * MIB + "\n");
        write("cgroup/outer/memory.current", "0\n");
        write("cgroup/outer/inner/memory.max", "max\n");
        write("cgroup/outer/inner/memory.current", "0\n");
        assertEquals(256 * MIB - KEPT, headroom());
    }

    @Test
    void a_group_without_a_limit_is_as_large_as_the_machine() throws IOException {
        write("proc/self/cgroup", "0::/\n");
        write("cgroup/memory.max", "max\n");
        assertEquals(1024 * MIB - KEPT, headroom());
    }

    @Test
    void small_steps_are_allowed_until_they_add_up() throws IOException {
        write("proc/meminfo", "MemAvailable: 1024 kB\n");
        MemoryHeadroom headroom = new MemoryHeadroom(root.resolve("proc"), root.resolve("cgroup"));
        assertTrue(headroom.allows(MIB / 2));
        assertFalse(headroom.allows(MIB / 2));
        assertFalse(headroom.allows(1));
        oneGibibyteIsAvailable();
        assertTrue(headroom.allows(900 * MIB));
        assertTrue(headroom.allows(1));
        assertFalse(headroom.allows(1000 * MIB));
    }

    @Test
    void this_machine_tells() {
        assumeTrue(ProcessIdentity.HAS_PROC);
        long headroom = MemoryHeadroom.ofThisMachine().bytes();
        assertTrue(headroom > 0 && headroom < Long.MAX_VALUE, () -> headroom + " bytes");
    }
}
