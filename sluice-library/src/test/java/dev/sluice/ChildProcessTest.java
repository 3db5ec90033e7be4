package dev.sluice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Serial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ChildProcessTest extends ChildProcessSuite {
    @Test
    void runsItsTaskInAnotherProcess() throws Exception {
        int port = this.port;
        ChildProcess child = ChildProcess.start(() -> Reports.sendPid(port));

        assertEquals(child.pid(), reports.nextPid());
        child.join();
        assertNotEquals(ProcessHandle.current().pid(), child.pid());
        assertEquals(OptionalInt.of(0), child.exitCode());
        assertEquals(Optional.empty(), child.exception());
        assertFalse(child.isAlive());
    }

    @Test
    void isAliveAndActiveUntilItsExitCodeIsKnown() throws Exception {
        int port = this.port;
        ChildProcess child = ChildProcess.start(() -> Reports.sendPidAndStay(port));
        reports.next();

        assertTrue(child.isAlive());
        assertEquals(OptionalInt.empty(), child.exitCode());
        assertEquals(Optional.empty(), child.exception());
        assertEquals(List.of(child), ChildProcess.active());
        assertFalse(child.join(Duration.ofMillis(20)));
        assertFalse(child.join(Duration.ofSeconds(-1)));

        child.kill();
        assertTrue(child.join(Duration.ofSeconds(30)));
        assertFalse(child.isAlive());
        assertEquals(OptionalInt.of(-9), child.exitCode());
        assertEquals(List.of(), ChildProcess.active());
        assertTrue(child.join(Duration.ZERO));
        child.join();
        child.kill();
        child.terminate();
        child.close();
    }

    @Test
    void knowsItselfInTheChild() throws Exception {
        int port = this.port;
        ChildProcess child = ChildProcess.builder()
                .name("brewer")
                .daemon(true)
                .task(() -> {
                    ChildProcess self = ChildProcess.current().orElseThrow();
                    Reports.send(
                            port,
                            self.name() + " " + self.pid() + " " + self.daemon() + " " + self.isAlive() + " "
                                    + self.exitCode() + " " + ChildProcess.active());
                })
                .start();

        assertEquals("brewer " + child.pid() + " true true OptionalInt.empty []", reports.next());
        child.join();
        assertEquals("brewer", child.name());
        assertTrue(child.daemon());
        assertEquals(Optional.empty(), ChildProcess.current());
    }

    @Test
    void refusesInTheChildWhatOnlyItsParentCanDo() throws Exception {
        int port = this.port;
        ChildProcess child = ChildProcess.start(() -> {
            ChildProcess self = ChildProcess.current().orElseThrow();
            List<ProcessTask> calls = List.of(
                    self::start,
                    self::join,
                    () -> self.join(Duration.ZERO),
                    self::terminate,
                    self::kill,
                    () -> self.onExit().join(),
                    self::close);
            int refused = 0;
            for (ProcessTask call : calls) {
                try {
                    call.run();
                } catch (IllegalStateException e) {
                    refused++;
                }
            }
            Reports.send(port, refused + " of " + calls.size());
        });

        assertEquals("7 of 7", reports.next());
        child.join();
    }

    @Test
    void refusesToRunTwice() throws Exception {
        ChildProcess child = ChildProcess.start(() -> {});
        assertThrows(IllegalStateException.class, child::start);
        child.join();
        assertThrows(IllegalStateException.class, child::start);
    }

    @Test
    void saysThatItIsNotStarted() throws Exception {
        ChildProcess child = ChildProcess.builder().task(() -> {}).build();

        for (ProcessTask call : List.<ProcessTask>of(
                child::pid, child::join, () -> child.join(Duration.ZERO), child::terminate, child::kill)) {
            String message = assertThrows(IllegalStateException.class, call::run).getMessage();
            assertTrue(message.contains(child.name()) && message.contains("start()"), message);
        }
        assertFalse(child.isAlive());
        assertEquals(OptionalInt.empty(), child.exitCode());
        assertEquals(Optional.empty(), child.exception());
        assertEquals(List.of(), ChildProcess.active());
        child.close();

        CompletableFuture<ChildProcess> exit = child.onExit();
        child.start();
        assertSame(child, exit.get());
    }

    @Test
    void namesChildrenOneByOne() {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < 10; i++) {
            names.add(ChildProcess.builder().task(() -> {}).build().name());
        }
        assertEquals(10, names.size());
        names.forEach(name -> assertTrue(name.matches("Process-\\d+"), name));
        assertTrue(new Adder(0, 1, 2).name().matches("Adder-\\d+"));
        assertThrows(IllegalArgumentException.class, () -> ChildProcess.builder().name(" "));
    }

    @Test
    void namesTheChildrenOfAChildAfterIt() throws Exception {
        int port = this.port;
        ChildProcess child = ChildProcess.builder()
                .name("top")
                .task(() -> {
                    try (ChildProcess inner = ChildProcess.start(
                            () -> Reports.send(port, ChildProcess.current().orElseThrow().name()))) {
                        inner.join();
                    }
                })
                .start();
        assertEquals("top:1", reports.next());
        child.join();
        assertEquals(Optional.empty(), child.exception());
    }

    /** A child as a subclass; its fields cross with it. */
    private static final class Adder extends ChildProcess {
        @Serial
        private static final long serialVersionUID = 1L;

        private final int port;
        private final int a;
        private final int b;

        Adder(int port, int a, int b) {
            super(builder().daemon(true));
            this.port = port;
            this.a = a;
            this.b = b;
        }

        @Override
        protected void run() {
            Reports.send(port, (a + b) + " " + (ChildProcess.current().orElseThrow() == this) + " " + name());
        }
    }

    @Test
    void runsASubclassWithItsFields() throws Exception {
        Adder adder = new Adder(port, 40, 2);
        assertSame(adder, adder.start());

        assertEquals("42 true " + adder.name(), reports.next());
        adder.join();
        assertTrue(adder.daemon());
        assertEquals(OptionalInt.of(0), adder.exitCode());
    }

    /** Forgets to override run(). */
    private static final class Idler extends ChildProcess {
        @Serial
        private static final long serialVersionUID = 1L;

        Idler() {
            super(builder().output(ProcessOutput.discard()));
        }
    }

    @Test
    void saysThatItHasNothingToDo() throws Exception {
        ChildProcess idler = new Idler().start();
        idler.join();
        String message = idler.exception().orElseThrow().getMessage();
        assertTrue(message.contains("override run()"), message);

        assertThrows(IllegalStateException.class, () -> ChildProcess.builder().build());
        assertThrows(NullPointerException.class, () -> ChildProcess.start(null));
    }

    @Test
    void runsManyAtOnce() throws Exception {
        int port = this.port;
        List<ChildProcess> children = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            children.add(ChildProcess.start(() -> Reports.sendPid(port)));
        }
        Set<Long> reported = new HashSet<>();
        for (int i = 0; i < 10; i++) {
            reported.add(reports.nextPid());
        }
        Set<Long> pids = new HashSet<>();
        for (ChildProcess child : children) {
            child.join();
            assertEquals(OptionalInt.of(0), child.exitCode());
            pids.add(child.pid());
        }
        assertEquals(pids, reported);
    }

    @Test
    void tellsItsExitToWhoeverAsked() throws Exception {
        ChildProcess child = ChildProcess.builder().task(() -> System.exit(5)).build();
        CompletableFuture<OptionalInt> before = child.onExit().thenApply(ChildProcess::exitCode);
        child.start();
        CompletableFuture<ChildProcess> harmless = child.onExit();
        harmless.complete(null);

        assertEquals(OptionalInt.of(5), before.get());
        assertSame(child, child.onExit().get());
        assertTrue(child.exception().isPresent());
    }

    @Test
    void livesUntilItsLastThreadHasEnded() throws Exception {
        int port = this.port;
        ChildProcess child = ChildProcess.start(() -> {
            Thread main = Thread.currentThread();
            Thread.ofPlatform().daemon(false).start(() -> {
                try {
                    main.join();
                    Reports.send(port, "after main");
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
        });
        assertEquals("after main", reports.next());
        child.join();
        assertEquals(OptionalInt.of(0), child.exitCode());
    }

    @Test
    void joinIsEndedByAnInterruptAndTheChildIsNot() throws Exception {
        int port = this.port;
        ChildProcess child = ChildProcess.start(() -> Reports.sendPidAndStay(port));
        reports.next();

        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, child::join);
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> child.join(Duration.ofSeconds(30)));
        assertFalse(Thread.interrupted());
        assertTrue(child.isAlive());
    }

    @Test
    void closeWaitsForItsEnd() throws Exception {
        int port = this.port;
        ChildProcess child = ChildProcess.start(() -> Reports.send(port, "done"));
        child.close();
        assertEquals(OptionalInt.of(0), child.exitCode());
        assertEquals("done", reports.next());
    }

    @Test
    void closeTerminatesItWhenInterruptedAndKeepsTheInterrupt() throws Exception {
        int port = this.port;
        ChildProcess child = ChildProcess.start(() -> Reports.sendPidAndStay(port));
        reports.next();

        Thread.currentThread().interrupt();
        child.close();
        assertTrue(Thread.interrupted());
        assertEquals(OptionalInt.of(-15), child.exitCode());
    }

    @Test
    void closeKillsItWhenInterruptedAgain() throws Exception {
        int port = this.port;
        ChildProcess child = ChildProcess.start(() -> {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                Reports.send(port, "stubborn");
                while (true) {
                    Thread.onSpinWait();
                }
            }));
            Reports.sendPidAndStay(port);
        });
        reports.next();

        Thread closer = Thread.ofPlatform().start(child::close);
        closer.interrupt();
        assertEquals("stubborn", reports.next());
        closer.interrupt();
        closer.join();
        assertEquals(OptionalInt.of(-9), child.exitCode());
    }

    @Test
    void canBeStartedAndAwaitedByVirtualThreads() throws Exception {
        int port = this.port;
        CompletableFuture<OptionalInt> exitCode = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try (ChildProcess child = ChildProcess.start(() -> Reports.send(port, "from virtual"))) {
                child.join();
                exitCode.complete(child.exitCode());
            } catch (Throwable e) {
                exitCode.completeExceptionally(e);
            }
        });
        assertEquals("from virtual", reports.next());
        assertEquals(OptionalInt.of(0), exitCode.get());
    }

    @Test
    void describesItself() throws Exception {
        ChildProcess child = ChildProcess.builder().name("x").daemon(true).task(() -> {}).build();
        assertEquals("x (not started, daemon)", child.toString());
        child.start().join();
        assertEquals("x (pid " + child.pid() + ", ended with 0, daemon)", child.toString());
    }
}
