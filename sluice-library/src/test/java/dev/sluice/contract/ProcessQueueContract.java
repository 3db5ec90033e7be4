package dev.sluice.contract;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.ElementTooLargeException;
import dev.sluice.JoinableQueue;
import dev.sluice.ProcessQueue;
import dev.sluice.QueueClosedException;
import dev.sluice.QueueEmptyException;
import dev.sluice.QueueFullException;
import dev.sluice.QueueShutdownException;
import dev.sluice.SerializationException;
import dev.sluice.peer.Job;
import dev.sluice.peer.OtherThread;
import dev.sluice.peer.Running;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link ProcessQueue} promises beyond a {@code BlockingQueue}. */
public abstract class ProcessQueueContract extends QueueContract {
    private static final int BUDGET_BYTES = 1_000;
    private static final int HUGE_BYTES = 200 << 20;

    // Bounds and exact answers

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void aBoundBelowOneIsRefused(int maxSize) {
        assertFails(IllegalArgumentException.class, () -> builder().maxSize(maxSize));
    }

    @Test
    void maxSizeIsTheBound() {
        assertEquals(7, queue(7).maxSize());
        assertEquals(Integer.MAX_VALUE, unbounded().maxSize());
    }

    @Test
    void aQueueIsFullWhenItsSizeReachesTheBound() {
        ProcessQueue<Integer> queue = queue(2);
        assertFalse(queue.isFull());
        queue.add(1);
        assertFalse(queue.isFull());
        queue.add(2);
        assertTrue(queue.isFull());
        queue.poll();
        assertFalse(queue.isFull());
        assertFalse(unbounded().isFull());
    }

    @Test
    void bothSidesAgreeOnTheSizeAtOnce() throws Exception {
        ProcessQueue<Integer> queue = queue(2);
        assertSizes(queue, 0, true, false, 2);
        queue.put(1);
        assertSizes(queue, 1, false, false, 1);
        elsewhere(queue, q -> q.add(2)).get();
        assertSizes(queue, 2, false, true, 0);
        queue.clear();
        assertSizes(queue, 0, true, false, 2);
    }

    private void assertSizes(ProcessQueue<?> queue, Object... expected) throws Exception {
        assertEquals(List.of(expected), sizes(queue));
        assertEquals(List.of(expected), elsewhere(queue, ProcessQueueContract::sizes).get());
    }

    private static List<Object> sizes(ProcessQueue<?> queue) {
        return List.of(queue.size(), queue.isEmpty(), queue.isFull(), queue.remainingCapacity());
    }

    @Test
    void theSizeIsNeverNegativeNorAboveTheBoundWhileBothSidesAreBusy() throws Exception {
        ProcessQueue<Integer> queue = queue(3);
        Running<Boolean> putting = elsewhere(queue, q -> {
            for (int i = 0; i < 3_000; i++) {
                q.put(i);
            }
            return true;
        });
        Running<Integer> taking = elsewhere(queue, q -> takeAll(q, 3_000).size());
        while (!taking.isDone()) {
            int size = queue.size();
            assertTrue(size >= 0 && size <= 3, () -> "size " + size);
            int room = queue.remainingCapacity();
            assertTrue(room >= 0 && room <= 3, () -> "room " + room);
        }
        assertTrue(putting.get());
        assertEquals(3_000, taking.get());
    }

    @Test
    void rightAfterAPutTheQueueIsNotEmptyAnywhere() throws Exception {
        ProcessQueue<Integer> queue = queue(1);
        for (int i = 0; i < 50; i++) {
            elsewhere(queue, q -> q.add(1)).get();
            assertFalse(queue.isEmpty());
            assertNotNull(queue.poll());
        }
    }

    // The forms of put and get

    @Test
    void aFullQueueFailsInEveryFormThatSaysSo() throws Throwable {
        ProcessQueue<Integer> queue = queueOf(1, 0);
        assertFails(QueueFullException.class, () -> queue.putNoWait(1));
        assertFails(QueueFullException.class, () -> queue.add(1));
        assertLasts(SHORT, () -> assertFails(QueueFullException.class, () -> queue.put(1, SHORT)));
        for (Duration none : List.of(Duration.ZERO, Duration.ofSeconds(-1))) {
            assertPrompt(() -> assertFails(QueueFullException.class, () -> queue.put(1, none)));
        }
        assertEquals(1, queue.size());
    }

    @Test
    void anEmptyQueueFailsInEveryFormThatSaysSo() throws Throwable {
        ProcessQueue<Integer> queue = queue(1);
        assertFails(QueueEmptyException.class, queue::getNoWait);
        assertFails(QueueEmptyException.class, queue::remove);
        assertFails(QueueEmptyException.class, queue::element);
        assertLasts(SHORT, () -> assertFails(QueueEmptyException.class, () -> queue.get(SHORT)));
        for (Duration none : List.of(Duration.ZERO, Duration.ofSeconds(-1))) {
            assertPrompt(() -> assertFails(QueueEmptyException.class, () -> queue.get(none)));
        }
    }

