package dev.sluice.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.ProcessQueue;
import dev.sluice.peer.Running;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@link BlockingQueue}, {@link Queue} and {@link Collection} promise. */
public abstract class BlockingQueueContract extends QueueContract {
    private static final int SIZE = 20;

    private ProcessQueue<Integer> filled() {
        return filled(SIZE);
    }

    /** A full queue of 0, 1, 2 ... */
    private ProcessQueue<Integer> filled(int size) {
        return queueOf(size, IntStream.range(0, size).boxed().toArray(Integer[]::new));
    }

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

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

    // Looking and removing inside

    @Test
    void containsFindsWhatIsQueuedByEquals() {
        ProcessQueue<String> queue = queueOf(3, "a", "b");
        Object one = 1;
        assertTrue(queue.contains("a"));
        assertFalse(queue.contains("c"));
        assertFalse(queue.contains(one));
        assertEquals("a", queue.poll());
        assertFalse(queue.contains("a"));
    }

    @Test
    void containsAllWantsEveryOne() {
        ProcessQueue<Integer> queue = filled();
        assertTrue(queue.containsAll(List.of()));
        assertTrue(queue.containsAll(List.of(0, SIZE - 1, 5)));
        assertFalse(queue.containsAll(List.of(0, SIZE)));
    }

    @Test
    void removeTakesTheFirstEqualElementOut() {
        ProcessQueue<String> queue = queueOf(5, "a", "b", "c", "b", "d");
        assertTrue(queue.remove("b"));
        assertContent(queue, "a", "c", "b", "d");
        assertTrue(queue.remove("a"));
        assertTrue(queue.remove("d"));
        assertFalse(queue.remove("d"));
        assertContent(queue, "c", "b");
        assertTrue(queue.remove("b"));
        assertTrue(queue.remove("c"));
        assertTrue(queue.isEmpty());
        assertFalse(queue.remove("c"));
    }

    @Test
    void removeMakesRoom() {
        ProcessQueue<Integer> queue = filled(3);
        assertTrue(queue.remove((Object) 1));
        assertEquals(1, queue.remainingCapacity());
        assertTrue(queue.offer(3));
        assertFalse(queue.offer(4));
        assertContent(queue, 0, 2, 3);
    }

    @Test
    void removeAllRetainAllAndRemoveIfChooseByEquals() {
        ProcessQueue<Integer> queue = filled();
        assertTrue(queue.removeAll(numbers(SIZE / 2)));
        assertFalse(queue.removeAll(numbers(SIZE / 2)));
        assertEquals(SIZE / 2, queue.size());
        assertTrue(queue.retainAll(List.of(11, 12, 13, 1)));
        assertFalse(queue.retainAll(List.of(11, 12, 13)));
        assertContent(queue, 11, 12, 13);
        assertTrue(queue.removeIf(i -> i % 2 == 1));
        assertFalse(queue.removeIf(i -> i % 2 == 1));
        assertContent(queue, 12);
    }

    @Test
    void removeIfLeavesTheQueueUsableWhenThePredicateFails() {
        ProcessQueue<Integer> queue = filled();
        Predicate<Integer> failing = i -> {
            throw new ArithmeticException("predicate " + i);
        };
        assertThrows(ArithmeticException.class, () -> queue.removeIf(failing));
        assertEquals(numbers(SIZE), new ArrayList<>(queue));
    }

    @Test
    void clearEmptiesAndMakesRoom() {
        ProcessQueue<Integer> queue = filled(SIZE);
        queue.clear();
        assertTrue(queue.isEmpty());
        assertEquals(SIZE, queue.remainingCapacity());
        queue.clear();
        assertTrue(queue.add(1));
        assertContent(queue, 1);
    }

    @Test
    void clearLetsAWaitingPutIn() throws Exception {
        ProcessQueue<Integer> queue = queueOf(1, 0);
        Running<Boolean> waiting = elsewhere(queue, q -> Put.PUT.into(q, 1)).awaitBlocked();
        queue.clear();
        assertTrue(waiting.get());
        assertContent(queue, 1);
    }

    // Adding many

    @Test
    void addAllAddsInOrder() {
        ProcessQueue<Integer> queue = queue(SIZE);
        assertFalse(queue.addAll(List.of()));
        assertTrue(queue.addAll(numbers(SIZE)));
        assertEquals(numbers(SIZE), new ArrayList<>(queue));
    }

