package dev.sluice.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.Connection;
import dev.sluice.JoinableQueue;
import dev.sluice.Pipe;
import dev.sluice.ProcessQueue;
import dev.sluice.QueueNotFoundException;
import dev.sluice.peer.Serialized;
import java.io.EOFException;
import java.io.IOException;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * How long what travels lives: as long as the element that carries it, and no longer, although its sender has closed its
 * handle at once.
 */
public abstract class HandleHoldContract extends QueueContract {
    private static final int MANY = 3_000;

    /** A queue of one element that is closed here, and what tells whether it still exists. */
    private final class Traveller {
        private final ProcessQueue<Object> queue = keep(HandleHoldContract.this.<Object>builder().build());
        private final byte[] token;

        Traveller() throws IOException {
            queue.add("inside");
            token = Serialized.write(queue);
        }

        /** Puts it and closes it. */
        Traveller into(ProcessQueue<Object> carrier) throws InterruptedException {
            carrier.put(queue);
            queue.close();
            return this;
        }

        boolean exists() throws IOException, ClassNotFoundException {
            try (var _ = (ProcessQueue<?>) Serialized.read(token)) {
                return true;
            } catch (QueueNotFoundException e) {
                return false;
            }
        }

        void assertVanishes() throws Exception {
            assertSoon("its end", () -> !exists());
        }

        /** Exists, also after those who look every so often had time to do so. */
        void assertStays() throws Exception {
            Traveller other = new Traveller();
            ProcessQueue<Object> carrier = keep(HandleHoldContract.this.<Object>builder().build());
            other.into(carrier);
            carrier.clear();
            other.assertVanishes();
            assertTrue(exists());
        }
    }

    private static void done(ProcessQueue<?> queue) {
        if (queue instanceof JoinableQueue<?> joinable) {
            joinable.taskDone();
        }
    }

    /** Takes a queue elsewhere and what is inside, closes it and acknowledges it. */
    private Object takeInside(ProcessQueue<Object> carrier) throws Exception {
        return elsewhere(carrier, c -> {
            try (var taken = (ProcessQueue<?>) c.take()) {
                return taken.take();
            } finally {
                done(c);
            }
        }).get();
    }

    // As long as the element

    @Test
    void itStaysUntilItIsTakenAndVanishesWithItsReceiver() throws Exception {
        ProcessQueue<Object> carrier = unbounded();
        Traveller traveller = new Traveller().into(carrier);
        traveller.assertStays();
        assertEquals("inside", takeInside(carrier));
        traveller.assertVanishes();
    }

    @Test
    void itVanishesWhenItsElementIsRemoved() throws Exception {
        ProcessQueue<Object> carrier = unbounded();
        carrier.add(1);
        Traveller traveller = new Traveller().into(carrier);
        carrier.add(2);
        assertTrue(elsewhere(carrier, c -> {
            try (var copy = (ProcessQueue<?>) c.stream().filter(ProcessQueue.class::isInstance).findAny().get()) {
                boolean removed = c.remove(copy);
                done(c);
                return removed;
            }
        }).get());
        traveller.assertVanishes();
        assertContent(carrier, 1, 2);
    }

    @Test
    void itVanishesWhenAnIteratorRemovesItsElement() throws Exception {
        ProcessQueue<Object> carrier = unbounded();
        Traveller traveller = new Traveller().into(carrier);
        assertTrue(elsewhere(carrier, c -> {
            Iterator<Object> all = c.iterator();
            try (var _ = (ProcessQueue<?>) all.next()) {
                all.remove();
            }
            done(c);
            return c.isEmpty();
        }).get());
        traveller.assertVanishes();
    }

    @Test
    void itVanishesWhenItsElementIsCleared() throws Exception {
        ProcessQueue<Object> carrier = unbounded();
        Traveller traveller = new Traveller().into(carrier);
        elsewhere(carrier, c -> {
            c.clear();
            return true;
        }).get();
        traveller.assertVanishes();
    }

    @Test
    void itVanishesWhenItsElementIsDiscardedByTheEndOfTheQueue() throws Exception {
        ProcessQueue<Object> carrier = unbounded();
        Traveller traveller = new Traveller().into(carrier);
        elsewhere(carrier, c -> {
            c.shutdownNow();
            return true;
        }).get();
        traveller.assertVanishes();
    }

