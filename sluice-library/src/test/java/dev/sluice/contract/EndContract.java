package dev.sluice.contract;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.JoinableQueue;
import dev.sluice.ProcessQueue;
import dev.sluice.QueueClosedException;
import dev.sluice.QueueShutdownException;
import dev.sluice.peer.Job;
import dev.sluice.peer.OtherThread;
import dev.sluice.peer.Running;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@link ProcessQueue} promises of its end: {@code shutdown}, for all, and {@code close}, for one handle. */
public abstract class EndContract extends QueueContract {
    // Shutdown

    @Put.Every
    void afterShutdownNothingIsPut(Put put) {
        ProcessQueue<Integer> queue = queueOf(3, 1);
        queue.shutdown();
        assertTrue(queue.isShutdown());
        assertFails(QueueShutdownException.class, () -> put.into(queue, 2));
        assertEquals(1, queue.size());
    }

    @ParameterizedTest
    @EnumSource(value = Get.class, names = {"REMOVE", "DRAIN_TO"}, mode = EnumSource.Mode.EXCLUDE)
    void afterShutdownWhatIsLeftIsTakenAndThenAllFail(Get get) throws Exception {
        ProcessQueue<Integer> queue = queueOf(3, 1, 2);
        queue.shutdown();
        assertEquals(1, get.from(queue));
        assertEquals(2, get.from(queue));
        assertFails(QueueShutdownException.class, () -> get.from(queue));
        assertFails(QueueShutdownException.class, () -> get.from(queue));
    }

    @Test
    void afterShutdownAnEmptyQueueLooksEmpty() {
        ProcessQueue<Integer> queue = queue(3);
        queue.shutdown();
        assertNull(queue.peek());
        assertEquals(0, queue.drainTo(new ArrayList<>()));
        assertFalse(queue.iterator().hasNext());
        assertFalse(queue.untilShutdown().iterator().hasNext());
        assertTrue(queue.isEmpty());
    }

    @Test
    void shutdownTwiceIsHarmless() {
        ProcessQueue<Integer> queue = queue(3);
        assertFalse(queue.isShutdown());
        queue.shutdown();
        queue.shutdown();
        queue.shutdownNow();
        assertTrue(queue.isShutdown());
    }

    @Put.EveryWaiting
    void shutdownByTheOtherSideEndsAWaitForRoom(Put put) throws Exception {
        ProcessQueue<Integer> queue = queueOf(1, 0);
        var waiting = startBlocked(() -> put.into(queue, 1));
        elsewhere(queue, done(ProcessQueue::shutdown)).get();
        assertFails(QueueShutdownException.class, waiting::get);
        assertEquals(0, queue.take());
        assertFails(QueueShutdownException.class, queue::take);
    }

    @Get.EveryWaiting
    void shutdownByTheOtherSideEndsAWaitForAnElement(Get get) throws Exception {
        ProcessQueue<Integer> queue = queue(1);
        var waiting = startBlocked(() -> get.from(queue));
        elsewhere(queue, done(ProcessQueue::shutdown)).get();
        assertFails(QueueShutdownException.class, waiting::get);
    }

