package dev.sluice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The contract of ExecutorService, and what a pool adds to it. */
class ProcessPoolTest extends ProcessPoolSuite {
    private static final ProcessRunnable NOTHING = () -> {};

    private static ProcessCallable<String> staying(int port) {
        return () -> {
            Reports.sendPidAndStay(port);
            return "never";
        };
    }

    @Test
    @Tag("native-and-portable")
    void tasksOfEveryKindRunInOtherProcesses() throws Exception {
        ProcessPool pool = pool(1);
        assertNotEquals(pid(), pool.submit(() -> pid()).get());
        assertEquals("said", pool.submit(NOTHING, "said").get());
        assertNull(pool.submit(NOTHING).get());
        assertNull(pool.submit(() -> (String) null).get());
        int to = port;
        pool.execute(() -> Reports.send(to, "executed"));
        assertEquals("executed", reports.next());
        assertEquals(List.of(1, 2), pool.submit(new Doubling(List.of(1, 2))).get().stream().map(i -> i / 2).toList());
    }

    /** A record, which crosses although it is not serializable. */
    private record Doubling(List<Integer> numbers) implements Callable<List<Integer>> {
        @Override
        public List<Integer> call() {
            return numbers.stream().map(i -> 2 * i).toList();
        }
    }

    @Test
    void whatIsNoTaskIsRefused() {
        ProcessPool pool = pool(1);
        assertThrows(NullPointerException.class, () -> pool.submit((Callable<?>) null));
        assertThrows(NullPointerException.class, () -> pool.submit((Runnable) null));
        assertThrows(NullPointerException.class, () -> pool.submit((Runnable) null, 1));
        assertThrows(NullPointerException.class, () -> pool.execute((Runnable) null));
        assertThrows(NullPointerException.class, () -> pool.invokeAll(null));
        assertThrows(NullPointerException.class, () -> pool.invokeAny(null));
        assertThrows(NullPointerException.class, () -> pool.map(null, List.of()));
        assertThrows(IllegalArgumentException.class, () -> pool.invokeAny(List.of()));
        assertThrows(IllegalArgumentException.class, () -> pool.map(i -> i, List.of(), 0));
        assertThrows(IllegalArgumentException.class, () -> ProcessPool.create(0));
        assertThrows(
                IllegalArgumentException.class,
                () -> ProcessPool.builder().workers(1).minWorkers(2).build());
    }

    @Test
    void invokeAllReturnsDoneFuturesInTheOrderOfTheTasks() throws Exception {
        ProcessPool pool = pool(2);
        List<ProcessCallable<Integer>> tasks = List.of(
                () -> 1,
                () -> {
                    throw new IllegalStateException("two");
                },
                () -> 3);
        List<Future<Integer>> futures = pool.invokeAll(tasks);
        assertTrue(futures.stream().allMatch(Future::isDone));
        assertEquals(1, futures.get(0).get());
        assertSays(failureOf(IllegalStateException.class, futures.get(1)), "two");
        assertEquals(3, futures.get(2).get());
        assertEquals(List.of(), pool.invokeAll(List.<ProcessCallable<Integer>>of()));
        assertThrows(
                NullPointerException.class,
                () -> pool.invokeAll(Arrays.<ProcessCallable<Integer>>asList(() -> 1, null)));
    }

    @Test
    void invokeAllCancelsWhatIsNotDoneInTime() throws Exception {
        ProcessPool pool = pool(2);
        assertEquals(1, pool.submit(() -> 1).get());
        int to = port;
        List<ProcessCallable<String>> tasks = List.of(() -> "quick", staying(to), staying(to));
        List<Future<String>> futures = pool.invokeAll(tasks, 2, TimeUnit.SECONDS);
        assertTrue(futures.stream().allMatch(Future::isDone));
        assertEquals("quick", futures.getFirst().get());
        assertTrue(futures.getLast().isCancelled());
        assertEquals("again", pool.submit(() -> "again").get());
    }

    @Test
    void invokeAnyReturnsWhatSucceedsFirstAndEndsTheOthers() throws Exception {
        ProcessPool pool = pool(2);
        int to = port;
        assertEquals("quick", pool.invokeAny(List.<ProcessCallable<String>>of(staying(to), () -> "quick")));
        List<ProcessCallable<String>> failing = List.of(() -> {
            throw new IllegalStateException("none");
        });
        assertSays(assertThrows(ExecutionException.class, () -> pool.invokeAny(failing)).getCause(), "none");
        assertThrows(
                TimeoutException.class,
                () -> pool.invokeAny(List.<ProcessCallable<String>>of(staying(to)), 50, TimeUnit.MILLISECONDS));
        assertEquals(2, pool.submit(() -> 2).get());
    }