    @Test
    void itVanishesWithTheQueueThatCarriesIt() throws Exception {
        ProcessQueue<Object> carrier = unbounded();
        Traveller traveller = new Traveller().into(carrier);
        carrier.close();
        traveller.assertVanishes();
    }

    @Test
    void itVanishesWithTheQueueThatCarriesItAlsoIfAnotherProcessClosesThatLast() throws Exception {
        ProcessQueue<Object> carrier = unbounded();
        Traveller traveller = new Traveller();
        ProcessQueue<Boolean> goOn = keep(this.<Boolean>builder().build());
        ProcessQueue<Boolean> copy = Serialized.copyOf(goOn);
        traveller.into(carrier);
        var closed = give(carrier, c -> {
            try (copy) {
                return copy.take();
            }
        });
        traveller.assertStays();
        goOn.put(true);
        assertTrue(closed.get());
        traveller.assertVanishes();
    }

    @Test
    void itStaysInAQueueThatItsSenderHasClosed() throws Exception {
        ProcessQueue<Object> carrier = unbounded();
        ProcessQueue<Object> other = keep(Serialized.copyOf(carrier));
        Traveller traveller = new Traveller();
        give(other, c -> {
            try (ProcessQueue<Object> made = ProcessQueue.create()) {
                made.put("made elsewhere");
                c.put(made);
            }
            return true;
        }).get();
        traveller.into(carrier);
        traveller.assertStays();
        try (var taken = (ProcessQueue<?>) carrier.take()) {
            assertEquals("made elsewhere", taken.take());
        }
        try (var taken = (ProcessQueue<?>) carrier.take()) {
            assertEquals("inside", taken.take());
        }
        done(carrier);
        done(carrier);
        traveller.assertVanishes();
    }

    @Test
    void itDoesNotLiveByWhoeverLookedAtIt() throws Exception {
        ProcessQueue<Object> carrier = unbounded();
        Traveller traveller = new Traveller().into(carrier);
        assertFalse(elsewhere(carrier, c -> c.contains("x") || c.remove("x")).get());
        assertFalse(carrier.contains("x"));
        carrier.clear();
        traveller.assertVanishes();
    }

    @Test
    void aPutThatFailsHoldsNothing() throws Exception {
        ProcessQueue<Object> carrier = queueOf(1, "full");
        Traveller traveller = new Traveller();
        assertFalse(carrier.offer(traveller.queue));
        assertThrows(RuntimeException.class, () -> carrier.put(List.of(traveller.queue, Elements.thatCannotCross())));
        traveller.queue.close();
        traveller.assertVanishes();
    }

    @Test
    void aQueueThatCarriesItselfVanishesWithItsLastHandle() throws Exception {
        ProcessQueue<Object> queue = unbounded();
        byte[] token = Serialized.write(queue);
        queue.put(queue);
        try (var itself = (ProcessQueue<?>) queue.take()) {
            assertEquals(queue, itself);
        }
        done(queue);
        queue.put(queue);
        queue.close();
        assertSoon("its end", () -> {
            try (var _ = (ProcessQueue<?>) Serialized.read(token)) {
                return false;
            } catch (QueueNotFoundException e) {
                return true;
            }
        });
    }

    // Many

    @Test
    void anyNumberTravelsAtOnce() throws Exception {
        ProcessQueue<Object> carrier = unbounded();
        ProcessQueue<Object> same = keep(this.<Object>builder().build());
        same.put("inside");
        byte[] token = Serialized.write(same);
        for (int i = 0; i < MANY; i++) {
            carrier.put(same);
        }
        same.close();
        assertEquals(MANY, elsewhere(carrier, c -> {
            int equal = 0;
            for (int i = 0; i < MANY; i++) {
                try (var taken = (ProcessQueue<?>) c.take()) {
                    equal += taken.size();
                }
                done(c);
            }
            return equal;
        }).get());
        assertSoon("its end", () -> {
            try (var _ = (ProcessQueue<?>) Serialized.read(token)) {
                return false;
            } catch (QueueNotFoundException e) {
                return true;
            }
        });
    }

    // Inside of things

    record Enclosing(Object inside, Map<String, List<Object>> more) implements Serializable {}

    /** A lambda that crosses. */
    interface Opening extends Supplier<ProcessQueue<?>>, Serializable {}

