package dev.sluice.contract;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.JoinableQueue;
import dev.sluice.JoinableQueue.Delivery;
import dev.sluice.ProcessQueue;
import dev.sluice.QueueEmptyException;
import dev.sluice.QueueShutdownException;
import dev.sluice.SerializationException;
import dev.sluice.peer.Running;
import dev.sluice.peer.Serialized;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What {@link JoinableQueue} promises of {@code receive}, of redelivery, and of its limits. */
public abstract class DeliveryContract extends JoinableContract {
    /** Takes so many elements elsewhere and closes the handle there with none acknowledged. */
    private void takeAndCloseElsewhere(JoinableQueue<Integer> queue, int count) throws Exception {
        give(Serialized.copyOf(queue), q -> {
            for (int i = 0; i < count; i++) {
                q.take();
            }
            return true;
        }).get();
    }

    // receive

    @Test
    void aDeliveryIsAcknowledgedByItself() throws Exception {
        JoinableQueue<Integer> queue = queueOf(2);
        Delivery<Integer> first = queue.receive();
        Delivery<Integer> second = queue.receive(LONG);
        assertEquals(0, first.element());
        assertEquals(1, first.count());
        assertEquals(1, second.element());
        second.done();
        assertFalse(isAllDone(queue));
        assertEquals(1, second.element());
        first.done();
        assertTrue(isAllDone(queue));
    }

    @Test
    void taskDoneDoesNotAcknowledgeADelivery() throws Exception {
        JoinableQueue<Integer> queue = queueOf(1);
        try (Delivery<Integer> delivery = queue.receive()) {
            assertFails(IllegalStateException.class, queue::taskDone);
            delivery.done();
        }
        assertTrue(isAllDone(queue));
    }

    @Test
    void aDeliveryGivenBackComesFirstWithItsCount() throws Exception {
        JoinableQueue<Integer> queue = queueOf(2);
        for (int count = 1; count <= 5; count++) {
            Delivery<Integer> delivery = queue.receive();
            assertEquals(0, delivery.element());
            assertEquals(count, delivery.count());
            delivery.giveBack();
            assertEquals(2, queue.size());
        }
        assertEquals(0, queue.take());
        assertEquals(1, queue.take());
    }

    @Test
    void closingADeliveryGivesItBackUnlessItWasDone() throws Exception {
        JoinableQueue<Integer> queue = queueOf(1);
        try (Delivery<Integer> delivery = queue.receive()) {
            assertEquals(1, delivery.count());
        }
        try (Delivery<Integer> delivery = queue.receive()) {
            assertEquals(2, delivery.count());
            delivery.done();
        }
        assertTrue(queue.isEmpty());
        assertTrue(isAllDone(queue));
    }

    @Test
    void theFirstWordOnADeliveryDecides() throws Exception {
        JoinableQueue<Integer> queue = queueOf(2);
        Delivery<Integer> done = queue.receive();
        done.done();
        done.done();
        done.giveBack();
        done.close();
        Delivery<Integer> givenBack = queue.receive();
        givenBack.giveBack();
        givenBack.done();
        givenBack.giveBack();
        assertEquals(1, queue.size());
        assertEquals(1, queue.take());
        assertFalse(isAllDone(queue));
    }

    @Test
    void anyThreadMayEndADelivery() throws Exception {
        JoinableQueue<Integer> queue = queueOf(1);
        Delivery<Integer> delivery = queue.receive();
        start(() -> {
            delivery.done();
            return true;
        }).get();
        assertTrue(isAllDone(queue));
    }

    @Test
    void aDeliveryThatOutlivesItsHandleIsHarmless() throws Exception {
        JoinableQueue<Integer> queue = queueOf(1);
        JoinableQueue<Integer> survivor = keep(Serialized.copyOf(queue));
        Delivery<Integer> delivery = queue.receive();
        queue.close();
        assertDoesNotThrow(delivery::close);
        Delivery<Integer> again = survivor.receive(LONG);
        assertEquals(2, again.count());
        again.done();
        assertTrue(isAllDone(survivor));
    }

