package dev.sluice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Children that are handed to a JVM that was started before them. */
@Timeout(120)
class ChildProcessSparesTest extends ChildProcessSuite {
    private static int used;

    @TempDir
    Path folder;

    @AfterEach
    void endSpares() throws InterruptedException {
        Spares.discard();
        while (!spares().isEmpty()) {
            Thread.sleep(5); // one may be in the making: it is ended when it is ready
        }
    }

    private static ChildProcess.Builder withSpare(ProcessTask task) {
        return ChildProcess.builder().spares(1).output(ProcessOutput.discard()).errors(ProcessOutput.inherit())
                .task(task);
    }

    /** The JVMs that this one has started and that are no child yet. */
    private static Set<Long> spares() {
        Set<Long> children = ChildProcess.active().stream().map(ChildProcess::pid).collect(Collectors.toSet());
        return ProcessHandle.current().children().map(ProcessHandle::pid).filter(pid -> !children.contains(pid))
                .collect(
                        Collectors.toSet());
    }

    private static void awaitSpares(int count) throws InterruptedException {
        while (Spares.ready() < count) {
            Thread.sleep(5);
        }
    }

    /** Starts a first child, and returns when there is a spare for the next one. */
    private static long prepare(ChildProcess.Builder builder) throws InterruptedException {
        builder.start().close();
        awaitSpares(1);
        Set<Long> spares = spares();
        assertEquals(1, spares.size());
        return spares.iterator().next();
    }

    @Test
    void theNextChildOfTheSameKindIsHandedToASpare() throws Exception {
        int port = this.port;
        long spare = prepare(withSpare(() -> {}));
        assertEquals(List.of(), ChildProcess.active(), "a spare is no child");

        ChildProcess child = withSpare(() -> {
            ChildProcess self = ChildProcess.current().orElseThrow();
            Reports.send(
                    port,
                    self.name() + " " + self.pid() + " " + self.daemon() + " " + Thread.currentThread().getName() + " "
                            + System.in.read());
        })
                .name("heir")
                .daemon(true)
                .start();
        assertEquals(spare, child.pid());
        assertEquals("heir " + spare + " true main -1", reports.next());
        child.join();
        assertEquals(OptionalInt.of(0), child.exitCode());
    }

    @Test
    void aUsedJvmIsNeverUsedAgain() throws Exception {
        int port = this.port;
        for (int i = 0; i < 4; i++) {
            ChildProcess child = withSpare(() -> Reports.send(port, ++used)).start();
            assertEquals("1", reports.next());
            child.join();
            awaitSpares(1);
        }
    }

    @Test
    void whatTheTaskHoldsCrossesToASpareToo() throws Exception {
        prepare(withSpare(() -> {}));
        try (ProcessQueue<String> queue = ProcessQueue.create(); Pipe pipe = Pipe.duplex()) {
            Connection end = pipe.second();
            ChildProcess child = withSpare(() -> queue.put("got " + end.recv())).start();
            pipe.first().send("this");
            assertEquals("got this", queue.get());
            child.join();
            assertEquals(OptionalInt.of(0), child.exitCode());
        }
    }

    @Test
    void aChildOfAnotherKindDoesNotGetIt() throws Exception {
        long spare = prepare(withSpare(() -> {}));
        for (ChildProcess.Builder other : List.of(
                withSpare(() -> {}).jvmOptions("-Xmx64m"),
                withSpare(() -> {}).environment("SLUICE_TEST", "x"),
                withSpare(() -> {}).workingDirectory(folder),
                withSpare(() -> {}).errors(ProcessOutput.discard()),
                withSpare(() -> {}).spares(0))) {
            ChildProcess child = other.start();
            assertNotEquals(spare, child.pid());
            child.join();
            assertEquals(OptionalInt.of(0), child.exitCode());
        }
    }

    @Test
    void asManyAsAskedForAreKept() throws Exception {
        withSpare(() -> {}).spares(2).start().close();
        awaitSpares(2);
        assertEquals(2, spares().size());
        ChildProcess first = withSpare(() -> {}).spares(2).start();
        ChildProcess second = withSpare(() -> {}).spares(2).start();
        first.join();
        second.join();
        awaitSpares(2);
        assertEquals(2, spares().size());
    }

    @Test
    void noneAreMadeWhereNoneAreWanted() throws Exception {
        withSpare(() -> {}).spares(0).start().close();
        assertEquals(Set.of(), spares());
        assertThrows(IllegalArgumentException.class, () -> ChildProcess.builder().spares(-1));
    }

    @Test
    void aSpareThatDiedIsNotUsed() throws Exception {
        long spare = prepare(withSpare(() -> {}));
        ProcessHandle.of(spare).orElseThrow().destroyForcibly();
        while (ProcessHandle.of(spare).isPresent()) {
            Thread.sleep(5); // until this JVM has noticed
        }
        ChildProcess child = withSpare(() -> {}).start();
        child.join();
        assertEquals(OptionalInt.of(0), child.exitCode());
    }