    @Test
    void itIsHeldInsideARecordACollectionAndALambda() throws Exception {
        ProcessQueue<Object> carrier = unbounded();
        Traveller inRecord = new Traveller();
        Traveller inList = new Traveller();
        Traveller inLambda = new Traveller();
        ProcessQueue<?> captured = inLambda.queue;
        carrier.put(new Enclosing(inRecord.queue, Map.of("list", List.of(1, inList.queue))));
        carrier.put((Opening) () -> captured);
        List.of(inRecord, inList, inLambda).forEach(traveller -> traveller.queue.close());
        assertEquals(List.of("inside", "inside", "inside"), elsewhere(carrier, c -> {
            var enclosing = (Enclosing) c.take();
            try (var first = (ProcessQueue<?>) enclosing.inside;
                    var second = (ProcessQueue<?>) enclosing.more.get("list").getLast();
                    var third = ((Opening) c.take()).get()) {
                return List.of(first.take(), second.take(), third.take());
            } finally {
                done(c);
                done(c);
            }
        }).get());
        for (Traveller traveller : List.of(inRecord, inList, inLambda)) {
            traveller.assertVanishes();
        }
    }

    @Test
    void itIsHeldInsideAVeryDeepGraph() throws Exception {
        ProcessQueue<Object> carrier = unbounded();
        Traveller traveller = new Traveller();
        Object nested = traveller.queue;
        for (int i = 0; i < 20_000; i++) {
            nested = new Object[] {nested};
        }
        carrier.put(nested);
        traveller.queue.close();
        assertEquals("inside", elsewhere(carrier, c -> {
            Object inner = c.take();
            while (inner instanceof Object[] array) {
                inner = array[0];
            }
            try (var taken = (ProcessQueue<?>) inner) {
                return taken.take();
            } finally {
                done(c);
            }
        }).get());
        traveller.assertVanishes();
    }

    // Pipes

    @Test
    void anEndInAnElementThatIsClearedIsHeldByNobody() throws Exception {
        ProcessQueue<Object> carrier = unbounded();
        Pipe pipe = keep(engine().duplex());
        carrier.put(pipe.second());
        pipe.second().close();
        pipe.first().send("nobody will get this");
        elsewhere(carrier, c -> {
            c.clear();
            return true;
        }).get();
        assertThrows(EOFException.class, () -> pipe.first().recv());
    }

    @Test
    void itVanishesWithAPipeWhoseOtherEndIsClosed() throws Exception {
        Pipe pipe = keep(engine().duplex());
        Traveller traveller = new Traveller();
        pipe.first().send(traveller.queue);
        traveller.queue.close();
        traveller.assertStays();
        give(pipe.second(), Connection::poll).get();
        traveller.assertVanishes();
    }

    @Test
    void anEndThatIsSentThroughItsOwnPipeIsHeldByNobody() throws Exception {
        Pipe pipe = keep(engine().duplex());
        pipe.first().send(pipe.second());
        pipe.second().close();
        assertThrows(EOFException.class, () -> pipe.first().recv());
    }

    @Test
    void itVanishesWhenItsMessageIsReceivedAsBytes() throws Exception {
        Pipe pipe = keep(engine().duplex());
        Traveller traveller = new Traveller();
        pipe.first().send(traveller.queue);
        traveller.queue.close();
        pipe.first().send("next");
        assertTrue(elsewhere(pipe.second(), c -> c.recvBytes().length > 0).get());
        traveller.assertVanishes();
        assertEquals("next", pipe.second().recv());
    }

    // Buffered

    @Test
    void itIsHeldInTheBufferOfTheSender() throws Exception {
        ProcessQueue<Object> carrier = build(this.<Object>builder().buffered(true).maxBytes(600));
        keep(carrier::cancelJoinThread);
        for (int i = 0; i < 20; i++) {
            carrier.put("x".repeat(100)); // the queue is full of them, and the buffer holds the rest
        }
        Traveller traveller = new Traveller().into(carrier);
        traveller.assertStays();
        for (int i = 0; i < 20; i++) {
            takeAndAcknowledge(carrier);
        }
        assertEquals("inside", takeInside(carrier));
        traveller.assertVanishes();
    }

    @Test
    void itVanishesWithTheBufferOfAQueueThatIsShutDown() throws Exception {
        ProcessQueue<Object> carrier = build(this.<Object>builder().buffered(true).maxBytes(600));
        keep(carrier::cancelJoinThread);
        for (int i = 0; i < 20; i++) {
            carrier.put("x".repeat(100));
        }
        Traveller traveller = new Traveller().into(carrier);
        carrier.shutdownNow();
        traveller.assertVanishes();
    }
}
