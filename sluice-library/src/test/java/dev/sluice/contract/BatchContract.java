package dev.sluice.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.ElementTooLargeException;
import dev.sluice.JoinableQueue;
import dev.sluice.ProcessQueue;
import dev.sluice.QueueClosedException;
import dev.sluice.QueueFullException;
import dev.sluice.QueueShutdownException;
import dev.sluice.SerializationException;
import dev.sluice.peer.OtherThread.RunningThread;
import dev.sluice.peer.Running;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Several elements in one call: all of them, in order, or exactly the first of them. */
public abstract class BatchContract extends QueueContract {
    private static final int MANY = 3_000;

    private static void acknowledge(ProcessQueue<?> queue, int count) {
        if (queue instanceof JoinableQueue<?> joinable) {
            for (int i = 0; i < count; i++) {
                joinable.taskDone();
            }
        }
    }

    private static void assertAllDone(ProcessQueue<?> queue) throws InterruptedException {
        assertTrue(queue.isEmpty());
        if (queue instanceof JoinableQueue<?> joinable) {
            assertTrue(joinable.join(LONG));
        }
    }

    /** A collection that takes so many elements and no more. */
    private static <E> Collection<E> roomFor(int count) {
        return new ArrayBlockingQueue<>(count);
    }

    // Putting

    @Test
    void putAllPutsAllInOrderWaitingForRoom() throws Exception {
        ProcessQueue<Integer> queue = queue(SIZE);
        Running<List<Integer>> taken = elsewhere(queue, q -> takeAll(q, MANY));
        queue.putAll(numbers(MANY));
        assertEquals(numbers(MANY), taken.get());
        assertAllDone(queue);
    }

    @Test
    void elementsOfAllSizesKeepTheirOrder() throws Exception {
        ProcessQueue<byte[]> queue = queue(SIZE);
        int count = 400;
        Running<Boolean> taken = elsewhere(queue, q -> {
            List<byte[]> drained = new ArrayList<>();
            while (drained.size() < count) {
                if (q.drainTo(drained, 7) == 0) {
                    drained.add(q.take());
                }
            }
            for (int i = 0; i < count; i++) {
                Payload.assertWhole(length(i), i, drained.get(i));
            }
            acknowledge(q, count);
            return true;
        });
        queue.putAll(IntStream.range(0, count).mapToObj(i -> Payload.of(length(i), i)).toList());
        assertTrue(taken.get());
        assertAllDone(queue);
    }

    private static int length(int i) {
        return switch (i % 17) {
            case 3 -> 200;
            case 7 -> 5_000;
            case 11 -> 70_000;
            case 12 -> 17_000;
            case 13 -> 168;
            default -> i % 150;
        };
    }

    @Test
    void nothingIsPutOfAnEmptyCollection() throws Exception {
        ProcessQueue<Integer> queue = queueOf(1, 7);
        queue.putAll(List.of());
        assertFalse(queue.addAll(List.of()));
        assertContent(queue, 7);
        assertTrue(this.<Integer>queue(1).addAll(List.of(1)));
    }

    @Test
    void addAllKeepsTheFirstForWhichThereIsRoom() {
        for (int bound : new int[] {1, 5, 64, 65, 200}) {
            ProcessQueue<Integer> queue = queue(bound);
            var failure = assertFails(QueueFullException.class, () -> queue.addAll(numbers(bound + 70)));
            assertTrue(failure.getMessage().contains(" " + bound + " elements"), failure.getMessage());
            assertEquals(numbers(bound), new ArrayList<>(queue));
            assertEquals(bound, queue.size());
        }
    }

    @Test
    void theByteBudgetBoundsABatchAsItDoesOneElement() {
        ProcessQueue<byte[]> queue =
                build(this.<byte[]>builder().maxBytes(1_000).codec(new Elements.PlainBytes()));
        List<byte[]> elements = IntStream.range(0, 30).mapToObj(i -> Payload.of(100, i)).toList();
        assertFails(QueueFullException.class, () -> queue.addAll(elements));
        assertEquals(10, queue.size());
    }