    @Test
    void receiveWaitsLikeGet() throws Throwable {
        JoinableQueue<Integer> queue = queue();
        assertLasts(SHORT, () -> assertFails(QueueEmptyException.class, () -> queue.receive(SHORT)));
        assertPrompt(() -> assertFails(QueueEmptyException.class, () -> queue.receive(Duration.ZERO)));
        assertInterruptEnds(startBlocked(queue::receive));
        assertInterruptEnds(startBlocked(() -> queue.receive(LONG)));
        assertRefusesInterrupted(queue::receive);
        var receiving = startBlocked(queue::receive);
        elsewhere(queue, q -> q.add(9)).get();
        assertEquals(9, receiving.get().element());
        var waiting = startBlocked(queue::receive);
        queue.shutdown();
        assertFails(QueueShutdownException.class, waiting::get);
    }

    // Redelivery

    @Test
    void whatAClosedHandleHeldComesAgainFirstAndInOrder() throws Exception {
        JoinableQueue<Integer> queue = queueOf(5);
        takeAndCloseElsewhere(queue, 3);
        assertEquals(5, queue.size());
        assertEquals(List.of(2, 2, 2, 1, 1), countsOfAll(queue, 0, 1, 2, 3, 4));
    }

    private static List<Integer> countsOfAll(JoinableQueue<Integer> queue, int... elements)
            throws InterruptedException {
        var counts = new ArrayList<Integer>();
        for (int element : elements) {
            try (Delivery<Integer> delivery = queue.receive(LONG)) {
                assertEquals(element, delivery.element());
                counts.add(delivery.count());
                delivery.done();
            }
        }
        assertTrue(isAllDone(queue));
        return counts;
    }

    @Test
    void aRedeliveryWakesWhoWaits() throws Exception {
        JoinableQueue<Integer> queue = queueOf(1);
        Delivery<Integer> held = queue.receive();
        Running<Integer> waiting = elsewhere(queue, QueueContract::takeAndAcknowledge).awaitBlocked();
        held.giveBack();
        assertEquals(0, waiting.get());
    }

