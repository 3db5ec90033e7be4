package dev.sluice.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.ProcessQueue;
import dev.sluice.QueueEmptyException;
import dev.sluice.QueueFullException;
import dev.sluice.peer.Running;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link ProcessQueue} promises beyond a {@code BlockingQueue}. */
public abstract class ProcessQueueContract extends BlockingQueueContract {
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
}