    @Test
    void anElementThatCannotBePutEndsItAfterThoseBefore() {
        for (int before : new int[] {0, 1, 63, 64, 100}) {
            ProcessQueue<Object> queue = unbounded();
            List<Object> elements = new ArrayList<>(numbers(before));
            elements.add(Elements.thatCannotCross());
            elements.addAll(numbers(SIZE));
            assertFails(SerializationException.class, () -> queue.putAll(elements));
            assertEquals(numbers(before), new ArrayList<>(queue));
            elements.set(before, null);
            queue.clear();
            assertThrows(NullPointerException.class, () -> queue.addAll(elements));
            assertEquals(numbers(before), new ArrayList<>(queue));
        }
    }

    @Test
    void anElementThatIsTooLargeEndsItAfterThoseBefore() {
        ProcessQueue<byte[]> queue = build(this.<byte[]>builder().maxBytes(10_000));
        assertFails(
                ElementTooLargeException.class,
                () -> queue.putAll(List.of(new byte[1], new byte[2], new byte[20_000], new byte[3])));
        assertEquals(2, queue.size());
    }

    @Test
    void aCollectionThatFailsEndsItAfterThoseBefore() {
        ProcessQueue<Integer> queue = unbounded();
        List<Integer> failing = new ArrayList<>(numbers(10));
        Iterable<Integer> all = () -> new Iterator<>() {
            private final Iterator<Integer> numbers = failing.iterator();

            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public Integer next() {
                if (!numbers.hasNext()) {
                    throw new ArithmeticException("no more numbers");
                }
                return numbers.next();
            }
        };
        assertThrows(ArithmeticException.class, () -> queue.putAll(new ArrayList<>(failing) {
            private static final long serialVersionUID = 1L;

            @Override
            public Iterator<Integer> iterator() {
                return all.iterator();
            }
        }));
        assertEquals(numbers(10), new ArrayList<>(queue));
    }

    /** Fills the queue and waits in the middle. */
    private static RunningThread<Boolean> startPuttingMore(ProcessQueue<Integer> queue) throws Exception {
        RunningThread<Boolean> putting = start(() -> {
            queue.putAll(numbers(MANY));
            return true;
        });
        assertSoon("the queue is full", queue::isFull);
        putting.awaitBlocked();
        return putting;
    }

    @Test
    void anInterruptEndsPutAllAndSaysHowManyWerePut() throws Exception {
        ProcessQueue<Integer> queue = queue(SIZE);
        RunningThread<Boolean> putting = startPuttingMore(queue);
        var failure = assertThrows(InterruptedException.class, () -> putting.interrupt().get());
        assertTrue(failure.getMessage().contains(" " + SIZE + " elements"), failure.getMessage());
        assertEquals(numbers(SIZE), new ArrayList<>(queue));
        assertRefusesInterrupted(() -> queue.putAll(numbers(1)));
        assertEquals(SIZE, queue.size());
    }

    @Test
    void aShutdownEndsPutAllAndSaysHowManyWerePut() throws Exception {
        ProcessQueue<Integer> queue = queue(SIZE);
        RunningThread<Boolean> putting = startPuttingMore(queue);
        elsewhere(queue, q -> {
            q.shutdown();
            return true;
        }).get();
        var failure = assertThrows(QueueShutdownException.class, putting::get);
        assertTrue(failure.getMessage().contains(" " + SIZE + " elements"), failure.getMessage());
        assertEquals(numbers(SIZE), takeAll(queue, SIZE));
        assertFails(QueueShutdownException.class, () -> queue.putAll(numbers(1)));
        assertFails(QueueShutdownException.class, () -> queue.addAll(numbers(1)));
    }