    @Test
    void addAllBeyondTheBoundAddsWhatFitsAndFails() {
        ProcessQueue<Integer> queue = queue(SIZE - 1);
        assertFails(IllegalStateException.class, () -> queue.addAll(numbers(SIZE)));
        assertEquals(numbers(SIZE - 1), new ArrayList<>(queue));
    }

    @Test
    void addAllStopsAtANull() {
        ProcessQueue<Integer> queue = queue(SIZE);
        assertThrows(NullPointerException.class, () -> queue.addAll(Arrays.asList(0, 1, null, 3)));
        assertContent(queue, 0, 1);
    }

    @Test
    void aQueueIsNotAddedToItself() {
        ProcessQueue<Integer> queue = queueOf(SIZE, 1, 2);
        Collection<Integer> itself = queue;
        assertFails(IllegalArgumentException.class, () -> queue.addAll(itself));
        assertContent(queue, 1, 2);
    }

    // Draining

    @Test
    void drainToEmptiesTheQueueInOrder() {
        ProcessQueue<Integer> queue = filled();
        List<Integer> drained = new ArrayList<>();
        assertEquals(SIZE, queue.drainTo(drained));
        assertEquals(numbers(SIZE), drained);
        assertTrue(queue.isEmpty());
        assertEquals(0, queue.drainTo(drained));
        queue.add(4);
        assertEquals(1, queue.drainTo(drained));
        assertEquals(SIZE + 1, drained.size());
    }

    @Test
    void drainToTakesNoMoreThanAsked() {
        ProcessQueue<Integer> queue = filled();
        List<Integer> drained = new ArrayList<>();
        assertEquals(0, queue.drainTo(drained, 0));
        assertEquals(0, queue.drainTo(drained, -1));
        assertEquals(3, queue.drainTo(drained, 3));
        assertEquals(numbers(3), drained);
        assertEquals(SIZE - 3, queue.drainTo(drained, Integer.MAX_VALUE));
        assertEquals(numbers(SIZE), drained);
    }

    @Test
    void aQueueIsNotDrainedIntoItself() {
        ProcessQueue<Integer> queue = queueOf(SIZE, 1, 2);
        assertFails(IllegalArgumentException.class, () -> queue.drainTo(queue));
        assertFails(IllegalArgumentException.class, () -> queue.drainTo(queue, 1));
        assertContent(queue, 1, 2);
    }

    @Test
    void drainToLetsAWaitingPutIn() throws Exception {
        ProcessQueue<Integer> queue = filled(SIZE);
        Running<Boolean> waiting = elsewhere(queue, q -> Put.PUT.into(q, SIZE)).awaitBlocked();
        List<Integer> drained = new ArrayList<>();
        queue.drainTo(drained);
        assertTrue(waiting.get());
        queue.drainTo(drained);
        assertEquals(numbers(SIZE + 1), drained);
    }

    @Test
    void drainToMovesBetweenQueues() {
        ProcessQueue<Integer> from = filled(SIZE);
        ProcessQueue<Integer> to = queue(SIZE);
        assertEquals(SIZE, from.drainTo(to));
        assertEquals(numbers(SIZE), new ArrayList<>(to));
    }

    // Iterating

    @Test
    void anIteratorShowsAllInOrder() {
        ProcessQueue<Integer> queue = filled();
        List<Integer> seen = new ArrayList<>();
        Iterator<Integer> iterator = queue.iterator();
        while (iterator.hasNext()) {
            seen.add(iterator.next());
        }
        assertEquals(numbers(SIZE), seen);
        assertThrows(NoSuchElementException.class, iterator::next);
        assertEquals(SIZE, queue.size());
    }

    @Test
    void anIteratorOfAnEmptyQueueEndsAtOnce() {
        Iterator<Integer> iterator = this.<Integer>queue(SIZE).iterator();
        assertFalse(iterator.hasNext());
        assertThrows(NoSuchElementException.class, iterator::next);
    }

    @Test
    void anIteratorRemovesTheVeryElementThatItShowed() {
        ProcessQueue<String> queue = queueOf(5, "a", "b", "a", "c", "a");
        Iterator<String> iterator = queue.iterator();
        iterator.next();
        iterator.next();
        assertEquals("a", iterator.next());
        iterator.remove();
        assertContent(queue, "a", "b", "c", "a");
        assertEquals("c", iterator.next());
        iterator.remove();
        assertEquals("a", iterator.next());
        iterator.remove();
        assertFalse(iterator.hasNext());
        assertContent(queue, "a", "b");
    }

