package dev.sluice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a parent learns of a child that ended otherwise than by returning or throwing. */
class ChildProcessDeathTest extends ChildProcessSuite {
    private static final List<Object> HOARD = new ArrayList<>();

    @TempDir
    Path folder;

    private ChildDiedException death(ProcessTask task, String... jvmOptions) throws InterruptedException {
        ChildProcess child = ChildProcess.builder()
                .task(task)
                .jvmOptions(jvmOptions)
                .workingDirectory(folder)
                .output(ProcessOutput.discard())
                .errors(ProcessOutput.inherit())
                .start();
        child.join();
        return assertInstanceOf(ChildDiedException.class, child.exception().orElseThrow());
    }

    private static void assertSays(Throwable e, String... parts) {
        for (String part : parts) {
            assertTrue(e.getMessage().contains(part), () -> part + " missing in: " + e.getMessage());
        }
    }

    @SuppressWarnings("restricted")
    private static int readNull() {
        return MemorySegment.NULL.reinterpret(8).get(ValueLayout.JAVA_INT, 0);
    }

    @Test
    void aCrashOfItsJvmIsNamedWithItsReport() throws Exception {
        ChildDiedException death = death(
                () -> System.out.println(readNull()),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:-CreateCoredumpOnCrash");
        Path report = death.crashReport().orElseThrow();
        assertEquals(folder.toRealPath(), report.getParent().toRealPath());
        assertTrue(Files.size(report) > 0);
        assertSays(death, "JVM crashed", "SIGSEGV", "problematic frame", report.toString());
        assertNotEquals(0, death.exitCode());
    }

    @Test
    void aCrashReportIsFoundWhereTheOptionsPutIt() throws Exception {
        Path elsewhere = Files.createDirectory(folder.resolve("crashes"));
        ChildDiedException death = death(
                () -> System.out.println(readNull()),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + elsewhere.resolve("of-%p.txt"));
        assertEquals(elsewhere, death.crashReport().orElseThrow().getParent());
    }

    private static void fillTheHeap() {
        while (true) {
            HOARD.add(new byte[100_000]);
        }
    }

    @Test
    void aJvmThatEndsItselfForWantOfHeapSaysSo() throws Exception {
        ChildDiedException death =
                death(ChildProcessDeathTest::fillTheHeap, "-Xmx16m", "-XX:+ExitOnOutOfMemoryError");
        assertEquals(3, death.exitCode());
        assertSays(death, "OutOfMemoryError", "-Xmx");
    }

    @Test
    void aJvmThatCrashesForWantOfHeapSaysSo() throws Exception {
        ChildDiedException death = death(
                ChildProcessDeathTest::fillTheHeap,
                "-Xmx16m",
                "-XX:+CrashOnOutOfMemoryError",
                "-XX:-CreateCoredumpOnCrash");
        assertSays(death, "JVM crashed", "OutOfMemory", "Java heap space");
    }

    @Test
    void anExhaustedHeapInAnotherThreadIsSeenInItsLastLines() throws Exception {
        ChildDiedException death = death(
                () -> {
                    Thread thread = Thread.ofPlatform().unstarted(ChildProcessDeathTest::fillTheHeap);
                    thread.setUncaughtExceptionHandler((_, e) -> {
                        HOARD.clear();
                        System.err.println("giving up: " + e);
                        Runtime.getRuntime().halt(9);
                    });
                    thread.start();
                    thread.join();
                },
                "-Xmx16m");
        assertEquals(9, death.exitCode());
        assertSays(death, "exit code 9", "OutOfMemoryError", "-Xmx", "giving up");
    }

    /** Of what a task consists, before any of its own code was to run. */
    private static final class ExitsWhenInitialized implements ProcessTask {
        private static final long serialVersionUID = 1L;

        static {
            if (ChildMainIsRunning.here()) {
                System.exit(11);
            }
        }

        @Override
        public void run() {}
    }

    /** Tells the child from the test, in which the class is initialized too. */
    private static final class ChildMainIsRunning {
        static boolean here() {
            return System.getProperty("sun.java.command", "").startsWith("dev.sluice.ChildMain")
                    || System.getProperty("sun.java.command", "").startsWith("dev.sluice/dev.sluice.ChildMain");
        }
    }

    @Test
    void anExitInAStaticInitializerIsTold() throws Exception {
        ChildDiedException death = death(new ExitsWhenInitialized());
        assertEquals(11, death.exitCode());
        assertSays(death, "exit code 11", "before its task began", "static initializer");
    }

    @Test
    void itsLastLinesAreToldWhenItIsKilled() throws Exception {
        int port = this.port;
        ChildProcess child = ChildProcess.start(() -> {
            for (int i = 1; i <= 30; i++) {
                System.err.println("line " + i);
            }
            Reports.sendPidAndStay(port);
        });
        reports.next();
        child.kill("it took too long");
        child.join();
        ChildDiedException death =
                assertInstanceOf(ChildDiedException.class, child.exception().orElseThrow());
        assertEquals(OptionalInt.of(-9), child.exitCode());
        assertSays(death, "SIGKILL", "sent by this process: it took too long", "line 11", "line 30");
        assertEquals(20, death.lastErrors().size());
        assertEquals("line 11", death.lastErrors().getFirst());
        assertEquals(Optional.empty(), death.crashReport());
    }

    @Test
    void whatTheJvmSaysWhenItCannotStartIsPartOfTheReason() throws Exception {
        ChildDiedException death = death(() -> {}, "-XX:+NoSuchOption");
        assertSays(death, "before its task began", "Unrecognized VM option 'NoSuchOption'");
    }

    @Test
    void theExplanationCrossesWhole() throws Exception {
        ChildDiedException death = death(() -> {
            System.err.println("last words");
            System.exit(5);
        });
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new ObjectOutputStream(bytes).writeObject(death);
        ChildDiedException copy =
                (ChildDiedException) new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
        assertEquals(death.getMessage(), copy.getMessage());
        assertEquals(5, copy.exitCode());
        assertEquals(List.of("last words"), copy.lastErrors());
    }
}
