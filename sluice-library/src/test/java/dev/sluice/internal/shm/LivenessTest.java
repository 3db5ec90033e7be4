package dev.sluice.internal.shm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class LivenessTest {
    /** Tells that it is there, and stays. */
    public static void main(String[] arguments) throws IOException {
        System.out.println(ProcessIdentity.current().startTicks());
        int _ = System.in.read();
    }

    private static long startTicks(int pid) throws IOException {
        return ProcessStat.read("/proc/" + pid + "/stat").startTicks();
    }

    /** Returns the nanoseconds it took. */
    private static long waitUntil(BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
        return System.nanoTime() - start;
    }

    @Test
    void this_process_is_alive_and_one_that_started_at_another_time_is_dead() {
        ProcessIdentity self = ProcessIdentity.current();
        assertFalse(Liveness.isDead(self.pid(), self.startTicks()));
        assertFalse(Liveness.isDead(self.pid(), self.startTicks() & Liveness.START_TICKS_MASK));
        assertTrue(Liveness.isDead(self.pid(), self.startTicks() + 1));
        assertTrue(Liveness.isDead(self.pid(), self.startTicks() - 1));
    }

    @Test
    void a_process_that_never_was_is_dead() {
        assertTrue(Liveness.isDead(1 << 22, 1));
        assertTrue(Liveness.isDead(Integer.MAX_VALUE, 1));
    }

    @Test
    void the_process_handle_gives_the_same_answers() throws IOException {
        ProcessHandle self = ProcessHandle.current();
        long start = ProcessIdentity.startTicks(self);
        assertFalse(Liveness.isDeadByHandle((int) self.pid(), start));
        assertTrue(Liveness.isDeadByHandle((int) self.pid(), start + 1));
        try (ChildJvm child = ChildJvm.start(false, LivenessTest.class)) {
            child.readLine();
            long childStart = ProcessIdentity.startTicks(child.process().toHandle());
            assertFalse(Liveness.isDeadByHandle(child.pid(), childStart));
            child.kill();
            assertTrue(Liveness.isDeadByHandle(child.pid(), childStart));
        }
    }

    @Test
    void a_process_that_ended_is_dead() {
        try (ChildJvm child = ChildJvm.start(false, LivenessTest.class)) {
            long start = Long.parseLong(child.readLine());
            assertFalse(Liveness.isDead(child.pid(), start));
            child.writeLine("");
            child.process().onExit().join();
            assertTrue(Liveness.isDead(child.pid(), start));
        }
    }

    @Test
    void a_stopped_process_is_alive() throws IOException {
        assumeTrue(ProcessIdentity.HAS_PROC);
        try (ChildJvm child = ChildJvm.start(false, LivenessTest.class)) {
            long start = Long.parseLong(child.readLine());
            Shell.run("kill", "-STOP", String.valueOf(child.pid()));
            waitUntil(() -> state(child.pid()) == 'T');
            assertFalse(Liveness.isDead(child.pid(), start));
            child.kill();
            assertTrue(Liveness.isDead(child.pid(), start));
        }
    }

    private static char state(int pid) {
        try {
            return ProcessStat.read("/proc/" + pid + "/stat").state();
        } catch (IOException _) {
            return '?';
        }
    }

    @Test
    void a_zombie_is_dead() throws IOException {
        assumeTrue(ProcessIdentity.HAS_PROC);
        // The shell starts one process and becomes another one, which never asks for the end of the first.
        Process parent = new ProcessBuilder("sh", "-c", "sleep 1000 & echo $!; exec sleep 1000").start();
        try (BufferedReader output = parent.inputReader(StandardCharsets.UTF_8)) {
            int pid = Integer.parseInt(output.readLine());
            long start = startTicks(pid);
            assertFalse(Liveness.isDead(pid, start));
            Shell.run("kill", "-KILL", String.valueOf(pid));
            waitUntil(() -> state(pid) == 'Z');
            assertTrue(Liveness.isDead(pid, start));
        } finally {
            parent.destroyForcibly();
        }
    }

    @Test
    void a_process_whose_first_thread_ended_is_alive() throws IOException {
        assumeTrue(ProcessIdentity.HAS_PROC && Shell.succeeds("python3", "-c", "import ctypes"), "needs python3");
        String program = """
                import ctypes, threading, time
                threading.Thread(target=lambda: time.sleep(1000)).start()
                print(flush=True)
                ctypes.CDLL(None).syscall(60 if __import__('os').uname().machine == 'x86_64' else 93, 0)
                """;
        Process process = new ProcessBuilder("python3", "-c", program).start();
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            output.readLine();
            int pid = (int) process.pid();
            long start = startTicks(pid);
            waitUntil(() -> state(pid) == 'Z');
            assertFalse(Liveness.isDead(pid, start));
            Shell.run("kill", "-KILL", String.valueOf(pid));
            process.onExit().join();
            assertTrue(Liveness.isDead(pid, start));
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void want_of_descriptors_is_not_taken_for_death() throws IOException {
        assumeTrue(ProcessIdentity.HAS_PROC);
        try (ChildJvm child = ChildJvm.start(
                List.of("sh", "-c", "ulimit -n 64; exec \"$@\"", "sh"), false, List.of(), Exhaustion.class)) {
            assertEquals("out of descriptors, alive: true, dead: true", child.readLine());
        }
    }

    /** Uses up all descriptors, and looks at itself then. */
    public static final class Exhaustion {
        public static void main(String[] arguments) throws IOException {
            ProcessIdentity self = ProcessIdentity.current();
            boolean _ = Liveness.isDead(self.pid(), self.startTicks());
            boolean _ = Liveness.isDead(1 << 22, 1);
            List<FileInputStream> open = new ArrayList<>();
            String result = "";
            try {
                while (true) {
                    open.add(new FileInputStream("/dev/null"));
                }
            } catch (IOException _) {
                boolean alive = !Liveness.isDead(self.pid(), self.startTicks());
                boolean dead = Liveness.isDead(1 << 22, 1);
                result = "out of descriptors, alive: " + alive + ", dead: " + dead;
            }
            for (FileInputStream one : open) {
                one.close();
            }
            System.out.println(result);
        }
    }

    @Test
    void a_killed_process_is_dead_before_its_heap_is_given_back(TestReporter reporter) throws IOException {
        assumeTrue(ProcessIdentity.HAS_PROC);
        List<String> bigHeap = List.of("-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch");
        try (ChildJvm child = ChildJvm.start(List.of(), false, bigHeap, LivenessTest.class)) {
            long start = Long.parseLong(child.readLine());
            child.process().destroyForcibly();
            long nanos = waitUntil(() -> Liveness.isDead(child.pid(), start));
            boolean heapWasStillThere = child.process().isAlive();
            reporter.publishEntry("recognised after",
                    nanos / 1000 + " us; still being torn down: " + heapWasStillThere);
            assertTrue(nanos < 1_000_000_000L, () -> "recognised after " + nanos + " ns");
        }
    }
}
