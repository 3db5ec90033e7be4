package dev.sluice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parents that end in every way, and what becomes of their children. The parents are programs in JVMs of their own. */
class ChildProcessLifeTest extends ChildProcessSuite {
    private static final int SECONDS_TO_VANISH = 5;

    private final List<Long> pids = new ArrayList<>();

    @AfterEach
    void endTheirs() {
        pids.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    }

    private long nextPid() throws Exception {
        long pid = reports.nextPid();
        pids.add(pid);
        return pid;
    }

    private void assertAllGone() throws InterruptedException {
        for (long pid : pids) {
            assertTrue(ProgramJvm.goneWithin(SECONDS_TO_VANISH, pid),
                    () -> "process " + pid + " has outlived its parent");
        }
    }

    static final class ParentOfMany {
        public static void main(String[] arguments) throws Exception {
            int port = Integer.parseInt(arguments[0]);
            for (int i = 0; i < 3; i++) {
                boolean daemon = i == 0;
                ChildProcess.builder().daemon(daemon).task(() -> Reports.sendPidAndStay(port)).start();
            }
        }
    }

    @Test
    void noChildOutlivesAKilledParent() throws Exception {
        try (ProgramJvm parent = ProgramJvm.run(ParentOfMany.class, port)) {
            for (int i = 0; i < 3; i++) {
                nextPid();
            }
            parent.kill();
            assertAllGone();
        }
    }