    @Test
    void itsOutputGoesToTheFileThatIsThereNow() throws Exception {
        Path file = folder.resolve("out");
        ChildProcess.Builder builder =
                withSpare(() -> System.out.println("printed")).output(ProcessOutput.appendTo(file));
        prepare(builder);
        Files.move(file, folder.resolve("out.1"));
        ChildProcess child = builder.start();
        child.join();
        assertEquals("printed\n", Files.readString(file));
        assertEquals("printed\n", Files.readString(folder.resolve("out.1")));
    }

    @Test
    void aFolderThatIsGoneIsRefusedInSpiteOfTheSpareInIt() throws Exception {
        Path place = Files.createDirectory(folder.resolve("place"));
        ChildProcess.Builder builder = withSpare(() -> {}).workingDirectory(place);
        prepare(builder);
        Files.delete(place);
        assertThrows(UncheckedIOException.class, builder::start);
    }

    @Test
    void itsLinesReachTheConsumerOfTheChildThatItBecomes() throws Exception {
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        ChildProcess.Builder builder =
                withSpare(() -> System.out.println(ChildProcess.current().orElseThrow().name()));
        builder.name("one").output(ProcessOutput.lines(line -> heard.add("1:" + line.text())));
        prepare(builder);
        builder.name("two").output(ProcessOutput.lines(line -> heard.add("2:" + line.text())));
        builder.start().close();
        assertEquals(List.of("1:one", "2:two"), heard);
    }

    @Test
    void startInASpareLeavesAnInterruptForOthers() throws Exception {
        long spare = prepare(withSpare(() -> {}));
        Thread.currentThread().interrupt();
        ChildProcess child = withSpare(() -> {}).start();
        assertTrue(Thread.interrupted());
        assertEquals(spare, child.pid());
        child.join();
        assertEquals(OptionalInt.of(0), child.exitCode());
    }

    @Test
    void anEndInASpareIsExplainedAsAnyOther() throws Exception {
        int port = this.port;
        prepare(withSpare(() -> {}));
        ChildProcess child = withSpare(() -> {
            System.err.println("last words");
            Reports.sendPidAndStay(port);
        })
                .start();
        reports.next();
        child.terminate();
        child.join();
        assertEquals(OptionalInt.of(-15), child.exitCode());
        String message = child.exception().orElseThrow().getMessage();
        assertTrue(message.contains(child.name()) && message.contains("SIGTERM") && message.contains("last words"),
                message);
    }

    static final class ParentWithSpare {
        public static void main(String[] arguments) throws Exception {
            int port = Integer.parseInt(arguments[0]);
            ChildProcess.builder().spares(1).task(() -> {}).start().close();
            awaitSpares(1);
            for (long spare : spares()) {
                Reports.send(port, spare);
            }
            if (arguments.length > 1) {
                Thread.sleep(Long.MAX_VALUE);
            }
        }
    }

    @Test
    void noSpareOutlivesAKilledParent() throws Exception {
        try (ProgramJvm parent = ProgramJvm.run(ParentWithSpare.class, port, "stay")) {
            long spare = reports.nextPid();
            parent.kill();
            assertTrue(ProgramJvm.goneWithin(5, spare), "spare " + spare + " has outlived its parent");
        }
    }

    @Test
    void aSpareKeepsNoProgramAlive() throws Exception {
        try (ProgramJvm parent = ProgramJvm.run(ParentWithSpare.class, port)) {
            long spare = reports.nextPid();
            assertEquals(0, parent.waitFor());
            assertTrue(ProgramJvm.goneWithin(0, spare), "ended before its parent");
            assertEquals("", parent.output());
        }
    }

    static final class ParentWithDefaults {
        public static void main(String[] arguments) throws Exception {
            ChildProcess.start(() -> {}).close();
            if (arguments.length > 0) {
                awaitSpares(1);
            }
            ChildProcess.builder().jvmOptions("-Dcom.sun.management.test=1").task(() -> {}).start().close();
            System.out.println(Spares.ready());
        }
    }

    @Test
    void oneIsKeptByDefaultWhereTwoJvmsAreNotInEachOthersWay() throws Exception {
        String classPath = System.getProperty("java.class.path");
        try (ProgramJvm parent = ProgramJvm.run(
                List.of("-Ddev.sluice.spares=1", "-cp", classPath), ParentWithDefaults.class.getName(), "wait")) {
            assertEquals("1\n", parent.output());
        }
        try (ProgramJvm parent = ProgramJvm.run(
                List.of("-Ddev.sluice.spares=0", "-cp", classPath), ParentWithDefaults.class.getName())) {
            assertEquals("0\n", parent.output());
        }
    }

    @Test
    void aPropertyThatIsNoNumberIsRefused() {
        String before = System.getProperty("dev.sluice.spares");
        System.setProperty("dev.sluice.spares", "many");
        try {
            IllegalStateException e = assertThrows(IllegalStateException.class, () -> ChildProcess.start(() -> {}));
            assertTrue(e.getMessage().contains("dev.sluice.spares=many"), e.getMessage());
        } finally {
            System.setProperty("dev.sluice.spares", before);
        }
        assertFalse(ChildProcess.active().iterator().hasNext());
    }
}
