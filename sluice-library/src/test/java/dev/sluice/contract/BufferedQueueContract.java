package dev.sluice.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.ProcessQueue;
import dev.sluice.QueueClosedException;
import dev.sluice.QueueFullException;
import dev.sluice.QueueShutdownException;
import dev.sluice.SerializationException;
import dev.sluice.peer.OtherThread.Work;
import dev.sluice.peer.Running;
import dev.sluice.peer.Serialized;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A queue with Python's feeder thread: {@code put} waits for the bound only. */
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
    void theBoundCountsWhatIsInTheQueueAndInTheBuffer() throws Throwable {
        ProcessQueue<Integer> queue = buffered(2);
        queue.put(1);
        queue.put(2);
        assertFalse(queue.offer(3));
        assertLasts(SHORT, () -> assertFails(QueueFullException.class, () -> queue.put(3, SHORT)));
        Running<Boolean> put = startBlocked(() -> {
            queue.put(3);
            return true;
        });
        assertEquals(1, elsewhere(queue, ProcessQueue::take).get());
        assertTrue(put.get());
        assertFalse(queue.offer(4));
        assertEquals(List.of(2, 3), List.of(queue.take(), queue.take()));
        assertTrue(queue.offer(4));
    }

    /** The feeder thread has put it before it has noted that it need not wait any more: it counts once all the same. */
    @Test
    void whatWasTakenHasMadeRoomWhenItIsHad() throws Exception {
        ProcessQueue<Integer> queue = buffered(1);
        for (int i = 0; i < 10_000; i++) {
            assertTrue(queue.offer(i), "no room for element " + i);
            assertEquals(i, queue.take());
        }
    }

    @Test
    void whatWaitsForBytesInTheBufferCountsTowardsTheBound() throws Exception {
        ProcessQueue<Integer> queue = buffered(engine().<Integer>builder().maxSize(2).maxBytes(5));
        queue.put(1);
        queue.put(2);
        assertFalse(queue.offer(3));
        assertEquals(1, queue.take());
        queue.put(3);
        assertEquals(List.of(2, 3), List.of(queue.take(), queue.take()));
    }

    @Test
    void whoWaitsForTheBoundIsInterruptedAndEndsWithShutdownAndClose() throws Exception {
        ProcessQueue<Integer> queue = buffered(1);
        queue.put(1);
        Work<Boolean> putting = () -> {
            queue.put(2);
            return true;
        };
        assertInterruptEnds(startBlocked(putting));
        assertRefusesInterrupted(() -> queue.put(2));
        Running<Boolean> shutDown = startBlocked(putting);
        queue.shutdown();
        assertFails(QueueShutdownException.class, shutDown::get);
        ProcessQueue<Integer> other = buffered(1);
        other.put(1);
        Running<Boolean> closed = startBlocked(() -> {
            other.put(2);
            return true;
        });
        other.close();
        assertFails(QueueClosedException.class, closed::get);
    }

    @Test
    void aShutdownFollowsWhatWasPutBefore() throws Exception {
        ProcessQueue<Integer> queue = buffered(engine().<Integer>builder().maxBytes(5));
        for (int i = 0; i < 20; i++) {
            queue.put(i);
        }
        queue.shutdown();
        assertTrue(queue.isShutdown());
        assertFails(QueueShutdownException.class, () -> queue.put(20));
        List<Integer> taken = new ArrayList<>();
        queue.untilShutdown().forEach(taken::add);
        assertEquals(IntStream.range(0, 20).boxed().toList(), taken);
    }

    @Test
    void manyWhoPutAndManyWhoTakeShareTheBound() throws Exception {
        ProcessQueue<Integer> queue = buffered(3);
        Running<List<Integer>> taken = elsewhere(queue, BufferedQueueContract::takeNumbers);
        List<Running<Boolean>> putters = IntStream.range(0, 5).<Running<Boolean>>mapToObj(i -> start(() -> {
            for (int n = i; n < NUMBERS.size(); n += 5) {
                queue.put(n);
            }
            return true;
        })).toList();
        for (Running<Boolean> putter : putters) {
            assertTrue(putter.get());
        }
        assertEquals(NUMBERS, taken.get().stream().sorted().toList());
    }

    @Test
    void theThreadOfAHandleThatNobodyReachesEnds() throws Exception {
        ProcessQueue<Integer> queue = buffered(engine().<Integer>builder().maxBytes(5));
        Thread feeder = feederOfAHandleThatNobodyReaches(queue);
        assertSoon("the end of the feeder", () -> {
            System.gc();
            return queue.poll() == null && !feeder.isAlive();
        });
    }

    private static Thread feederOfAHandleThatNobodyReaches(ProcessQueue<Integer> queue) throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        ProcessQueue<Integer> copy = Serialized.copyOf(queue);
        copy.put(1);
        copy.put(2);
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("sluice-feeder-") && !before.contains(thread))
                .findFirst()
                .orElseThrow();
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
        ProcessQueue<Integer> queue = buffered(engine().<Integer>builder().maxBytes(5));
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
