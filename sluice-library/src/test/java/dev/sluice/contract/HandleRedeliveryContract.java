package dev.sluice.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.JoinableQueue;
import dev.sluice.JoinableQueue.Delivery;
import dev.sluice.ProcessQueue;
import dev.sluice.QueueNotFoundException;
import dev.sluice.peer.Serialized;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Handles in elements that are delivered again, or end among the dead letters, although their sender has closed its own. */
public abstract class HandleRedeliveryContract extends Contract {
    private ProcessQueue<Object> traveller;
    private byte[] token;

    @BeforeEach
    void makeTraveller() throws Exception {
        traveller = keep(engine().builder().build());
        traveller.put("inside");
        token = Serialized.write(traveller);
    }

    private void put(ProcessQueue<Object> carrier) throws InterruptedException {
        carrier.put(traveller);
        traveller.close();
    }

    private void assertVanishes() throws Exception {
        assertSoon("its end", () -> {
            try (var _ = (ProcessQueue<?>) Serialized.read(token)) {
                return false;
            } catch (QueueNotFoundException e) {
                return true;
            }
        });
    }

    private static Object inside(Object taken) throws InterruptedException {
        try (var queue = (ProcessQueue<?>) taken) {
            return queue.peek();
        }
    }

    @Test
    void itIsHeldUntilTheAcknowledgement() throws Exception {
        JoinableQueue<Object> carrier = keep(engine().builder().buildJoinable());
        put(carrier);
        // Whoever takes it closes both handles, the one that has arrived and its own of the carrier.
        for (int i = 0; i < 3; i++) {
            assertEquals("inside", give(Serialized.copyOf(carrier), c -> inside(c.take())).get());
        }
        try (Delivery<Object> delivery = carrier.receive()) {
            assertEquals(4, delivery.count());
            assertEquals("inside", inside(delivery.element()));
            delivery.done();
        }
        assertVanishes();
    }

    @Test
    void itIsHeldWhenItIsGivenBack() throws Exception {
        JoinableQueue<Object> carrier = keep(engine().builder().buildJoinable());
        put(carrier);
        elsewhere(carrier, c -> {
            for (int i = 0; i < 2; i++) {
                try (Delivery<Object> delivery = c.receive()) {
                    assertEquals("inside", inside(delivery.element()));
                }
            }
            return true;
        }).get();
        carrier.clear();
        assertTrue(carrier.join(LONG));
        assertVanishes();
    }

    @Test
    void itIsHeldOnItsWayToTheDeadLetters() throws Exception {
        ProcessQueue<Object> deadLetters = keep(engine().builder().build());
        JoinableQueue<Object> carrier =
                keep(engine().builder().maxDeliveries(1).deadLetters(deadLetters).buildJoinable());
        put(carrier);
        elsewhere(carrier, c -> {
            try (Delivery<Object> delivery = c.receive()) {
                inside(delivery.element());
                return true;
            }
        }).get();
        assertTrue(carrier.join(LONG));
        assertEquals("inside", elsewhere(deadLetters, d -> inside(d.take())).get());
        assertVanishes();
    }

    @Test
    void itVanishesWhenItIsDropped() throws Exception {
        JoinableQueue<Object> carrier = keep(engine().builder().maxDeliveries(1).buildJoinable());
        put(carrier);
        elsewhere(carrier, c -> {
            try (Delivery<Object> delivery = c.receive()) {
                inside(delivery.element());
                return true;
            }
        }).get();
        assertTrue(carrier.join(LONG));
        assertVanishes();
    }
}