    @Test
    void noChildThatIsStillStartingOutlivesAKilledParent() throws Exception {
        try (ProgramJvm parent = ProgramJvm.run(ParentOfMany.class, port)) {
            List<ProcessHandle> children;
            do {
                children = ProcessHandle.of(parent.pid()).orElseThrow().children().toList();
            } while (children.size() < 2);
            parent.kill();
            children.forEach(child -> pids.add(child.pid()));
            assertAllGone();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT", "HUP"})
    void aParentEndedByASignalEndsItsChildrenFirst(String signal) throws Exception {
        try (ProgramJvm parent = ProgramJvm.run(ParentOfMany.class, port)) {
            for (int i = 0; i < 3; i++) {
                nextPid();
            }
            parent.signal(signal);
            parent.waitFor();
            for (long pid : pids) {
                assertTrue(ProgramJvm.goneWithin(0, pid), "ended before its parent");
            }
        }
    }

    static final class ParentThatReturns {
        public static void main(String[] arguments) throws Exception {
            int port = Integer.parseInt(arguments[0]);
            ChildProcess.builder().name("daemon").daemon(true).task(() -> Reports.sendPidAndStay(port)).start();
            ChildProcess.builder()
                    .name("worker")
                    .task(() -> {
                        Reports.sendPid(port);
                        // Long after main has returned: a parent that did not wait would have ended this child.
                        Thread.sleep(500);
                        System.out.println("worker is done");
                    })
                    .start();
            System.out.println("main returns");
        }
    }

    @Test
    void aParentWhoseMainReturnsWaitsForItsChildrenAndEndsTheDaemons() throws Exception {
        try (ProgramJvm parent = ProgramJvm.run(ParentThatReturns.class, port)) {
            nextPid();
            nextPid();
            assertEquals(0, parent.waitFor());
            assertEquals("main returns\nworker is done\n", parent.output());
            for (long pid : pids) {
                assertTrue(ProgramJvm.goneWithin(0, pid), "ended before its parent");
            }
        }
    }

    static final class ParentThatExits {
        public static void main(String[] arguments) throws Exception {
            int port = Integer.parseInt(arguments[0]);
            try (Reports reports = new Reports()) {
                int own = reports.port();
                for (int i = 0; i < 2; i++) {
                    ChildProcess.start(() -> {
                        Reports.sendPid(port);
                        Reports.sendPidAndStay(own);
                    });
                }
                reports.next();
                reports.next();
            }
            System.exit(7);
        }
    }

    @Test
    void aParentThatExitsEndsItsChildrenFirst() throws Exception {
        try (ProgramJvm parent = ProgramJvm.run(ParentThatExits.class, port)) {
            nextPid();
            nextPid();
            assertEquals(7, parent.waitFor());
            for (long pid : pids) {
                assertTrue(ProgramJvm.goneWithin(0, pid), "ended before its parent");
            }
        }
    }

    static final class ParentOfStubborn {
        public static void main(String[] arguments) throws Exception {
            int port = Integer.parseInt(arguments[0]);
            ChildProcess.start(() -> {
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    while (true) {
                        Thread.onSpinWait();
                    }
                }));
                Reports.sendPidAndStay(port);
            });
        }
    }

    @Test
    void aChildThatDoesNotEndWhenAskedIsKilled() throws Exception {
        try (ProgramJvm parent = ProgramJvm.run(ParentOfStubborn.class, port)) {
            nextPid();
            parent.signal("TERM");
            assertEquals(143, parent.waitFor());
            assertAllGone();
        }
    }

    static final class ParentOfStopped {
        public static void main(String[] arguments) throws Exception {
            int port = Integer.parseInt(arguments[0]);
            ChildProcess.start(() -> Reports.sendPidAndStay(port));
        }
    }

    @Test
    void aStoppedParentIsNotTakenForDead() throws Exception {
        try (ProgramJvm parent = ProgramJvm.run(ParentOfStopped.class, port)) {
            long child = nextPid();
            parent.signal("STOP");
            assertEquals(false, ProgramJvm.goneWithin(2, child));
            parent.signal("CONT");
            assertEquals(false, ProgramJvm.goneWithin(0, child));
            parent.kill();
            assertAllGone();
        }
    }

    static final class GrandParent {
        public static void main(String[] arguments) throws Exception {
            int port = Integer.parseInt(arguments[0]);
            ChildProcess.start(() -> {
                Reports.sendPid(port);
                ChildProcess.start(() -> {
                    Reports.sendPid(port);
                    ChildProcess.start(() -> Reports.sendPidAndStay(port));
                });
            });
        }
    }

    @Test
    void allGenerationsEndWithAKilledGrandParent() throws Exception {
        try (ProgramJvm parent = ProgramJvm.run(GrandParent.class, port)) {
            for (int i = 0; i < 3; i++) {
                nextPid();
            }
            parent.kill();
            assertAllGone();
        }
    }

    static final class ParentOfGreedy {
        private static final int HEAP_IS_FULL = 7;
        private static final List<Object> HOARD = new ArrayList<>();

        public static void main(String[] arguments) throws Exception {
            int port = Integer.parseInt(arguments[0]);
            ChildProcess.builder()
                    .jvmOptions("-Xmx16m")
                    .task(() -> {
                        Reports.sendPid(port);
                        fillTheHeapForEver();
                    })
                    .start();
        }

        private static void fillTheHeapForEver() {
            FileOutputStream errors = new FileOutputStream(FileDescriptor.err);
            boolean told = false;
            int size = 100_000;
            while (true) {
                try {
                    HOARD.add(new byte[size]);
                } catch (OutOfMemoryError full) {
                    if (size > 16) {
                        size /= 2;
                    } else if (!told) {
                        told = write(errors);
                    }
                }
            }
        }

        private static boolean write(FileOutputStream errors) {
            try {
                errors.write(HEAP_IS_FULL);
                return true;
            } catch (OutOfMemoryError | IOException e) {
                return false;
            }
        }
    }

    @Test
    void aChildWithoutFreeMemoryEndsWithItsParent() throws Exception {
        try (ProgramJvm parent = ProgramJvm.run(ParentOfGreedy.class, port)) {
            long child = nextPid();
            int printed; // threads that find no memory may print before
            do {
                printed = parent.read();
            } while (printed != ParentOfGreedy.HEAP_IS_FULL);
            assertEquals(false, ProgramJvm.goneWithin(1, child));
            parent.kill();
            assertAllGone();
        }
    }

    static final class ParentWhoseHookStarts {
        public static void main(String[] arguments) throws Exception {
            int port = Integer.parseInt(arguments[0]);
            try (ChildProcess child = ChildProcess.start(() -> Reports.sendPid(port))) {
                child.join();
            }
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                try {
                    while (true) {
                        ChildProcess.start(() -> Thread.sleep(Long.MAX_VALUE));
                    }
                } catch (IllegalStateException e) {
                    System.out.println(e.getMessage());
                }
            }));
        }
    }

    @Test
    void aParentThatIsEndingStartsNoChildren() throws Exception {
        try (ProgramJvm parent = ProgramJvm.run(ParentWhoseHookStarts.class, port)) {
            nextPid();
            assertEquals(0, parent.waitFor());
            String output = parent.output();
            assertTrue(output.contains("JVM is ending"), output);
        }
    }
}
