package dev.sluice.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.ProcessQueue;
import dev.sluice.SerializationException;
import dev.sluice.peer.Running;
import dev.sluice.peer.Serialized;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A queue with Python's feeder thread: {@code put} never waits. */
public abstract class BufferedQueueContract extends Contract {
    private static final List<Integer> NUMBERS = IntStream.range(0, 500).boxed().toList();

    private <E> ProcessQueue<E> buffered(int maxSize) {
        return buffered(engine().<E>builder().maxSize(maxSize));
    }

    private <E> ProcessQueue<E> buffered(ProcessQueue.Builder<E> builder) {
        ProcessQueue<E> queue = keep(builder.buffered(true).build());
        keep(queue::cancelJoinThread); // so that a failed test does not keep the JVM
        return queue;
    }

    private static List<Integer> takeNumbers(ProcessQueue<Integer> queue) throws InterruptedException {
        return QueueContract.takeAll(queue, NUMBERS.size());
    }

    @Test
    void putDoesNotWaitForRoomAndOrderIsKept() throws Exception {
        ProcessQueue<Integer> queue = buffered(engine().<Integer>builder().maxBytes(100));
        for (int number : NUMBERS) {
            queue.put(number);
        }
        assertEquals(NUMBERS, elsewhere(queue, BufferedQueueContract::takeNumbers).get());
    }

    @Test
    void whatWasPutIsStillWrittenAfterClose() throws Exception {
        ProcessQueue<Integer> queue = buffered(2);
        Running<List<Integer>> taken = elsewhere(Serialized.copyOf(queue), BufferedQueueContract::takeNumbers);
        for (int number : NUMBERS) {
            queue.put(number);
        }
        queue.close();
        queue.joinThread();
        assertEquals(NUMBERS, taken.get());
    }

    @Test
    void joinThreadWantsACloseFirst() throws Exception {
        ProcessQueue<Integer> queue = buffered(2);
        assertFails(IllegalStateException.class, queue::joinThread);
        queue.cancelJoinThread();
        queue.close();
        queue.joinThread();
    }

    @Test
    void anInterruptEndsJoinThread() throws Exception {
        ProcessQueue<Integer> queue = buffered(1);
        ProcessQueue<Integer> other = keep(Serialized.copyOf(queue));
        queue.put(1);
        queue.put(2);
        queue.close();
        assertInterruptEnds(startBlocked(() -> {
            queue.joinThread();
            return true;
        }));
        assertEquals(1, other.take());
        assertEquals(2, other.take());
        queue.joinThread();
    }

    @Test
    void anObjectThatCannotCrossFailsInThePutAllTheSame() {
        ProcessQueue<Object> queue = buffered(1);
        assertFails(SerializationException.class, () -> queue.put(Elements.thatCannotCross()));
    }

    @Test
    void whatWasPutBecomesVisible() throws Exception {
        ProcessQueue<Integer> queue = buffered(5);
        queue.put(1);
        assertSoon("the element", () -> !queue.isEmpty());
        assertTrue(elsewhere(queue, q -> q.size() == 1).get());
        assertEquals(1, queue.take());
        assertFalse(queue.isShutdown());
    }
}