    @Test
    void aTimeOutTooLongForNanosecondsWaitsAsLongAsItTakes() throws Exception {
        ProcessQueue<Integer> queue = queue(1);
        Duration ages = Duration.ofSeconds(Long.MAX_VALUE);
        var getting = startBlocked(() -> queue.get(ages));
        queue.put(1, ages);
        assertEquals(1, getting.get());
        queue.put(2);
        var putting = startBlocked(() -> Put.PUT_TIMED.into(queue, 3, ages));
        assertEquals(2, queue.take());
        assertTrue(putting.get());
    }

    @Test
    void timeOutsElsewhereAreOnTimeWhateverThisSideDoes() throws Exception {
        ProcessQueue<Integer> queue = queueOf(1, 0);
        Running<Long> late = elsewhere(queue, q -> {
            long before = System.nanoTime();
            assertThrows(QueueFullException.class, () -> q.put(1, SHORT));
            return System.nanoTime() - before;
        });
        while (!late.isDone()) {
            assertEquals(1, queue.size());
            assertEquals(0, queue.peek());
        }
        assertTrue(late.get() >= SHORT.toNanos() && late.get() < SHORT.plusSeconds(1).toNanos(), () -> "" + late);
    }

    // Elements

    @Test
    void elementsOfManyKindsCrossBothWays() throws Exception {
        ProcessQueue<Object> queue = unbounded();
        List<Object> elements = Elements.ofManyKinds();
        queue.addAll(elements);
        int count = elements.size();
        elsewhere(queue, q -> {
            for (int i = 0; i < count; i++) {
                q.put(takeAndAcknowledge(q));
            }
            return true;
        }).get();
        assertEquals(elements, takeAll(queue, count));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 103, 104, 105, 4095, 4096, 4097, 65_535, 65_536, 65_537, 1 << 20})
    void elementsOfEverySizeCrossWhole(int length) throws Exception {
        ProcessQueue<byte[]> queue = build(this.<byte[]>builder().maxSize(4).codec(new Elements.PlainBytes()));
        Running<Boolean> received = elsewhere(queue, q -> {
            for (int seed = 0; seed < 9; seed++) {
                Payload.assertWhole(length, seed, takeAndAcknowledge(q));
            }
            return true;
        });
        for (int seed = 0; seed < 9; seed++) {
            queue.put(Payload.of(length, seed));
        }
        assertTrue(received.get());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 104, 65_537})
    void elementsOfEverySizeComeBackWhole(int length) throws Exception {
        ProcessQueue<byte[]> queue = queue(1);
        Running<Boolean> sent = elsewhere(queue, q -> Put.PUT.into(q, Payload.of(length, 5)));
        Payload.assertWhole(length, 5, queue.take());
        assertTrue(sent.get());
    }

    @Test
    void aHugeElementCrossesWhole() throws Exception {
        ProcessQueue<byte[]> queue = queue(2);
        Running<Boolean> received = elsewhere(queue, q -> Payload.isWhole(takeAndAcknowledge(q), 1));
        queue.put(Payload.of(HUGE_BYTES, 1));
        assertTrue(received.get());
        queue.put(Payload.of(1, 2));
        Payload.assertWhole(1, 2, queue.take());
    }

    @Test
    void smallAndLargeElementsKeepTheirOrder() throws Exception {
        ProcessQueue<byte[]> queue = queue(16);
        int count = 300;
        Running<Boolean> received = elsewhere(queue, q -> {
            for (int i = 0; i < count; i++) {
                Payload.assertWhole(mixedLength(i), i, takeAndAcknowledge(q));
            }
            return true;
        });
        for (int i = 0; i < count; i++) {
            queue.put(Payload.of(mixedLength(i), i));
        }
        assertTrue(received.get());
    }

    private static int mixedLength(int i) {
        return switch (i % 5) {
            case 0 -> 0;
            case 1 -> i;
            case 2 -> 5_000 + i;
            case 3 -> 70_000 + i;
            default -> 104;
        };
    }

    // Elements that cannot cross

    @Put.Every
    void anElementThatCannotCrossFailsInThePutAndCostsNoRoom(Put put) throws Exception {
        ProcessQueue<Object> queue = queue(1);
        for (int i = 0; i < 3; i++) {
            var failure = assertFails(
                    SerializationException.class, () -> put.into(queue, Elements.thatCannotCross(), SHORT));
            assertTrue(failure.getMessage().contains("customer.contact"), failure.getMessage());
            assertTrue(failure.getMessage().contains("java.lang.Thread"), failure.getMessage());
            assertEquals(0, queue.size());
        }
        queue.putNoWait("fits");
        assertEquals("fits", elsewhere(queue, QueueContract::takeAndAcknowledge).get());
    }

    @Get.Every
    void anElementThatCannotBeReadIsConsumedAndTheNextIsUnharmed(Get get) throws Exception {
        ProcessQueue<Object> queue = queue(2);
        queue.put(new Elements.OneWay());
        queue.put("next");
        assertFails(SerializationException.class, () -> get.from(queue, SHORT));
        assertEquals("next", get.from(queue));
        assertNull(queue.poll());
    }

    @Test
    void whatACodecThrowsFailsThatCallAlone() throws Exception {
        ProcessQueue<String> queue = build(this.<String>builder().maxSize(2).codec(new Elements.Choosy()));
        var refused = assertFails(SerializationException.class, () -> queue.put("bad"));
        assertEquals("refused: bad", refused.getCause().getMessage());
        queue.put("worse");
        queue.put("good");
        var unreadable = assertFails(SerializationException.class, queue::take);
        assertEquals("refused: worse", unreadable.getCause().getMessage());
        assertEquals("good", elsewhere(queue, QueueContract::takeAndAcknowledge).get());
    }

    @Test
    void aFilteredClassIsRefusedByNameAndTheNextIsUnharmed() throws Exception {
        ProcessQueue<Object> queue = build(builder().maxSize(2).filter("java.base/*;!*"));
        queue.put(new Elements.Customer("Ada", "x"));
        queue.put(List.of("allowed"));
        var refused = assertFails(SerializationException.class, queue::take);
        assertTrue(refused.getMessage().contains("Customer"), refused.getMessage());
        assertEquals(List.of("allowed"), queue.take());
    }

    @Test
    void aFilterHoldsOnTheOtherSideToo() throws Exception {
        ProcessQueue<Object> queue = build(builder().filter("java.base/*;!*"));
        queue.put(new Elements.Customer("Ada", "x"));
        queue.put("allowed");
        Object next = elsewhere(queue, q -> {
            assertThrows(SerializationException.class, q::take);
            return takeAndAcknowledge(q);
        }).get();
        assertEquals("allowed", next);
    }

    // Bytes

    private ProcessQueue<byte[]> queueOfBytes(long maxBytes) {
        return build(this.<byte[]>builder().maxBytes(maxBytes).codec(new Elements.PlainBytes()));
    }

    @Put.Every
    void anElementThatCouldNeverFitIsRefusedAtOnce(Put put) throws Throwable {
        ProcessQueue<byte[]> queue = queueOfBytes(BUDGET_BYTES);
        assertPrompt(() -> assertFails(
                ElementTooLargeException.class, () -> put.into(queue, new byte[100 * BUDGET_BYTES])));
        assertTrue(queue.isEmpty());
        queue.put(new byte[BUDGET_BYTES / 2]);
        assertEquals(BUDGET_BYTES / 2, queue.take().length);
    }

    @Test
    void aPutWaitsForRoomInTheByteBudget() throws Exception {
        ProcessQueue<byte[]> queue = queueOfBytes(BUDGET_BYTES);
        int length = BUDGET_BYTES * 2 / 3;
        queue.put(Payload.of(length, 1));
        assertFalse(queue.offer(new byte[length]));
        assertFails(QueueFullException.class, () -> queue.put(new byte[length], SHORT));
        var waiting = startBlocked(() -> Put.PUT.into(queue, Payload.of(length, 2)));
        assertEquals(1, queue.size());
        elsewhere(queue, QueueContract::takeAndAcknowledge).get();
        assertTrue(waiting.get());
        Payload.assertWhole(length, 2, takeAndAcknowledge(queue));
    }

    @Test
    void aSmallElementDoesNotPassALargeOneForEver() throws Exception {
        ProcessQueue<byte[]> queue = queueOfBytes(BUDGET_BYTES);
        queue.put(new byte[BUDGET_BYTES / 2]);
        Running<Boolean> large =
                elsewhere(queue, q -> Put.PUT.into(q, Payload.of(BUDGET_BYTES - 10, 3))).awaitBlocked();
        assertFalse(large.isDone());
        takeAndAcknowledge(queue);
        assertTrue(large.get());
        assertEquals(BUDGET_BYTES - 10, queue.take().length);
    }

    @Test
    void theByteBudgetIsNotUsedUpByWhatIsGone() throws Exception {
        ProcessQueue<byte[]> queue = queueOfBytes(100_000);
        for (int i = 0; i < 200; i++) {
            queue.put(Payload.of(60_000, i), LONG);
            Payload.assertWhole(60_000, i, takeAndAcknowledge(queue));
        }
        assertTrue(queue.isEmpty());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1})
    void aByteBudgetBelowOneIsRefused(long maxBytes) {
        assertFails(IllegalArgumentException.class, () -> builder().maxBytes(maxBytes));
    }

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
            consumers.add(elsewhere(queue, ProcessQueueContract::consumeUntilShutdown));
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
