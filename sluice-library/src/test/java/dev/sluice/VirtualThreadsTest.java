package dev.sluice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.contract.SluiceTest;
import dev.sluice.peer.Job;
import dev.sluice.peer.PeerJvm;
import dev.sluice.peer.Running;
import dev.sluice.peer.Stillness;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A thousand virtual threads wait in a process that has two carriers, and keep none of them. */
final class VirtualThreadsTest extends SluiceTest {
    private static final int THREADS = 1_000;
    private static PeerJvm peer;

    @BeforeAll
    static void startPeer() {
        peer = PeerJvm.start(
                PeerJvm.Mode.ofThisJvm(),
                "-Djdk.virtualThreadScheduler.parallelism=2",
                "-Djdk.virtualThreadScheduler.maxPoolSize=2");
    }

    @AfterAll
    static void closePeer() {
        peer.close();
    }

    /** Something that waits. */
    private interface Wait<H> extends Job<H, Object> {}

    /** Lets all threads wait, shows that others run meanwhile, says so, and sums up what the waits returned. */
    private static <H> int waitInAll(H handle, Wait<H> wait, ProcessQueue<Boolean> ready) throws Exception {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Object> call = () -> wait.on(handle);
            List<Future<Object>> waiting = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                waiting.add(executor.submit(call));
            }
            for (int i = 0; i < 10; i++) {
                assertEquals("runs", executor.submit(() -> "runs").get(10, TimeUnit.SECONDS));
            }
            ready.put(true);
            ready.close();
            int sum = 0;
            for (Future<Object> each : waiting) {
                sum += each.get() instanceof Integer number ? number : 1;
            }
            return sum;
        }
    }

    private <H extends AutoCloseable> Running<Integer> startWaiting(H handle, Wait<H> wait) throws Exception {
        ProcessQueue<Boolean> ready = keep(ProcessQueue.create());
        Running<Integer> all = peer.run(handle, h -> waitInAll(h, wait, ready));
        assertTrue(ready.get(LONG));
        return all;
    }

    @Test
    void aThousandVirtualThreadsWaitForElements() throws Exception {
        ProcessQueue<Integer> queue = keep(ProcessQueue.create());
        Running<Integer> taking = startWaiting(queue, ProcessQueue::take);
        for (int i = 0; i < THREADS; i++) {
            queue.put(2);
        }
        assertEquals(2 * THREADS, taking.get());
        assertTrue(queue.isEmpty());
    }

    @Test
    void aThousandVirtualThreadsWaitForRoom() throws Exception {
        ProcessQueue<Integer> queue = keep(ProcessQueue.create(1));
        queue.put(0);
        Running<Integer> putting = startWaiting(queue, q -> {
            q.put(1);
            return 1;
        });
        int sum = 0;
        for (int i = 0; i <= THREADS; i++) {
            sum += queue.get(LONG);
        }
        assertEquals(THREADS, sum);
        assertEquals(THREADS, putting.get());
    }

    @Test
    void aThousandVirtualThreadsWaitWithTimeOuts() throws Exception {
        ProcessQueue<Integer> queue = keep(ProcessQueue.create(1));
        Running<Integer> polling = startWaiting(queue, q -> {
            long before = System.nanoTime();
            assertEquals(null, q.poll(300, TimeUnit.MILLISECONDS));
            assertTrue(System.nanoTime() - before >= 300_000_000, "early");
            return 1;
        });
        assertEquals(THREADS, polling.get());
    }

    @Test
    void shutdownEndsAThousandVirtualThreads() throws Exception {
        ProcessQueue<Integer> queue = keep(ProcessQueue.create());
        Running<Integer> taking = startWaiting(queue, q -> {
            try {
                return q.take();
            } catch (QueueShutdownException e) {
                return 3;
            }
        });
        queue.shutdown();
        assertEquals(3 * THREADS, taking.get());
    }

    @Test
    void aThousandVirtualThreadsWaitForAMessage() throws Exception {
        Pipe pipe = keep(Pipe.duplex());
        Running<Integer> receiving = startWaiting(pipe.second(), Connection::recv);
        for (int i = 0; i < THREADS; i++) {
            pipe.first().send(4);
        }
        assertEquals(4 * THREADS, receiving.get());
    }

    @Test
    void aThousandVirtualThreadsJoin() throws Exception {
        JoinableQueue<Integer> queue = keep(JoinableQueue.create());
        queue.put(1);
        Running<Integer> joining = startWaiting(queue, q -> q.join(LONG));
        queue.take();
        queue.taskDone();
        assertEquals(THREADS, joining.get());
    }

    @Test
    void anInterruptEndsTheWaitOfAVirtualThread() throws Exception {
        ProcessQueue<Integer> queue = keep(ProcessQueue.create());
        assertTrue(peer.run(queue, VirtualThreadsTest::interruptsAreObeyed).get());
    }

    private static boolean interruptsAreObeyed(ProcessQueue<Integer> queue) throws InterruptedException {
        List<Thread> waiting = new ArrayList<>();
        var obeyed = new AtomicInteger();
        for (int i = 0; i < 50; i++) {
            waiting.add(Thread.startVirtualThread(() -> {
                try {
                    queue.take();
                } catch (InterruptedException e) {
                    obeyed.addAndGet(Thread.currentThread().isInterrupted() ? 0 : 1);
                }
            }));
        }
        for (Thread each : waiting) {
            Stillness.await(each);
            each.interrupt();
        }
        for (Thread each : waiting) {
            each.join();
        }
        assertEquals(50, obeyed.get());
        return true;
    }
}