    @Test
    void shutdownEndsAllWhoWaitOnBothSides() throws Exception {
        ProcessQueue<Integer> empty = queue(1);
        ProcessQueue<Integer> full = queueOf(1, 0);
        List<Running<?>> waiting = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            waiting.add(start(empty::take));
            waiting.add(elsewhere(empty, q -> q.get()));
            waiting.add(start(() -> Put.PUT.into(full, 1)));
            waiting.add(elsewhere(full, q -> Put.PUT.into(q, 1)));
        }
        for (var each : waiting) {
            each.awaitBlocked();
        }
        empty.shutdown();
        full.shutdown();
        for (var each : waiting) {
            assertFails(QueueShutdownException.class, each::get);
        }
    }

    @Test
    void oneShutdownEndsAnyNumberOfConsumers() throws Exception {
        ProcessQueue<Integer> queue = queue(4);
        List<Running<Integer>> consumers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            consumers.add(elsewhere(queue, EndContract::consumeUntilShutdown));
            consumers.add(start(() -> consumeUntilShutdown(queue)));
        }
        for (int i = 0; i < 100; i++) {
            queue.put(1);
        }
        queue.shutdown();
        int sum = 0;
        for (var consumer : consumers) {
            sum += consumer.get();
        }
        assertEquals(100, sum);
    }

    private static int consumeUntilShutdown(ProcessQueue<Integer> queue) {
        int sum = 0;
        for (int element : queue.untilShutdown()) {
            sum += element;
            if (queue instanceof JoinableQueue<Integer> joinable) {
                joinable.taskDone();
            }
        }
        return sum;
    }

    @Test
    void untilShutdownIsEndedByAnInterruptWithTheFlagSet() throws Exception {
        ProcessQueue<Integer> queue = queueOf(2, 1);
        var loop = startBlocked(() -> {
            int seen = 0;
            for (int element : queue.untilShutdown()) {
                seen += element;
            }
            return List.of(seen, Thread.currentThread().isInterrupted());
        });
        assertEquals(List.of(1, true), loop.interrupt().get());
        assertFalse(queue.isShutdown());
    }

    @Test
    void untilShutdownTakesOnlyWhatItHandsOut() throws Exception {
        ProcessQueue<Integer> queue = queueOf(5, 1, 2, 3);
        Iterator<Integer> iterator = queue.untilShutdown().iterator();
        assertTrue(iterator.hasNext());
        assertEquals(1, iterator.next());
        assertEquals(2, queue.take());
        assertEquals(3, iterator.next());
    }

    @Test
    void shutdownNowDiscardsWhatIsQueued() throws Exception {
        ProcessQueue<Integer> queue = queueOf(3, 1, 2, 3);
        Running<Boolean> putting = elsewhere(queue, q -> Put.PUT.into(q, 4)).awaitBlocked();
        queue.shutdownNow();
        assertTrue(queue.isShutdown());
        assertEquals(0, queue.size());
        assertFails(QueueShutdownException.class, queue::take);
        assertFails(QueueShutdownException.class, putting::get);
    }

    // Close

    static List<QueueCall> callsOnAHandle() {
        return List.of(
                QueueCall.of("put", q -> q.put(1)),
                QueueCall.of("put timed", q -> q.put(1, LONG)),
                QueueCall.of("putNoWait", q -> q.putNoWait(1)),
                QueueCall.of("add", q -> q.add(1)),
                QueueCall.of("offer", q -> q.offer(1)),
                QueueCall.of("get", ProcessQueue::get),
                QueueCall.of("get timed", q -> q.get(LONG)),
                QueueCall.of("getNoWait", ProcessQueue::getNoWait),
                QueueCall.of("take", ProcessQueue::take),
                QueueCall.of("poll", ProcessQueue::poll),
                QueueCall.asking("peek", ProcessQueue::peek),
                QueueCall.asking("size", ProcessQueue::size),
                QueueCall.asking("isEmpty", ProcessQueue::isEmpty),
                QueueCall.asking("isFull", ProcessQueue::isFull),
                QueueCall.asking("remainingCapacity", ProcessQueue::remainingCapacity),
                QueueCall.asking("contains", q -> q.contains(1)),
                QueueCall.of("remove", q -> q.remove(1)),
                QueueCall.of("clear", ProcessQueue::clear),
                QueueCall.of("drainTo", q -> q.drainTo(new ArrayList<>())),
                QueueCall.asking("iterator", q -> q.iterator().hasNext()),
                QueueCall.asking("untilShutdown", q -> q.untilShutdown().iterator().hasNext()),
                QueueCall.of("shutdown", ProcessQueue::shutdown),
                QueueCall.of("shutdownNow", ProcessQueue::shutdownNow));
    }

    @ParameterizedTest
    @MethodSource("callsOnAHandle")
    void afterCloseEveryCallFails(QueueCall call) {
        ProcessQueue<Object> queue = queueOf(3, 1);
        queue.close();
        assertFails(QueueClosedException.class, () -> call.effect().on(queue));
    }

    @Put.EveryWaiting
    void closeEndsAWaitForRoomAtOnce(Put put) throws Throwable {
        ProcessQueue<Integer> queue = queueOf(1, 0);
        assertCloseEnds(queue, () -> put.into(queue, 1));
    }

    @Get.EveryWaiting
    void closeEndsAWaitForAnElementAtOnce(Get get) throws Throwable {
        ProcessQueue<Integer> queue = queue(1);
        assertCloseEnds(queue, () -> get.from(queue));
    }

    private static void assertCloseEnds(ProcessQueue<?> queue, OtherThread.Work<?> waiting)
            throws Throwable {
        var first = startBlocked(waiting);
        var second = startBlocked(waiting);
        queue.close();
        assertPrompt(() -> {
            assertFails(QueueClosedException.class, first::get);
            assertFails(QueueClosedException.class, second::get);
        });
    }

    @Test
    void closingTwiceIsHarmless() {
        ProcessQueue<Integer> queue = queue(1);
        queue.close();
        assertDoesNotThrow(queue::close);
    }

    @Test
    void closingWhileOthersAreBusyHarmsNobody() throws Exception {
        for (int round = 0; round < 20; round++) {
            ProcessQueue<Integer> queue = queue(2);
            var putting = start(() -> loopUntilClosed(() -> queue.put(1)));
            var taking = start(() -> loopUntilClosed(queue::take));
            var looking = start(() -> loopUntilClosed(() -> {
                assertFalse(queue.size() < 0);
                assertFalse(queue.contains(queue.remainingCapacity() + 2));
            }));
            Thread.sleep(round % 4);
            queue.close();
            assertTrue(putting.get() && taking.get() && looking.get());
        }
    }

    private static boolean loopUntilClosed(Executable call) {
        assertThrows(QueueClosedException.class, () -> {
            while (true) {
                call.execute();
            }
        });
        return true;
    }

    @Test
    void closeConcernsOneHandleAlone() throws Exception {
        ProcessQueue<Integer> queue = queueOf(3, 1);
        Running<Integer> other = give(queue, q -> {
            q.put(2);
            return q.size();
        });
        assertEquals(2, other.get());
    }

    @Test
    void joinThreadAndCancelJoinThreadDoNothingInAnUnbufferedQueue() throws Throwable {
        ProcessQueue<Integer> queue = queueOf(2, 1);
        assertPrompt(queue::joinThread);
        assertDoesNotThrow(queue::cancelJoinThread);
        assertEquals(1, queue.take());
        queue.close();
        assertPrompt(queue::joinThread);
        assertDoesNotThrow(queue::cancelJoinThread);
    }

    /** A job for its effect. */
    private static <E> Job<ProcessQueue<E>, Boolean> done(Effect<E> effect) {
        return queue -> {
            effect.on(queue);
            return true;
        };
    }

    private interface Effect<E> extends Serializable {
        void on(ProcessQueue<E> queue) throws Exception;
    }
}
