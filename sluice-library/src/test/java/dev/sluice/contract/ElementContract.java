package dev.sluice.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.ElementTooLargeException;
import dev.sluice.ProcessQueue;
import dev.sluice.QueueFullException;
import dev.sluice.SerializationException;
import dev.sluice.peer.Running;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Elements of every kind and size, those that cannot cross, and the budget of bytes. */
public abstract class ElementContract extends QueueContract {
    private static final int BUDGET_BYTES = 1_000;
    private static final int HUGE_BYTES = 200 << 20;

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
    @ValueSource(ints = {0, 1, 103, 104, 105, 168, 169, 4095, 4096, 4097, 65_535, 65_536, 65_537, 1 << 20})
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
}
