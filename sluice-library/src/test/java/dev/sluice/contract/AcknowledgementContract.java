package dev.sluice.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.JoinableQueue;
import dev.sluice.QueueClosedException;
import dev.sluice.peer.Running;
import dev.sluice.peer.Serialized;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@link JoinableQueue} promises of {@code taskDone} and {@code join}. */
public abstract class AcknowledgementContract extends JoinableContract {
    // taskDone

    @Test
    void taskDoneMoreOftenThanTakenFails() throws Exception {
        JoinableQueue<Integer> queue = queueOf(2);
        assertFails(IllegalStateException.class, queue::taskDone);
        queue.take();
        queue.taskDone();
        assertFails(IllegalStateException.class, queue::taskDone);
        assertEquals(1, queue.take());
        queue.taskDone();
        assertTrue(isAllDone(queue));
    }

    @Get.Every
    void everyWayOfTakingWantsItsTaskDone(Get get) throws Exception {
        JoinableQueue<Integer> queue = queueOf(1);
        get.from(queue);
        assertFalse(isAllDone(queue));
        queue.taskDone();
        assertTrue(isAllDone(queue));
        assertFails(IllegalStateException.class, queue::taskDone);
    }

    @Test
    void removingFromTheMiddleWantsItsTaskDone() throws Exception {
        JoinableQueue<Integer> queue = queueOf(3);
        assertTrue(queue.remove((Object) 1));
        Iterator<Integer> iterator = queue.iterator();
        iterator.next();
        iterator.remove();
        assertEquals(1, queue.drainTo(new ArrayList<>()));
        for (int i = 0; i < 3; i++) {
            assertFalse(isAllDone(queue));
            queue.taskDone();
        }
        assertTrue(isAllDone(queue));
    }

    @Test
    void lookingWantsNoTaskDone() {
        JoinableQueue<Integer> queue = queueOf(3);
        assertEquals(0, queue.peek());
        assertTrue(queue.contains(2));
        assertEquals(0, queue.iterator().next());
        assertFails(IllegalStateException.class, queue::taskDone);
    }

    @Test
    void clearCountsAsDone() throws Exception {
        JoinableQueue<Integer> queue = queueOf(3);
        queue.take();
        queue.clear();
        assertFalse(isAllDone(queue));
        queue.taskDone();
        assertTrue(isAllDone(queue));
    }

    @Test
    void taskDoneAcknowledgesTheOldestOfTheCallingThread() throws Exception {
        JoinableQueue<Integer> queue = queueOf(4);
        queue.take(); // 0, by this thread
        start(() -> {
            queue.take(); // 1, by the other thread
            queue.take(); // 2, by the other thread
            queue.taskDone(); // 1
            return true;
        }).get();
        queue.taskDone(); // 0
        JoinableQueue<Integer> survivor = keep(Serialized.copyOf(queue));
        queue.close();
        assertEquals(List.of(2, 3), takeAllOf(survivor));
    }

    @Test
    void taskDoneAcknowledgesTheOldestOfTheProcessIfTheThreadHoldsNone() throws Exception {
        JoinableQueue<Integer> queue = queueOf(2);
        start(queue::take).get();
        start(queue::take).get();
        queue.taskDone();
        JoinableQueue<Integer> survivor = keep(Serialized.copyOf(queue));
        queue.close();
        assertEquals(List.of(1), takeAllOf(survivor));
    }

    @Test
    void taskDoneElsewhereDoesNotAcknowledgeWhatThisProcessHolds() throws Exception {
        JoinableQueue<Integer> queue = queueOf(2);
        queue.take();
        assertEquals(1, give(Serialized.copyOf(queue), QueueContract::takeAndAcknowledge).get());
        assertFalse(isAllDone(queue));
        queue.taskDone();
        assertTrue(isAllDone(queue));
    }

    @Test
    void elementsThatAreHeldDoNotCountAsQueued() throws Exception {
        JoinableQueue<Integer> queue = queueOf(SIZE);
        assertTrue(queue.isFull());
        queue.take();
        assertEquals(SIZE - 1, queue.size());
        assertEquals(1, queue.remainingCapacity());
        assertTrue(queue.offer(99));
        queue.taskDone();
        assertEquals(SIZE, queue.size());
    }

    // join

    @Test
    void joinOfANewQueueReturnsAtOnce() throws Throwable {
        assertPrompt(() -> queue().join());
        assertTrue(isAllDone(queue()));
    }

    private static void assertTaskDoneEnds(Running<Boolean> joining, JoinableQueue<?> queue) throws Exception {
        assertFalse(joining.isDone());
        queue.taskDone();
        assertTrue(joining.get());
    }

    @Test
    void joinWaitsUntilTheOtherSideHasDoneEverything() throws Exception {
        JoinableQueue<Integer> queue = queueOf(5);
        var joining = startBlocked(() -> queue.join(LONG));
        elsewhere(queue, q -> QueueContract.takeAll(q, 4)).get();
        assertFalse(joining.isDone());
        elsewhere(queue, q -> QueueContract.takeAll(q, 1)).get();
        assertTrue(joining.get());
    }

    @Test
    void joinElsewhereWaitsUntilThisSideHasDoneEverything() throws Exception {
        JoinableQueue<Integer> queue = queueOf(2);
        Running<Boolean> joining = elsewhere(queue, q -> {
            q.join();
            return true;
        }).awaitBlocked();
        queue.take();
        queue.take();
        queue.taskDone();
        assertTaskDoneEnds(joining, queue);
    }

    @Test
    void joinEndsInTimeWithoutSuccess() throws Throwable {
        JoinableQueue<Integer> queue = queueOf(1);
        assertLasts(SHORT, () -> assertFalse(queue.join(SHORT)));
        assertPrompt(() -> assertFalse(queue.join(Duration.ofSeconds(-1))));
    }

    @Test
    void anInterruptEndsJoin() throws Exception {
        JoinableQueue<Integer> queue = queueOf(1);
        assertInterruptEnds(startBlocked(() -> {
            queue.join();
            return true;
        }));
        assertInterruptEnds(startBlocked(() -> queue.join(LONG)));
        assertRefusesInterrupted(queue::join);
        assertRefusesInterrupted(() -> queue.join(LONG));
    }

    @Test
    void closeEndsJoin() throws Exception {
        JoinableQueue<Integer> queue = queueOf(1);
        var joining = startBlocked(() -> queue.join(LONG));
        queue.close();
        assertFails(QueueClosedException.class, joining::get);
        assertFails(QueueClosedException.class, queue::join);
        assertFails(QueueClosedException.class, queue::taskDone);
        assertFails(QueueClosedException.class, queue::receive);
    }

    @Test
    void joinAfterShutdownStillWaitsForWhatWasTaken() throws Exception {
        JoinableQueue<Integer> queue = queueOf(2);
        queue.take();
        queue.shutdown();
        var joining = startBlocked(() -> queue.join(LONG));
        queue.take();
        queue.taskDone();
        assertTaskDoneEnds(joining, queue);
    }

    @Test
    void shutdownNowCountsTheDiscardedAsDone() throws Exception {
        JoinableQueue<Integer> queue = queueOf(3);
        queue.take();
        var joining = startBlocked(() -> queue.join(LONG));
        queue.shutdownNow();
        assertTaskDoneEnds(joining, queue);
    }
}
