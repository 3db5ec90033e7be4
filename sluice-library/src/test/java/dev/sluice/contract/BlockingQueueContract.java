package dev.sluice.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.ProcessQueue;
import dev.sluice.peer.Running;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@link BlockingQueue} promises. */
public abstract class BlockingQueueContract extends CollectionContract {
    // Size and room

    @Test
    void aNewQueueIsEmptyAndHasAllItsRoom() {
        ProcessQueue<Integer> queue = queue(SIZE);
        assertTrue(queue.isEmpty());
        assertEquals(0, queue.size());
        assertEquals(SIZE, queue.remainingCapacity());
    }

    @Test
    void sizeAndRoomFollowEveryPutAndTake() throws InterruptedException {
        ProcessQueue<Integer> queue = queue(SIZE);
        for (int i = 0; i < SIZE; i++) {
            assertEquals(SIZE - i, queue.remainingCapacity());
            assertEquals(i, queue.size());
            assertTrue(queue.add(i));
            assertFalse(queue.isEmpty());
        }
        for (int i = 0; i < SIZE; i++) {
            assertEquals(i, queue.remainingCapacity());
            assertEquals(SIZE - i, queue.size());
            assertEquals(i, takeAndAcknowledge(queue));
        }
        assertTrue(queue.isEmpty());
    }

    @Test
    void aQueueWithoutBoundHasRoomForAnyNumber() {
        ProcessQueue<Integer> queue = unbounded();
        assertEquals(Integer.MAX_VALUE, queue.remainingCapacity());
        queue.addAll(numbers(5_000));
        assertEquals(5_000, queue.size());
        assertEquals(Integer.MAX_VALUE, queue.remainingCapacity());
    }

    // Null

    @Put.Every
    void nullIsNeverPut(Put put) {
        ProcessQueue<Object> queue = queue(SIZE);
        assertFails(NullPointerException.class, () -> put.into(queue, null));
        assertTrue(queue.isEmpty());
    }

    static List<QueueCall> callsWithNull() {
        return List.of(
                QueueCall.of("addAll", queue -> queue.addAll(null)),
                QueueCall.asking("containsAll", queue -> queue.containsAll(null)),
                QueueCall.of("removeAll", queue -> queue.removeAll(null)),
                QueueCall.of("retainAll", queue -> queue.retainAll(null)),
                QueueCall.of("removeIf", queue -> queue.removeIf(null)),
                QueueCall.of("forEach", queue -> queue.forEach(null)),
                QueueCall.asking("toArray", queue -> queue.toArray((Object[]) null)),
                QueueCall.of("drainTo", queue -> queue.drainTo(null)),
                QueueCall.of("drainTo some", queue -> queue.drainTo(null, 1)));
    }

    @ParameterizedTest
    @MethodSource("callsWithNull")
    void aNullArgumentIsRefused(QueueCall call) {
        ProcessQueue<Object> queue = queueOf(SIZE, "a");
        assertThrows(NullPointerException.class, () -> call.effect().on(queue));
        assertEquals(1, queue.size());
    }

    @Test
    void nullIsNeverContained() {
        ProcessQueue<Integer> queue = filled();
        assertFalse(queue.contains(null));
        assertFalse(queue.remove(null));
        assertEquals(SIZE, queue.size());
    }

    // Putting and taking

    @Put.Every
    void whatWasPutIsTakenInOrder(Put put) throws InterruptedException {
        ProcessQueue<Integer> queue = queue(SIZE);
        for (int i = 0; i < SIZE; i++) {
            assertTrue(put.into(queue, i));
        }
        assertEquals(numbers(SIZE), takeAll(queue, SIZE));
    }

    @Get.Every
    void everyWayOfTakingKeepsTheOrder(Get get) throws InterruptedException {
        ProcessQueue<Integer> queue = filled(SIZE);
        for (int i = 0; i < SIZE; i++) {
            assertEquals(i, get.doneFrom(queue));
        }
        assertTrue(queue.isEmpty());
    }

    @Put.Every
    void whatWasPutHereIsTakenElsewhereInOrder(Put put) throws Exception {
        ProcessQueue<Integer> queue = queue(3);
        Running<List<Integer>> taken = elsewhere(queue, q -> takeAll(q, SIZE));
        for (int i = 0; i < SIZE; i++) {
            while (!put.into(queue, i)) {
                Thread.onSpinWait();
            }
        }
        assertEquals(numbers(SIZE), taken.get());
    }

