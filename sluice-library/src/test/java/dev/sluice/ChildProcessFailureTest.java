package dev.sluice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.Serial;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChildProcessFailureTest extends ChildProcessSuite {
    @TempDir
    Path folder;

    private Path errors;

    @BeforeEach
    void nameErrors() {
        errors = folder.resolve("errors");
    }

    private ChildProcess run(ProcessTask task, String... jvmOptions) throws InterruptedException {
        ChildProcess child = ChildProcess.builder()
                .task(task)
                .jvmOptions(jvmOptions)
                .errors(ProcessOutput.appendTo(errors))
                .start();
        child.join();
        return child;
    }

    private static ChildDiedException reason(ChildProcess child) {
        return assertInstanceOf(
                ChildDiedException.class, child.exception().orElseThrow());
    }

    private static void assertSays(Throwable e, String... parts) {
        for (String part : parts) {
            assertTrue(e.getMessage().contains(part), () -> part + " missing in: " + e.getMessage());
        }
    }

    @Test
    void theExceptionOfTheTaskReachesTheParentAndIsPrintedByTheChild() throws Exception {
        ChildProcess child = run(() -> {
            throw new IOException("no more malt", new IllegalStateException("empty store"));
        });

        assertEquals(OptionalInt.of(1), child.exitCode());
        ChildDiedException reason = reason(child);
        assertEquals(1, reason.exitCode());
        assertSays(reason, child.name(), Long.toString(child.pid()), "no more malt");
        IOException cause = assertInstanceOf(IOException.class, reason.getCause());
        assertEquals("no more malt", cause.getMessage());
        assertEquals("empty store", cause.getCause().getMessage());
        assertTrue(cause.getStackTrace()[0].getClassName().startsWith(ChildProcessFailureTest.class.getName()));

        String printed = Files.readString(errors);
        assertTrue(
                printed.startsWith("Process " + child.name() + " (pid " + child.pid()
                        + "): java.io.IOException: no more malt\n\tat "),
                printed);
        assertTrue(printed.contains("Caused by: java.lang.IllegalStateException: empty store"), printed);
        assertEquals(printed.indexOf("no more malt"), printed.lastIndexOf("no more malt"), "printed once");
    }

    /** An exception with something in it that cannot cross. */
    private static final class Unportable extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1L;

        @SuppressWarnings({"serial", "unused"})
        private final Object cannotCross = new Object();

        Unportable(String message) {
            super(message);
        }
    }

    @Test
    void anExceptionThatCannotCrossArrivesAsText() throws Exception {
        ChildProcess child = run(() -> {
            throw new Unportable("stuck");
        });
        ChildDiedException reason = reason(child);
        assertNull(reason.getCause());
        assertSays(reason, "stuck", "Unportable", "at " + ChildProcessFailureTest.class.getName(), "could not cross");
    }

    static final class ParentWithFilter {
        public static void main(String[] arguments) throws Exception {
            try (ChildProcess child = ChildProcess.builder()
                    .output(ProcessOutput.discard())
                    .task(() -> {
                        throw new IllegalStateException("refused");
                    })
                    .start()) {
                child.join();
                Throwable reason = child.exception().orElseThrow();
                System.out.println(
                        reason.getCause() + " " + reason.getMessage().contains("IllegalStateException: refused"));
            }
        }
    }

    @Test
    void anExceptionThatTheFilterRefusesArrivesAsText() throws Exception {
        List<String> options =
                List.of("-Ddev.sluice.filter=java.lang.String;!*", "-cp", System.getProperty("java.class.path"));
        try (ProgramJvm parent = ProgramJvm.run(options, ParentWithFilter.class.getName())) {
            assertEquals("null true\n", parent.output());
        }
    }

    /** An exception whose own methods fail. */
    private static final class Broken extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException("no message for you");
        }
    }

    @Test
    void anExceptionThatCannotEvenBePrintedIsNamed() throws Exception {
        ChildProcess child = run(() -> {
            throw new Broken();
        });
        assertEquals(OptionalInt.of(1), child.exitCode());
        assertSays(reason(child), Broken.class.getName());
    }

    @Test
    void aVeryLongExceptionCrosses() throws Exception {
        ChildProcess child = run(() -> {
            throw new IllegalStateException("x".repeat(500_000));
        });
        assertEquals(500_000, reason(child).getCause().getMessage().length());
    }

    private static int depth(int n) {
        return n < 0 ? n : depth(n + 1) + 1;
    }

    @Test
    void errorsOfTheJvmReachTheParent() throws Exception {
        assertInstanceOf(
                StackOverflowError.class,
                reason(run(() -> Reports.send(0, depth(0)))).getCause());
        assertInstanceOf(
                AssertionError.class,
                reason(run(() -> {
                    throw new AssertionError("never");
                }))
                        .getCause());
    }

    private static final List<Object> HOARD = new ArrayList<>();

    @Test
    void anExhaustedHeapReachesTheParent() throws Exception {
        ChildProcess child = run(
                () -> {
                    while (true) {
                        HOARD.add(new byte[100]);
                    }
                },
                "-Xmx24m");
        assertEquals(OptionalInt.of(1), child.exitCode());
        assertSays(reason(child), "OutOfMemoryError");
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 127, 129, 137, 143, 255})
    void theCodeGivenToSystemExitIsItsExitCode(int code) throws Exception {
        ChildProcess child = run(() -> System.exit(code));
        assertEquals(OptionalInt.of(code), child.exitCode());
        assertSays(reason(child), "exit code " + code, "System.exit");
    }

    @Test
    void exitWithZeroIsNoFailure() throws Exception {
        ChildProcess child = run(() -> System.exit(0));
        assertEquals(OptionalInt.of(0), child.exitCode());
        assertTrue(child.exception().isEmpty());
    }

    @Test
    void haltGivesItsCode() throws Exception {
        ChildProcess child = run(() -> Runtime.getRuntime().halt(7));
        assertEquals(OptionalInt.of(7), child.exitCode());
    }

    @ParameterizedTest
    @CsvSource({"TERM,15", "INT,2", "HUP,1", "KILL,9", "ABRT,6", "ALRM,14"})
    void aSignalFromOutsideIsItsNegativeExitCode(String signal, int number) throws Exception {
        int port = this.port;
        ChildProcess child = ChildProcess.builder()
                .task(() -> Reports.sendPidAndStay(port))
                .jvmOptions("-XX:-CreateCoredumpOnCrash", "-XX:ErrorFile=" + folder.resolve("crash"))
                .output(ProcessOutput.discard())
                .start();
        reports.next();
        ProgramJvm.signal(child.pid(), signal);
        child.join();
        assertEquals(OptionalInt.of(-number), child.exitCode());
        assertSays(reason(child), "SIG" + signal, "not sent by this process");
    }

    @Test
    void terminateRunsTheShutdownHooks() throws Exception {
        int port = this.port;
        ChildProcess child = ChildProcess.start(() -> {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> Reports.send(port, "hook")));
            Reports.sendPidAndStay(port);
        });
        reports.next();
        child.terminate();
        assertEquals("hook", reports.next());
        child.join();
        assertEquals(OptionalInt.of(-15), child.exitCode());
        assertSays(reason(child), "SIGTERM", "sent by this process");
    }

    @Test
    void aSignalThatTheJvmDoesNotHandleItselfIsToldApartToo() throws Exception {
        int port = this.port;
        ChildProcess child = ChildProcess.builder()
                .task(() -> Reports.sendPidAndStay(port))
                .jvmOptions("-Xrs")
                .start();
        reports.next();
        ProgramJvm.signal(child.pid(), "TERM");
        child.join();
        assertEquals(OptionalInt.of(-15), child.exitCode());
    }

    @Test
    void aChildKilledBeforeItsTaskBeganIsExplained() throws Exception {
        ChildProcess child = ChildProcess.start(() -> {});
        child.kill();
        child.join();
        assertEquals(OptionalInt.of(-9), child.exitCode());
        assertSays(reason(child), "SIGKILL", "before its task began");
    }

    @Test
    void anOptionThatDoesNotExistIsExplained() throws Exception {
        ChildProcess child = run(() -> {}, "-XX:+NoSuchOption");
        assertEquals(OptionalInt.of(1), child.exitCode());
        assertSays(reason(child), child.name(), "exit code 1", "before its task began", "-XX:+NoSuchOption");
        assertTrue(Files.readString(errors).contains("NoSuchOption"));
        assertEquals(List.of(), ChildProcess.active());
    }

    @Test
    void aClassThatIsMissingInTheChildIsNamed() throws Exception {
        ChildProcess child = ChildProcess.builder()
                .task(() -> {})
                .classPath(folder)
                .errors(ProcessOutput.appendTo(errors))
                .start();
        child.join();
        assertEquals(OptionalInt.of(1), child.exitCode());
        assertSays(reason(child), ChildProcessFailureTest.class.getName(), "could not begin", "class path");
        String printed = Files.readString(errors);
        assertTrue(printed.startsWith("Process " + child.name() + " (pid " + child.pid() + ")"), printed);
    }

    @Test
    void aMissingWorkingDirectoryIsRefusedAtOnce() {
        ChildProcess child = ChildProcess.builder()
                .task(() -> {})
                .workingDirectory(folder.resolve("nowhere"))
                .build();
        UncheckedIOException e = assertThrows(UncheckedIOException.class, child::start);
        assertSays(e, "nowhere", "working directory", "does not exist");
        assertFalse(child.isAlive());
        assertEquals(List.of(), ChildProcess.active());
    }

    @Test
    void aFileThatCannotBeWrittenIsRefusedAtOnce() {
        ChildProcess child = ChildProcess.builder()
                .task(() -> {})
                .output(ProcessOutput.appendTo(folder.resolve("no/such/folder/out")))
                .build();
        assertSays(assertThrows(UncheckedIOException.class, child::start), "no/such/folder/out");
        assertEquals(List.of(), ChildProcess.active());
    }

    @Test
    void aTaskThatCannotCrossIsRefusedAtOnce() {
        Object cannotCross = new Object();
        AtomicReference<Object> holder = new AtomicReference<>(cannotCross);
        ChildProcess child = ChildProcess.builder().task(() -> holder.set(null)).build();

        assertSays(assertThrows(SerializationException.class, child::start), "ChildProcess.task", "java.lang.Object");
        assertFalse(child.isAlive());
        assertEquals(List.of(), ChildProcess.active());

        holder.set("can cross");
        child.start().close();
        assertEquals(OptionalInt.of(0), child.exitCode());
    }

    @Test
    void aChildCrossesOnlyByItsOwnStart() {
        ChildProcess other = ChildProcess.builder().name("other").task(() -> {}).build();
        SerializationException e =
                assertThrows(SerializationException.class, () -> ChildProcess.start(() -> other.start()));
        assertSays(e, "other", "start()");
    }
}