    @Test
    void anIteratorRemovesOnceAfterEachNext() {
        Iterator<Integer> iterator = filled().iterator();
        assertThrows(IllegalStateException.class, iterator::remove);
        iterator.next();
        iterator.remove();
        assertThrows(IllegalStateException.class, iterator::remove);
    }

    @Test
    void anIteratorDoesNotRemoveWhatSomebodyElseTook() {
        ProcessQueue<Integer> queue = queueOf(5, 0, 0, 0);
        Iterator<Integer> iterator = queue.iterator();
        iterator.next();
        queue.poll();
        iterator.remove();
        assertEquals(2, queue.size());
    }

    @Test
    void anIteratorSurvivesChanges() {
        ProcessQueue<Integer> queue = queueOf(5, 0, 1, 2);
        Iterator<Integer> iterator = queue.iterator();
        assertEquals(0, iterator.next());
        assertEquals(0, queue.poll());
        assertEquals(1, queue.poll());
        queue.add(3);
        List<Integer> rest = new ArrayList<>();
        iterator.forEachRemaining(rest::add);
        assertTrue(rest.containsAll(List.of(2)) && List.of(1, 2, 3).containsAll(rest), rest::toString);
        assertEquals(rest.stream().sorted().toList(), rest);
    }

    @Test
    void iterationGoesOnWhileTheOtherSideIsBusy() throws Exception {
        ProcessQueue<Integer> queue = queue(8);
        Running<Boolean> busy = elsewhere(queue, q -> {
            for (int i = 0; i < 2_000; i++) {
                q.put(i);
                takeAndAcknowledge(q);
            }
            return true;
        });
        while (!busy.isDone()) {
            int last = -1;
            for (Integer element : queue) {
                assertTrue(element > last);
                last = element;
            }
        }
        assertTrue(busy.get());
        assertTrue(queue.isEmpty());
    }

    @Test
    void forEachStreamAndSpliteratorShowAllInOrder() {
        ProcessQueue<Integer> queue = filled();
        List<Integer> seen = new ArrayList<>();
        queue.forEach(seen::add);
        assertEquals(numbers(SIZE), seen);
        assertEquals(numbers(SIZE), queue.stream().toList());
        assertEquals(numbers(SIZE), queue.parallelStream().collect(Collectors.toList()));
        List<Integer> split = new ArrayList<>();
        queue.spliterator().forEachRemaining(split::add);
        assertEquals(numbers(SIZE), split);
        assertEquals(SIZE, queue.size());
    }

    // Arrays

    @Test
    void toArrayGivesAllInOrder() {
        BlockingQueue<Integer> queue = filled(3);
        assertArrayEquals(new Object[] {0, 1, 2}, queue.toArray());
        assertEquals(Object[].class, queue.toArray().getClass());
        assertArrayEquals(new Integer[] {0, 1, 2}, queue.toArray(Integer[]::new));
        assertArrayEquals(new Integer[] {0, 1, 2}, queue.toArray(new Integer[0]));
    }

    @Test
    void toArrayFillsTheArrayGivenIfItIsLargeEnough() {
        BlockingQueue<Integer> queue = filled(3);
        Integer[] exact = new Integer[3];
        assertEquals(exact, queue.toArray(exact));
        assertArrayEquals(new Integer[] {0, 1, 2}, exact);
        Integer[] larger = {9, 9, 9, 9, 9};
        assertEquals(larger, queue.toArray(larger));
        assertArrayEquals(new Integer[] {0, 1, 2, null, 9}, larger);
        Object[] wrong = new String[3];
        assertThrows(ArrayStoreException.class, () -> queue.toArray(wrong));
    }

    // Identity

    @Test
    void aQueueEqualsItselfAndNoOther() {
        ProcessQueue<Integer> queue = queueOf(SIZE, 1);
        ProcessQueue<Integer> other = queueOf(SIZE, 1);
        assertEquals(queue, queue);
        assertNotEquals(queue, other);
        assertNotEquals((Object) queue, List.of(1));
        assertEquals(queue.hashCode(), queue.hashCode());
    }

    @Test
    void aQueueDescribesItself() {
        ProcessQueue<Integer> queue = filled(SIZE);
        assertFalse(queue.toString().isBlank());
        queue.close();
        assertFalse(queue.toString().isBlank());
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

    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    private static <E> void assertContent(Queue<E> queue, E... expected) {
        assertEquals(List.of(expected), new ArrayList<>(queue));
    }
}