    @Get.Every
    void whatWasPutElsewhereIsTakenHereInOrder(Get get) throws Exception {
        ProcessQueue<Integer> queue = queue(3);
        Running<Boolean> put = elsewhere(queue, q -> {
            for (int i = 0; i < SIZE; i++) {
                q.put(i);
            }
            return true;
        });
        for (int i = 0; i < SIZE; i++) {
            Object taken = get.from(queue);
            while (taken == null) {
                taken = get.from(queue);
            }
            assertEquals(i, taken);
        }
        assertTrue(put.get());
    }

    @Test
    void aFullQueueRefusesWhatDoesNotWait() throws Throwable {
        ProcessQueue<Integer> queue = filled(SIZE);
        assertFalse(queue.offer(99));
        assertFails(IllegalStateException.class, () -> queue.add(99));
        assertLasts(SHORT, () -> assertFalse(queue.offer(99, SHORT.toMillis(), TimeUnit.MILLISECONDS)));
        assertFalse(queue.offer(99, 0, TimeUnit.SECONDS));
        assertFalse(queue.offer(99, -1, TimeUnit.SECONDS));
        assertEquals(numbers(SIZE), takeAll(queue, SIZE));
    }

    @Test
    void anEmptyQueueGivesNothingToWhatDoesNotWait() throws Throwable {
        ProcessQueue<Integer> queue = queue(SIZE);
        assertNull(queue.poll());
        assertNull(queue.peek());
        assertFails(NoSuchElementException.class, queue::element);
        assertFails(NoSuchElementException.class, queue::remove);
        assertLasts(SHORT, () -> assertNull(queue.poll(SHORT.toMillis(), TimeUnit.MILLISECONDS)));
        assertNull(queue.poll(0, TimeUnit.SECONDS));
        assertNull(queue.poll(-1, TimeUnit.SECONDS));
    }

    @Test
    void peekAndElementShowTheHeadAndLeaveIt() {
        ProcessQueue<Integer> queue = filled();
        for (int i = 0; i < SIZE; i++) {
            assertEquals(i, queue.peek());
            assertEquals(i, queue.element());
            assertEquals(SIZE - i, queue.size());
            assertEquals(i, queue.remove());
        }
    }

    @Test
    void anElementIsCopiedAtThePut() throws InterruptedException {
        ProcessQueue<int[]> queue = queue(2);
        int[] element = {1, 2, 3};
        queue.put(element);
        element[0] = 99;
        queue.put(element);
        assertArrayEquals(new int[] {1, 2, 3}, queue.peek());
        assertArrayEquals(new int[] {1, 2, 3}, queue.take());
        assertArrayEquals(new int[] {99, 2, 3}, queue.take());
    }

    // Waiting

    @Put.EveryWaiting
    void aPutWaitsUntilTheOtherSideMakesRoom(Put put) throws Exception {
        ProcessQueue<Integer> queue = queueOf(1, 0);
        var waiting = startBlocked(() -> put.into(queue, 1));
        assertEquals(1, queue.size());
        assertEquals(0, elsewhere(queue, QueueContract::takeAndAcknowledge).get());
        assertTrue(waiting.get());
        assertEquals(1, queue.take());
    }

    @Get.EveryWaiting
    void aGetWaitsUntilTheOtherSidePuts(Get get) throws Exception {
        ProcessQueue<Integer> queue = queue(1);
        var waiting = startBlocked(() -> get.from(queue));
        assertTrue(elsewhere(queue, q -> q.add(7)).get());
        assertEquals(7, waiting.get());
    }

    @Put.EveryWaiting
    void aPutElsewhereWaitsUntilThisSideMakesRoom(Put put) throws Exception {
        ProcessQueue<Integer> queue = queueOf(1, 0);
        Running<Boolean> waiting = elsewhere(queue, q -> put.into(q, 1)).awaitBlocked();
        assertFalse(waiting.isDone());
        assertEquals(0, takeAndAcknowledge(queue));
        assertTrue(waiting.get());
        assertEquals(1, queue.take());
    }

    @Get.EveryWaiting
    void aGetElsewhereWaitsUntilThisSidePuts(Get get) throws Exception {
        ProcessQueue<Integer> queue = queue(1);
        Running<Object> waiting = elsewhere(queue, get::doneFrom).awaitBlocked();
        assertFalse(waiting.isDone());
        assertTrue(queue.add(7));
        assertEquals(7, waiting.get());
    }

