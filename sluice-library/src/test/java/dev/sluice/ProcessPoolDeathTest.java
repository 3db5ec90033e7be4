package dev.sluice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Serial;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks that end their workers, workers that are ended, and workers that never begin. */
class ProcessPoolDeathTest extends ProcessPoolSuite {
    @TempDir
    Path folder;

    @Test
    void aTaskThatExitsFailsAloneAndSaysHow() throws Exception {
        ProcessPool pool = pool(1);
        Future<?> exits = pool.submit(() -> System.exit(7));
        Future<?> exitsWell = pool.submit(() -> System.exit(0));
        Future<?> halts = pool.submit(() -> Runtime.getRuntime().halt(9));
        Future<Integer> next = pool.submit(() -> 1);
        assertSays(failureOf(WorkerDiedException.class, exits), "exit code 7", "retries");
        assertSays(failureOf(WorkerDiedException.class, exitsWell), "exit code 0", "System.exit(0)");
        WorkerDiedException halted = failureOf(WorkerDiedException.class, halts);
        assertEquals(9, assertInstanceOf(ChildDiedException.class, halted.getCause()).exitCode());
        assertEquals(1, next.get());
    }

    @Test
    void everyTaskIsDoneOnceOrFailsWithItsReasonWhileWorkersAreKilled() throws Exception {
        ProcessPool pool = pool(3);
        Path done = folder;
        List<Future<Integer>> futures = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            int n = i;
            futures.add(pool.submit(() -> {
                Files.createFile(done.resolve(Integer.toString(n))); // fails if it runs twice
                Thread.sleep(n % 8 == 0 ? 3 : 0);
                return n;
            }));
        }
        Random random = new Random(7);
        int kills = 0;
        while (kills < 5 && pool.progress().done() < 900) {
            long before = pool.progress().done();
            await(() -> pool.progress().done() > before + 50);
            List<ChildProcess> workers = ChildProcess.active();
            if (!workers.isEmpty()) {
                workers.get(random.nextInt(workers.size())).kill();
                kills++;
            }
        }
        int failed = 0;
        for (int i = 0; i < futures.size(); i++) {
            try {
                assertEquals(i, futures.get(i).get());
                assertTrue(Files.exists(done.resolve(Integer.toString(i))));
            } catch (ExecutionException e) {
                WorkerDiedException death = assertInstanceOf(WorkerDiedException.class, e.getCause());
                assertEquals(-9, assertInstanceOf(ChildDiedException.class, death.getCause()).exitCode());
                failed++;
            }
        }
        assertTrue(failed <= kills, failed + " failed by " + kills + " kills");
    }

    @Test
    @Tag("native-and-portable")
    void withRetriesNoTaskIsLostToKillsAndThePoolIsWholeInTheEnd() throws Exception {
        int tasks = 300;
        ProcessPool pool = pool(ProcessPool.builder().workers(3).retries(100));
        List<Future<Integer>> futures = new ArrayList<>();
        for (int i = 0; i < tasks; i++) {
            int n = i;
            futures.add(pool.submit(() -> {
                Thread.sleep(n % 4);
                return n;
            }));
        }
        Random random = new Random(5);
        for (int kills = 0; kills < 5 && pool.progress().done() < tasks * 9 / 10; kills++) {
            long before = pool.progress().done();
            await(() -> pool.progress().done() > before + 20);
            List<ChildProcess> workers = ChildProcess.active();
            if (!workers.isEmpty()) {
                workers.get(random.nextInt(workers.size())).kill();
            }
        }
        for (int i = 0; i < tasks; i++) {
            assertEquals(i, futures.get(i).get());
        }
        pool.prestart();
        await(() -> pool.progress().workers() == 3);
        ProcessPool.Progress end = pool.progress();
        assertEquals(tasks, end.succeeded());
        assertEquals(0, end.failed() + end.cancelled() + end.waiting() + end.running(), end::toString);
        assertTrue(end.retried() <= 5, end::toString);
    }

    @Test
    void aTaskWhoseWorkerDiesIsTriedAgainIfThatIsAllowed() throws Exception {
        ProcessPool pool = pool(ProcessPool.builder().workers(2).retries(2));
        Path tries = folder.resolve("tries");
        assertEquals(3L, pool.submit(() -> {
            Files.writeString(
                    tries, "x", java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.APPEND);
            long n = Files.size(tries);
            if (n < 3) {
                Runtime.getRuntime().halt(1);
            }
            return n;
        }).get());
        assertEquals(2, pool.progress().retried());
    }

    @Test
    void aPoisonTaskIsGivenUpWithTheHistoryOfItsDeaths() throws Exception {
        ProcessPool pool = pool(ProcessPool.builder().workers(2).retries(1));
        Future<?> poison = pool.submit(() -> Runtime.getRuntime().halt(5));
        WorkerDiedException reason = failureOf(WorkerDiedException.class, poison);
        assertEquals(2, reason.deaths().size());
        assertSays(reason, "poison", "(1)", "(2)", "exit code 5");
        assertEquals(1, pool.submit(() -> 1).get());
    }

    @Test
    @Tag("native-and-portable")
    void onlyTheInputThatEndsAWorkerFailsOfAChunk() {
        ProcessPool pool = pool(2);
        List<ProcessPool.Outcome<Integer, Integer>> outcomes = pool.<Integer, Integer>mapAsCompleted(
                n -> {
                    if (n == 13) {
                        Runtime.getRuntime().halt(13);
                    }
                    return n;
                },
                java.util.stream.IntStream.range(0, 40).boxed().toList(),
                10)
                .toList();
        assertEquals(40, outcomes.size());
        for (ProcessPool.Outcome<Integer, Integer> outcome : outcomes) {
            assertEquals(outcome.index() != 13, outcome.succeeded(), outcome::toString);
        }
    }

    @Test
    void theTimeLimitEndsTasksThatIgnoreEverything() throws Exception {
        ProcessPool pool = pool(ProcessPool.builder().workers(1).timeLimit(Duration.ofMillis(600)));
        assertEquals(0, pool.submit(() -> 0).get());
        Future<?> endless = pool.submit(() -> {
            while (true) {
                Thread.onSpinWait();
            }
        });
        Future<Integer> next = pool.submit(() -> 1);
        assertSays(failureOf(TimeoutException.class, endless), "PT0.6S", "time limit");
        assertEquals(1, next.get());
    }

    @Test
    void workersThatCannotBeginMakeTheTasksFailWithTheReasonAndNotThePool() throws Exception {
        Path marker = folder.resolve("works");
        ProcessPool pool = pool(ProcessPool.builder()
                .workers(2)
                .child(child -> child.errors(ProcessOutput.discard()))
                .initializer(() -> {
                    if (!Files.exists(marker)) {
                        throw new IllegalStateException("no licence");
                    }
                }));
        Future<?> one = pool.submit(() -> 1);
        WorkerDiedException reason = failureOf(WorkerDiedException.class, one);
        assertSays(reason, "no worker", "no licence", "initializer");
        assertEquals(3, reason.deaths().size());
        Files.createFile(marker);
        assertEquals(2, pool.submit(() -> 2).get(), "the pool is not broken");
    }

    @Test
    void anInitializerThatHangsIsAFailedStart() {
        ProcessPool pool = pool(ProcessPool.builder()
                .workers(1)
                .initializer(() -> Thread.sleep(Long.MAX_VALUE))
                .startLimit(Duration.ofMillis(300)));
        WorkerDiedException reason = failureOf(WorkerDiedException.class, pool.submit(() -> 1));
        assertSays(reason, "no worker", "was not ready within PT0.3S", "startLimit");
        assertEquals(3, reason.deaths().size());
    }

    @Test
    void aWrongClassPathIsAClearFailure() {
        ProcessPool pool = pool(ProcessPool.builder()
                .workers(1)
                .child(child -> child.classPath(folder).output(ProcessOutput.discard())));
        Future<?> task = pool.submit(() -> 1);
        Throwable failure = failureOf(task);
        assertTrue(failure instanceof WorkerDiedException || failure instanceof SerializationException,
                failure::toString);
        assertTrue(failure.getMessage().contains("class path"), failure::getMessage);
    }

    @Test
    void aHeapThatIsFullFailsTheTaskAndReplacesTheWorker() throws Exception {
        ProcessPool pool = pool(ProcessPool.builder().workers(1).jvmOptions("-Xmx32m"));
        long before = pool.submit(() -> pid()).get();
        Future<?> greedy = pool.submit(() -> {
            List<byte[]> all = new ArrayList<>();
            while (true) {
                all.add(new byte[1 << 20]);
                System.setProperty("held", Integer.toString(all.size()));
            }
        });
        Throwable failure = failureOf(greedy);
        assertTrue(failure instanceof OutOfMemoryError || failure instanceof WorkerDiedException, failure::toString);
        long after = pool.submit(() -> pid()).get();
        assertFalse(before == after, "a JVM that has been without memory is not trusted with another task");
    }

    // ---- what cannot cross ----

    @Test
    void whatCannotCrossIsRefusedAtTheCaller() throws Exception {
        ProcessPool pool = pool(1);
        Callable<Integer> plain = () -> 1;
        assertSays(assertThrows(SerializationException.class, () -> pool.submit(plain)), "ProcessCallable");
        Object lock = new Object();
        assertThrows(SerializationException.class, () -> pool.submit(() -> lock.hashCode()));
        assertThrows(SerializationException.class, () -> pool.submit(() -> pool.progress().workers()));
        assertThrows(SerializationException.class, () -> pool.map(n -> lock, List.of(1)));
        assertEquals(0, pool.progress().done(), pool::toString);
        assertEquals(1, pool.submit(() -> 1).get());
    }

    @Test
    void aResultThatCannotCrossFailsItsTaskWithItsText() throws Exception {
        ProcessPool pool = pool(1);
        Future<?> bad = pool.submit(() -> new Wax());
        assertSays(failureOf(SerializationException.class, bad), "result", "not Serializable", "a thing of wax");
        Future<?> unreadable = pool.submit(() -> new Unreadable());
        assertSays(failureOf(SerializationException.class, unreadable), "result", "could not be read");
        assertEquals(1, pool.submit(() -> 1).get());
    }

    /** Neither a record nor serializable. */
    private static final class Wax {
        @Override
        public String toString() {
            return "a thing of wax";
        }
    }

    /** Crosses, but breaks when it arrives. */
    private static final class Unreadable implements java.io.Serializable {
        private static final long serialVersionUID = 1L;

        @Serial
        private Object readResolve() {
            throw new IllegalStateException("broken on arrival");
        }
    }

    @Test
    void exceptionsArriveWithTheirRemoteStackOrAsText() {
        ProcessPool pool = pool(1);
        Future<?> crossing = pool.submit(() -> {
            throw new java.io.IOException("no malt", new IllegalStateException("empty store"));
        });
        java.io.IOException e = failureOf(java.io.IOException.class, crossing);
        assertEquals("empty store", e.getCause().getMessage());
        assertTrue(e.getStackTrace()[0].getClassName().startsWith(getClass().getName()));
        Future<?> text = pool.submit(() -> {
            throw new Holding();
        });
        assertSays(
                failureOf(TaskFailedException.class, text), "Holding: held fast", "could not cross", "at dev.sluice");
    }

    /** Cannot cross for what it holds. */
    private static final class Holding extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings({"serial", "UnusedVariable"}) // what it is for
        private final Object held = new Object();

        Holding() {
            super("held fast");
        }
    }

    @Test
    void handlesTravelWithTasksAndResults() throws Exception {
        ProcessPool pool = pool(1);
        try (ProcessQueue<String> queue = ProcessQueue.create()) {
            assertNull(pool.submit(() -> queue.put("from the worker")).get());
            assertEquals("from the worker", queue.get());
        }
        try (ProcessQueue<String> made = pool.submit(() -> {
            ProcessQueue<String> queue = ProcessQueue.create();
            queue.put("inside");
            return queue;
        }).get()) {
            assertEquals("inside", made.get());
        }
    }

    @Test
    void largeTasksAndResultsCross() throws Exception {
        ProcessPool pool = pool(1);
        byte[] large = new byte[20 << 20];
        large[large.length - 1] = 3;
        byte[] back = pool.submit(() -> large.clone()).get();
        assertEquals(large.length, back.length);
        assertEquals(3, back[back.length - 1]);
    }

    // ---- the end of the parent ----

    static final class ParentOfPool {
        @SuppressWarnings("FutureReturnValueIgnored")
        public static void main(String[] arguments) {
            int port = Integer.parseInt(arguments[0]);
            ProcessPool pool = ProcessPool.create(3);
            for (int i = 0; i < 3; i++) {
                pool.submit(() -> Reports.sendPidAndStay(port));
            }
            for (int i = 0; i < 1000; i++) {
                pool.submit(() -> 1);
            }
        }
    }

    @Test
    @Tag("native-and-portable")
    void noWorkerOutlivesAKilledParent() throws Exception {
        assertNoWorkerOutlives("KILL");
    }

    @Test
    void noWorkerOutlivesAnInterruptedParent() throws Exception {
        assertNoWorkerOutlives("INT");
    }

    private void assertNoWorkerOutlives(String signal) throws Exception {
        try (ProgramJvm parent = ProgramJvm.run(ParentOfPool.class, port)) {
            List<Long> pids = List.of(reports.nextPid(), reports.nextPid(), reports.nextPid());
            parent.signal(signal);
            for (long pid : pids) {
                assertTrue(ProgramJvm.goneWithin(10, pid), () -> pid + " has outlived its parent");
            }
        }
    }

    static final class ParentThatForgets {
        @SuppressWarnings("FutureReturnValueIgnored")
        public static void main(String[] arguments) {
            ProcessPool pool = ProcessPool.create(1);
            for (int i = 0; i < 3; i++) {
                pool.submit(() -> {
                    Thread.sleep(100);
                    System.out.println("done");
                    return null;
                });
            }
        }
    }

    @Test
    void aProgramThatForgetsItsPoolLosesNoTaskAndEnds() throws Exception {
        try (ProgramJvm parent = ProgramJvm.run(ParentThatForgets.class)) {
            assertEquals("done\ndone\ndone\n", parent.output());
            assertEquals(0, parent.waitFor());
        }
    }
}