    @Test
    void redeliveriesAreNotRefusedByTheBound() throws Exception {
        JoinableQueue<Integer> queue = queueOf(SIZE);
        List<Delivery<Integer>> held = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            held.add(queue.receive());
            queue.add(SIZE + i);
        }
        held.forEach(Delivery::giveBack);
        assertEquals(SIZE + 5, queue.size());
        assertEquals(0, queue.remainingCapacity());
        assertTrue(queue.isFull());
        assertFalse(queue.offer(99));
        assertEquals(IntStream.range(0, SIZE + 5).boxed().toList(), takeAllOf(queue));
        assertTrue(isAllDone(queue));
    }

    @Test
    void redeliveriesKeepTheOrderOfTheQueueWhateverTheOrderOfGivingBack() throws Exception {
        JoinableQueue<Integer> queue = queueOf(4);
        Delivery<Integer> zero = queue.receive();
        Delivery<Integer> one = queue.receive();
        Delivery<Integer> two = queue.receive();
        two.giveBack();
        zero.giveBack();
        one.giveBack();
        assertEquals(List.of(0, 1, 2, 3), takeAllOf(queue));
    }

    @Test
    void whatIsGivenBackCanBeSeenAndRemoved() throws Exception {
        JoinableQueue<Integer> queue = queueOf(3);
        queue.receive().giveBack();
        assertEquals(0, queue.peek());
        assertEquals(List.of(0, 1, 2), new ArrayList<>(queue));
        assertTrue(queue.contains(0));
        assertTrue(queue.remove((Object) 0));
        queue.taskDone();
        assertEquals(List.of(1, 2), takeAllOf(queue));
        assertTrue(isAllDone(queue));
    }

    @Test
    void whatIsGivenBackAfterShutdownIsStillDelivered() throws Exception {
        JoinableQueue<Integer> queue = queueOf(1);
        Delivery<Integer> held = queue.receive();
        queue.shutdown();
        held.giveBack();
        assertEquals(0, queue.take());
        queue.taskDone();
        assertFails(QueueShutdownException.class, queue::take);
    }

    @Test
    void anElementThatCannotBeReadDoesNotKeepJoinWaiting() throws Exception {
        JoinableQueue<Object> queue = keep(builder().buildJoinable());
        queue.put(new Elements.OneWay());
        assertFails(SerializationException.class, queue::take);
        assertFails(IllegalStateException.class, queue::taskDone);
        assertTrue(queue.join(LONG));
        assertTrue(queue.isEmpty());
    }

    // Limits

    private JoinableQueue<Integer> limited(int maxDeliveries, ProcessQueue<Integer> deadLetters) {
        return keep(this.<Integer>builder().maxDeliveries(maxDeliveries).deadLetters(deadLetters).buildJoinable());
    }

    @Test
    void whatWasDeliveredTooOftenGoesToTheDeadLetters() throws Exception {
        ProcessQueue<Integer> deadLetters = keep(this.<Integer>builder().build());
        JoinableQueue<Integer> queue = limited(2, deadLetters);
        queue.addAll(List.of(7, 8));
        queue.receive().giveBack();
        assertTrue(deadLetters.isEmpty());
        queue.receive().giveBack();
        assertEquals(8, queue.take());
        queue.taskDone();
        assertEquals(7, deadLetters.get(LONG));
        assertTrue(queue.join(LONG));
        assertTrue(queue.isEmpty());
    }

    @Test
    void deadLettersArriveThoughTheirGiverHasClosedItsHandle() throws Exception {
        ProcessQueue<ProcessQueue<Integer>> carrier = keep(this.<ProcessQueue<Integer>>builder().build());
        ProcessQueue<Integer> given = keep(this.<Integer>builder().build());
        JoinableQueue<Integer> queue =
                keep(this.<Integer>builder().maxDeliveries(1).deadLetters(given).buildJoinable());
        carrier.put(given);
        ProcessQueue<Integer> deadLetters = keep(carrier.take());
        given.close();
        queue.add(7);
        queue.receive().giveBack();
        assertEquals(7, deadLetters.get(LONG));
        assertTrue(queue.join(LONG));
    }

    @Test
    void deadLettersAreFoundFromTheOtherSide() throws Exception {
        ProcessQueue<Integer> deadLetters = keep(this.<Integer>builder().build());
        JoinableQueue<Integer> queue = limited(1, deadLetters);
        queue.add(7);
        takeAndCloseElsewhere(queue, 1);
        assertEquals(7, deadLetters.get(LONG));
        assertTrue(queue.join(LONG));
    }

    @Test
    void whatWasDeliveredTooOftenIsDroppedAndDoneWithoutDeadLetters() throws Exception {
        JoinableQueue<Integer> queue = keep(this.<Integer>builder().maxDeliveries(1).buildJoinable());
        queue.addAll(List.of(7, 8));
        queue.receive().giveBack();
        assertEquals(8, queue.take());
        queue.taskDone();
        assertTrue(queue.join(LONG));
    }

    @Test
    void settingsOfAJoinableQueueAreRefusedForAPlainOne() {
        assertFails(IllegalArgumentException.class, () -> builder().maxDeliveries(0));
        assertFails(IllegalStateException.class, () -> builder().maxDeliveries(2).build());
        ProcessQueue<Object> deadLetters = keep(builder().build());
        assertFails(IllegalStateException.class, () -> builder().deadLetters(deadLetters).build());
    }

    // Many at once

    @Test
    void nothingIsLostOrDoneTwiceAmongManyWorkers() throws Exception {
        JoinableQueue<Integer> queue = queue();
        List<Running<Integer>> workers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            workers.add(elsewhere(queue, DeliveryContract::workUntilShutdown));
            workers.add(start(() -> workUntilShutdown(queue)));
        }
        for (int i = 1; i <= 1_000; i++) {
            queue.put(i);
        }
        queue.join();
        queue.shutdown();
        int sum = 0;
        for (var worker : workers) {
            sum += worker.get();
        }
        assertEquals(500_500, sum);
    }

    /** Gives each tenth delivery back the first time. */
    private static int workUntilShutdown(JoinableQueue<Integer> queue) throws InterruptedException {
        int sum = 0;
        try {
            while (true) {
                try (Delivery<Integer> delivery = queue.receive()) {
                    if (delivery.element() % 10 != 0 || delivery.count() > 1) {
                        sum += delivery.element();
                        delivery.done();
                    }
                }
            }
        } catch (QueueShutdownException e) {
            return sum;
        }
    }
}