    @Put.EveryWaiting
    void anInterruptEndsAWaitForRoomAndPutsNothing(Put put) throws Exception {
        ProcessQueue<Integer> queue = queueOf(1, 0);
        assertInterruptEnds(startBlocked(() -> put.into(queue, 1)));
        assertEquals(0, takeAndAcknowledge(queue));
        assertTrue(queue.isEmpty());
    }

    @Get.EveryWaiting
    void anInterruptEndsAWaitForAnElementAndTakesNothing(Get get) throws Exception {
        ProcessQueue<Integer> queue = queue(1);
        assertInterruptEnds(startBlocked(() -> get.from(queue)));
        queue.add(3);
        assertEquals(3, queue.take());
    }

    @Put.EveryWaiting
    void anInterruptBeforeAWaitingPutPutsNothing(Put put) {
        ProcessQueue<Integer> queue = queue(SIZE);
        assertRefusesInterrupted(() -> put.into(queue, 1));
        assertTrue(queue.isEmpty());
    }

    @Get.EveryWaiting
    void anInterruptBeforeAWaitingGetTakesNothing(Get get) {
        ProcessQueue<Integer> queue = filled();
        assertRefusesInterrupted(() -> get.from(queue));
        assertEquals(SIZE, queue.size());
    }

    static List<QueueCall> callsThatNeverWait() {
        return List.of(
                QueueCall.of("add", queue -> queue.add(1)),
                QueueCall.of("offer", queue -> queue.offer(1)),
                QueueCall.of("poll", ProcessQueue::poll),
                QueueCall.of("remove", ProcessQueue::remove),
                QueueCall.asking("peek", ProcessQueue::peek),
                QueueCall.asking("size", ProcessQueue::size),
                QueueCall.asking("contains", queue -> queue.contains(1)),
                QueueCall.of("remove one", queue -> queue.remove(1)),
                QueueCall.asking("iterator", queue -> queue.iterator().next()),
                QueueCall.of("drainTo", queue -> queue.drainTo(new ArrayList<>())),
                QueueCall.of("clear", ProcessQueue::clear));
    }

    @ParameterizedTest
    @MethodSource("callsThatNeverWait")
    void anInterruptDoesNotDisturbWhatNeverWaits(QueueCall call) throws Exception {
        ProcessQueue<Object> queue = queueOf(SIZE, 1, 2);
        Thread.currentThread().interrupt();
        try {
            call.effect().on(queue);
            assertTrue(Thread.currentThread().isInterrupted());
        } finally {
            Thread.interrupted();
        }
    }

    // Many at once

    @Test
    void tenSendersAndTenReceiversShareOnePlace() throws Exception {
        assertNothingIsLostOrDoubled(queue(1), 10, 100);
    }

    @Test
    void manySendersAndReceiversShareAQueueWithoutBound() throws Exception {
        assertNothingIsLostOrDoubled(unbounded(), 4, 1_000);
    }

    private void assertNothingIsLostOrDoubled(ProcessQueue<Integer> queue, int sides, int each) throws Exception {
        List<Running<Boolean>> senders = new ArrayList<>();
        List<Running<List<Integer>>> receivers = new ArrayList<>();
        for (int s = 0; s < sides; s++) {
            int first = s * each;
            senders.add(s % 2 == 0 ? elsewhere(queue, q -> putRange(q, first, each))
                    : start(() -> putRange(queue, first, each)));
            receivers.add(s % 2 == 1 ? elsewhere(queue, q -> takeAll(q, each)) : start(() -> takeAll(queue, each)));
        }
        for (var sender : senders) {
            assertTrue(sender.get());
        }
        List<Integer> taken = new ArrayList<>();
        for (var receiver : receivers) {
            List<Integer> part = receiver.get();
            assertEachSenderInOrder(part, each);
            taken.addAll(part);
        }
        Collections.sort(taken);
        assertEquals(numbers(sides * each), taken);
        assertTrue(queue.isEmpty());
    }

    private static boolean putRange(ProcessQueue<Integer> queue, int first, int count) throws InterruptedException {
        for (int i = first; i < first + count; i++) {
            queue.put(i);
        }
        return true;
    }

    private static void assertEachSenderInOrder(List<Integer> taken, int each) {
        var bySender = taken.stream().collect(Collectors.groupingBy(i -> i / each));
        bySender.values().forEach(part -> assertEquals(part.stream().sorted().toList(), part));
    }
}