    @Test
    void afterShutdownTasksAreRefusedAndThoseSubmittedAreDone() throws Exception {
        ProcessPool pool = pool(1);
        List<Future<Integer>> futures = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            int n = i;
            futures.add(pool.submit(() -> n));
        }
        assertFalse(pool.isShutdown());
        assertFalse(pool.awaitTermination(1, TimeUnit.MILLISECONDS));
        pool.shutdown();
        assertTrue(pool.isShutdown());
        assertThrows(RejectedExecutionException.class, () -> pool.submit(NOTHING));
        assertThrows(RejectedExecutionException.class, () -> pool.execute(NOTHING));
        pool.close();
        assertTrue(pool.isTerminated());
        for (int i = 0; i < futures.size(); i++) {
            assertEquals(i, futures.get(i).get());
        }
        pool.close();
        pool.shutdown();
        assertEquals(List.of(), pool.shutdownNow());
    }

    @Test
    void aPoolWithoutTasksEndsAtOnce() {
        ProcessPool never = pool(4);
        never.close();
        assertTrue(never.isTerminated());
        ProcessPool starting = pool(2);
        starting.prestart();
        starting.close();
        assertTrue(starting.isTerminated());
        assertEquals(List.of(), ChildProcess.active());
    }

    @Test
    void shutdownNowReturnsWhatNeverBeganAndEndsWhatRuns() throws Exception {
        ProcessPool pool = pool(1);
        Future<?> running = pool.submit(staying(port));
        long worker = reports.nextPid();
        pool.execute(NOTHING);
        Future<Integer> waiting = pool.submit(() -> 5);
        List<Runnable> neverBegun = pool.shutdownNow();
        assertEquals(2, neverBegun.size());
        assertSame(NOTHING, neverBegun.getFirst());
        neverBegun.getLast().run();
        assertTrue(waiting.isCancelled(), "whoever waits for it does not wait in vain");
        assertTrue(running.isCancelled());
        assertTrue(pool.awaitTermination(30, TimeUnit.SECONDS), pool::toString);
        assertFalse(ProcessHandle.of(worker).filter(ProcessHandle::isAlive).isPresent());
    }

    @Test
    void closeThatIsInterruptedEndsAllAndStaysInterrupted() throws Exception {
        ProcessPool pool = pool(1);
        Future<?> running = pool.submit(staying(port));
        long _ = reports.nextPid();
        LinkedBlockingQueue<Boolean> interrupted = new LinkedBlockingQueue<>();
        Thread closing = Thread.ofPlatform().start(() -> {
            pool.close();
            interrupted.add(Thread.currentThread().isInterrupted());
        });
        closing.interrupt();
        assertTrue(interrupted.take());
        assertTrue(running.isCancelled());
        assertTrue(pool.isTerminated());
    }

    @Test
    void cancellingEndsTheProcessOfARunningTaskAndOfNoOther() throws Exception {
        ProcessPool pool = pool(2);
        Future<?> one = pool.submit(staying(port));
        long first = reports.nextPid();
        Future<?> two = pool.submit(staying(port));
        long second = reports.nextPid();
        assertTrue(one.cancel(true));
        assertTrue(one.isCancelled());
        assertThrows(CancellationException.class, one::get);
        assertTrue(ProgramJvm.goneWithin(30, first));
        assertFalse(two.isDone());
        assertTrue(ProcessHandle.of(second).orElseThrow().isAlive());
        assertNotEquals(first, pool.submit(() -> pid()).get());
        assertFalse(one.cancel(true) && !one.isCancelled());
    }

    @Test
    void aTaskThatIsCancelledBeforeItBeginsNeverDoes() throws Exception {
        ProcessPool pool = pool(1);
        int to = port;
        Future<?> running = pool.submit(staying(to));
        long worker = reports.nextPid();
        Future<?> waiting = pool.submit(() -> Reports.send(to, "begun"));
        assertTrue(waiting.cancel(false));
        assertTrue(running.cancel(false), "the task goes on, but nobody gets its result");
        assertTrue(ProcessHandle.of(worker).orElseThrow().isAlive());
        Future<?> last = pool.submit(() -> Reports.send(to, "last"));
        ProcessHandle.of(worker).orElseThrow().destroyForcibly();
        assertNull(last.get());
        assertEquals("last", reports.next());
    }

    @Test
    void quickTasksThatWereSentAheadDoNotWaitBehindASlowOne() throws Exception {
        ProcessPool pool = pool(2);
        int to = port;
        for (int round = 0; round < 2; round++) {
            List<Future<Integer>> quick = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                quick.add(pool.submit(() -> 1));
            }
            Future<?> slow = pool.submit(staying(to));
            for (int i = 0; i < 200; i++) {
                quick.add(pool.submit(() -> 1));
            }
            for (Future<Integer> future : quick) {
                assertEquals(1, future.get());
            }
            long _ = reports.nextPid();
            assertTrue(slow.cancel(true));
        }
    }

    @Test
    void anInterruptedThreadMaySubmit() throws Exception {
        ProcessPool pool = pool(1);
        assertEquals(0, pool.submit(() -> 0).get());
        Thread.currentThread().interrupt();
        Future<Integer> future = pool.submit(() -> 1);
        assertTrue(Thread.interrupted());
        assertEquals(1, future.get());
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> pool.invokeAll(List.<ProcessCallable<Integer>>of(() -> 1)));
    }

    @Test
    void stagesMayWaitForFurtherTasks() throws Exception {
        ProcessPool pool = pool(1);
        CompletableFuture<Integer> sum = pool.submit(() -> 1);
        for (int i = 0; i < 50; i++) {
            sum = sum.thenApply(n -> n + pool.submit(() -> 1).join()).thenCompose(n -> pool.submit(() -> n + 1));
        }
        assertEquals(101, sum.get());
        assertEquals(1, pool.submit(() -> 1).thenApply(n -> {
            pool.close();
            return n;
        }).get());
    }

    @Test
    void virtualThreadsMayCallInAnyNumber() throws Exception {
        ProcessPool pool = pool(2);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> futures = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                int n = i;
                futures.add(threads.submit(() -> pool.submit(() -> n).get()));
            }
            for (int i = 0; i < 500; i++) {
                assertEquals(i, futures.get(i).get());
            }
        }
    }

    @Test
    void workersAreReplacedAfterTheirTasks() throws Exception {
        ProcessPool pool = pool(ProcessPool.builder().workers(1).maxTasksPerWorker(2));
        List<Long> pids = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            pids.add(pool.submit(() -> pid()).get());
        }
        Set<Long> different = new HashSet<>(pids);
        assertEquals(3, different.size(), pids::toString);
        assertEquals(0, pool.progress().failed());
    }

    @Test
    void workersAreReplacedWhenTheyAreOldOrLarge() throws Exception {
        ProcessPool old = pool(ProcessPool.builder().workers(1).maxAge(java.time.Duration.ofMillis(1)));
        long first = old.submit(() -> pid()).get();
        while (old.submit(() -> pid()).get() == first) {
            Thread.onSpinWait();
        }
        ProcessPool large = pool(ProcessPool.builder().workers(1).maxMemoryPerWorker(1));
        long small = large.submit(() -> pid()).get();
        while (large.submit(() -> pid()).get() == small) {
            Thread.onSpinWait();
        }
        assertEquals(0, old.progress().failed() + large.progress().failed());
    }

    @Test
    void idleWorkersEndDownToTheLeastNumber() throws Exception {
        ProcessPool pool = pool(
                ProcessPool.builder().workers(3).minWorkers(1).keepAlive(java.time.Duration.ofMillis(50)));
        int to = port;
        for (int i = 0; i < 3; i++) {
            Future<?> _ = pool.submit(staying(to));
            long _ = reports.nextPid();
        }
        await(() -> pool.progress().workers() == 3);
        List<ChildProcess> workers = ChildProcess.active();
        assertEquals(3, workers.size());
        workers.forEach(ChildProcess::kill);
        assertEquals(1, pool.submit(() -> 1).get());
        await(() -> ChildProcess.active().size() == 1);
        assertEquals(2, pool.submit(() -> 2).get());
    }

    @Test
    void eachWorkerIsInitializedOnceAndHasItsOptions() throws Exception {
        ProcessPool pool = pool(ProcessPool.builder()
                .workers(1)
                .initializer(() -> System.setProperty("initialized", System.getProperty("initialized", "") + "x"))
                .jvmOptions("-Dmalt=pale")
                .child(child -> child.environment("HOPS", "none")));
        for (int i = 0; i < 3; i++) {
            assertEquals(
                    "x pale none",
                    pool.submit(() -> System.getProperty("initialized") + " " + System.getProperty("malt") + " "
                            + System.getenv("HOPS")).get());
        }
        assertThrows(
                SerializationException.class,
                () -> ProcessPool.builder().initializer(new Object() {
                    ProcessTask task() {
                        return () -> System.out.println(this);
                    }
                }.task()).build());
    }

    @Test
    void progressIsToldToTheLast() throws Exception {
        LinkedBlockingQueue<ProcessPool.Progress> told = new LinkedBlockingQueue<>();
        ProcessPool pool = pool(ProcessPool.builder().workers(1).onProgress(told::add));
        for (int i = 0; i < 10; i++) {
            Future<?> _ = pool.submit(NOTHING);
        }
        Future<?> bad = pool.submit(() -> {
            throw new IllegalStateException();
        });
        ProcessPool.Progress last = told.take();
        while (last.done() < 11) {
            assertTrue(last.running() <= 1, last::toString);
            last = told.take();
        }
        assertEquals(10, last.succeeded());
        assertEquals(1, last.failed());
        assertTrue(bad.isDone() || failureOf(bad) != null);
    }
}