    @Test
    void theClosingOfTheHandleEndsPutAll() throws Exception {
        ProcessQueue<Integer> queue = queue(SIZE);
        RunningThread<Boolean> putting = startPuttingMore(queue);
        queue.close();
        assertThrows(QueueClosedException.class, putting::get);
        assertFails(QueueClosedException.class, () -> queue.putAll(numbers(1)));
    }

    @Test
    void whatWasWaitedForInOneCallIsWokenByOne() throws Exception {
        ProcessQueue<Integer> queue = unbounded();
        List<Running<Integer>> takers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            takers.add(elsewhere(queue, QueueContract::takeAndAcknowledge).awaitBlocked());
        }
        queue.putAll(numbers(4));
        List<Integer> taken = new ArrayList<>();
        for (Running<Integer> taker : takers) {
            taken.add(taker.get());
        }
        assertEquals(Set.copyOf(numbers(4)), Set.copyOf(taken));
    }

    @Test
    void handlesTravelInABatch() throws Exception {
        ProcessQueue<Object> queue = unbounded();
        ProcessQueue<String> carried = queue(1);
        queue.putAll(List.of(1, carried, 2));
        carried.put("inside");
        assertEquals("inside", elsewhere(queue, q -> {
            List<Object> all = new ArrayList<>();
            assertEquals(3, q.drainTo(all));
            acknowledge(q, 3);
            assertEquals(List.of(1, 2), List.of(all.get(0), all.get(2)));
            try (ProcessQueue<?> arrived = (ProcessQueue<?>) all.get(1)) {
                return arrived.take();
            }
        }).get());
    }

    @Test
    void aBufferedQueueTakesBatchesToo() throws Exception {
        ProcessQueue<Integer> queue = build(this.<Integer>builder().buffered(true));
        queue.putAll(numbers(MANY));
        assertTrue(queue.addAll(List.of(MANY)));
        assertEquals(numbers(MANY + 1), elsewhere(queue, q -> takeAll(q, MANY + 1)).get());
    }

    // Draining

    @Test
    void drainToTakesManyInOrder() throws Exception {
        ProcessQueue<Integer> queue = unbounded();
        elsewhere(queue, q -> {
            q.putAll(numbers(MANY));
            return true;
        }).get();
        List<Integer> drained = new ArrayList<>();
        assertEquals(100, queue.drainTo(drained, 100));
        assertEquals(MANY - 100, queue.size());
        assertEquals(MANY - 100, queue.drainTo(drained));
        assertEquals(numbers(MANY), drained);
        acknowledge(queue, MANY);
        assertAllDone(queue);
    }

    @Test
    void drainToTakesWhatWasThereAndNotWhatCameSince() throws Exception {
        ProcessQueue<Integer> queue = unbounded();
        queue.putAll(numbers(200));
        List<Integer> drained = new ArrayList<>() {
            private static final long serialVersionUID = 1L;

            @Override
            public boolean add(Integer e) {
                queue.add(1_000 + e);
                return super.add(e);
            }
        };
        assertEquals(200, queue.drainTo(drained));
        assertEquals(numbers(200), drained);
        assertEquals(200, queue.size());
    }

    @Test
    void whatACollectionRefusesIsInTheQueueAgainAndFirst() throws Exception {
        for (int room : new int[] {1, 10, 63, 64, 70}) {
            ProcessQueue<Integer> queue = queue(150);
            queue.putAll(numbers(150));
            Collection<Integer> narrow = roomFor(room);
            assertThrows(IllegalStateException.class, () -> queue.drainTo(narrow));
            assertEquals(numbers(room), new ArrayList<>(narrow));
            assertEquals(150 - room, queue.size());
            acknowledge(queue, room);
            assertEquals(
                    numbers(150).subList(room, 150),
                    elsewhere(queue, q -> takeAll(q, 150 - room)).get());
            assertAllDone(queue);
            queue.putAll(numbers(150));
            assertFalse(queue.offer(1), "no more room than before");
        }
    }

    @Test
    void aLargeElementThatIsRefusedIsInTheQueueAgain() throws Exception {
        for (int length : new int[] {300, 20_000, 100_000}) {
            ProcessQueue<byte[]> queue = unbounded();
            queue.putAll(List.of(Payload.of(length, 1), Payload.of(length, 2), Payload.of(length, 3)));
            Collection<byte[]> narrow = roomFor(1);
            assertThrows(IllegalStateException.class, () -> queue.drainTo(narrow));
            assertEquals(2, queue.size());
            acknowledge(queue, 1);
            for (int seed = 2; seed < 4; seed++) {
                Payload.assertWhole(length, seed, takeAndAcknowledge(queue));
            }
            assertAllDone(queue);
        }
    }

    @Test
    void whatCannotBeDecodedIsConsumedAndNothingElse() throws Exception {
        ProcessQueue<Object> queue = unbounded();
        List<Object> elements = new ArrayList<>(numbers(100));
        elements.set(40, new Elements.OneWay());
        queue.putAll(elements);
        List<Object> drained = new ArrayList<>();
        assertFails(SerializationException.class, () -> queue.drainTo(drained));
        assertEquals(numbers(40), drained);
        assertEquals(59, queue.size());
        assertEquals(59, queue.drainTo(drained));
        assertEquals(numbers(100).subList(41, 100), drained.subList(40, 99));
        acknowledge(queue, 99);
        assertAllDone(queue);
    }

    @Test
    void whatIsPutBackDoesNotCountAsDelivered() throws Exception {
        if (!(unbounded() instanceof JoinableQueue<?>)) {
            return; // nobody counts there
        }
        JoinableQueue<Integer> queue = (JoinableQueue<Integer>) build(this.<Integer>builder().maxDeliveries(2));
        queue.putAll(numbers(10));
        for (int i = 0; i < 5; i++) {
            assertThrows(UnsupportedOperationException.class, () -> queue.drainTo(List.of()));
            assertEquals(10, queue.size());
        }
        for (int i = 0; i < 10; i++) {
            try (JoinableQueue.Delivery<Integer> next = queue.receive()) {
                assertEquals(i, next.element());
                assertEquals(1, next.count());
                next.done();
            }
        }
        assertAllDone(queue);
    }

    @Test
    void aQueueDrainedIntoAnotherOneThatIsFullLosesNothing() throws Exception {
        ProcessQueue<Integer> from = unbounded();
        ProcessQueue<Integer> to = queue(30);
        from.putAll(numbers(100));
        assertFails(QueueFullException.class, () -> from.drainTo(to));
        assertEquals(30, to.size());
        assertEquals(70, from.size());
        acknowledge(from, 30);
        assertEquals(numbers(100).subList(30, 100), takeAll(from, 70));
        assertEquals(numbers(30), takeAll(to, 30));
    }

    @Test
    void drainersAndPuttersInManyThreadsShareAQueue() throws Exception {
        ProcessQueue<int[]> queue = queue(100);
        int putters = 3;
        List<Running<Boolean>> putting = new ArrayList<>();
        for (int p = 0; p < putters; p++) {
            int putter = p;
            putting.add(elsewhere(queue, q -> {
                List<int[]> mine = new ArrayList<>();
                for (int i = 0; i < MANY; i++) {
                    mine.add(new int[] {putter, i});
                }
                q.putAll(mine);
                return true;
            }));
        }
        int[] next = new int[putters];
        List<int[]> drained = new ArrayList<>();
        for (int count = 0; count < putters * MANY;) {
            drained.clear();
            int more = queue.drainTo(drained, 50);
            if (more == 0) {
                drained.add(queue.take());
                more = 1;
            }
            acknowledge(queue, more);
            count += more;
            for (int[] element : drained) {
                assertEquals(next[element[0]]++, element[1]);
            }
        }
        for (Running<Boolean> running : putting) {
            assertTrue(running.get());
        }
        int[] all = new int[putters];
        Arrays.fill(all, MANY);
        assertEquals(Arrays.toString(all), Arrays.toString(next));
        assertAllDone(queue);
    }
}
