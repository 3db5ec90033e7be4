package dev.sluice.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.Connection;
import dev.sluice.JoinableQueue;
import dev.sluice.Pipe;
import dev.sluice.ProcessQueue;
import dev.sluice.QueueClosedException;
import dev.sluice.SerializationException;
import dev.sluice.peer.Running;
import dev.sluice.peer.Serialized;
import java.io.EOFException;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Queues and connections that are captured by a task, put into a queue or sent through a connection. */
public abstract class HandleTravelContract extends Contract {
    private <E> ProcessQueue<E> queue() {
        return keep(engine().<E>builder().build());
    }

    private Pipe duplex() {
        return keep(engine().duplex());
    }

    // Captured by a task

    @Test
    void aQueueCapturedByATaskWorksThere() throws Exception {
        ProcessQueue<String> captured = queue();
        ProcessQueue<String> copy = keep(Serialized.copyOf(captured));
        elsewhere(this.<String>queue(), _ -> {
            try (copy) {
                return copy.add("from the task");
            }
        }).get();
        assertEquals("from the task", captured.take());
    }

    @Test
    void aConnectionCapturedByATaskWorksThere() throws Exception {
        Pipe pipe = duplex();
        Connection copy = keep(Serialized.copyOf(pipe.second()));
        elsewhere(queue(), _ -> {
            try (copy) {
                copy.send("from the task");
                return true;
            }
        }).get();
        assertEquals("from the task", pipe.first().recv());
    }

    // Put into a queue

    @Test
    void aQueuePutIntoAQueueWorksWhereItIsTaken() throws Exception {
        ProcessQueue<ProcessQueue<String>> carrier = queue();
        ProcessQueue<String> traveller = queue();
        carrier.put(traveller);
        elsewhere(carrier, c -> {
            try (ProcessQueue<String> taken = c.take()) {
                return taken.add("hello");
            }
        }).get();
        assertEquals("hello", traveller.take());
    }

    @Test
    void aQueueClosedRightAfterItWasPutArrivesWithAllThatIsInIt() throws Exception {
        ProcessQueue<ProcessQueue<String>> carrier = queue();
        ProcessQueue<String> traveller = queue();
        traveller.addAll(List.of("a", "b"));
        carrier.put(traveller);
        traveller.close();
        assertEquals(List.of("a", "b"), elsewhere(carrier, HandleTravelContract::takeTwoFromInside).get());
    }

    private static List<String> takeTwoFromInside(ProcessQueue<ProcessQueue<String>> carrier)
            throws InterruptedException {
        try (ProcessQueue<String> taken = carrier.take()) {
            return List.of(taken.take(), taken.take());
        }
    }

    @Test
    void aQueueMadeElsewhereAndClosedThereArrivesHere() throws Exception {
        ProcessQueue<ProcessQueue<String>> carrier = queue();
        elsewhere(carrier, c -> {
            try (ProcessQueue<String> made = ProcessQueue.create()) {
                made.put("from its maker");
                c.put(made);
                return true;
            }
        }).get();
        try (ProcessQueue<String> taken = carrier.take()) {
            assertEquals("from its maker", taken.take());
            taken.put("and on");
            assertEquals("and on", taken.take());
        }
    }

    @Test
    void aConnectionPutIntoAQueueAndClosedWorksWhereItIsTaken() throws Exception {
        ProcessQueue<Connection> carrier = queue();
        Pipe pipe = duplex();
        carrier.put(pipe.second());
        pipe.second().close();
        Running<Boolean> answered = elsewhere(carrier, c -> {
            try (Connection taken = c.take()) {
                taken.send("got " + taken.recv());
                return true;
            }
        });
        pipe.first().send("it");
        assertEquals("got it", pipe.first().recv());
        assertTrue(answered.get());
        assertThrows(EOFException.class, () -> pipe.first().recv());
    }

    record Letter(String text, Map<String, List<Object>> enclosed) implements Serializable {}

    @Test
    void handlesTravelInsideRecordsAndCollections() throws Exception {
        ProcessQueue<Letter> carrier = queue();
        ProcessQueue<String> answers = queue();
        Pipe pipe = duplex();
        carrier.put(new Letter("x", Map.of("queue", List.of(answers), "end", List.of(1, pipe.second()))));
        pipe.second().close();
        elsewhere(carrier, c -> {
            Letter letter = c.take();
            @SuppressWarnings("unchecked") // what was enclosed
            var queue = (ProcessQueue<String>) letter.enclosed().get("queue").getFirst();
            try (queue;
                    var end = (Connection) letter.enclosed().get("end").getLast()) {
                queue.put(letter.text());
                end.send(letter.text());
            }
            return true;
        }).get();
        assertEquals("x", answers.take());
        assertEquals("x", pipe.first().recv());
        assertThrows(EOFException.class, () -> pipe.first().recv());
    }

    // Sent through a connection

    @Test
    void aQueueSentThroughAConnectionAndClosedWorksWhereItIsReceived() throws Exception {
        Pipe pipe = duplex();
        ProcessQueue<String> traveller = queue();
        traveller.put("inside");
        pipe.first().send(traveller);
        traveller.close();
        String inside = give(pipe.second(), c -> {
            try (ProcessQueue<String> received = c.recv()) {
                return received.take();
            }
        }).get();
        assertEquals("inside", inside);
    }

    @Test
    void aConnectionSentThroughAConnectionAndClosedWorksWhereItIsReceived() throws Exception {
        Pipe pipe = duplex();
        Pipe traveller = duplex();
        pipe.first().send(traveller.second());
        traveller.second().close();
        traveller.first().send("inside");
        Running<String> inside = give(pipe.second(), c -> {
            try (Connection received = c.recv()) {
                received.send("back");
                return received.recv();
            }
        });
        assertEquals("inside", inside.get());
        assertEquals("back", traveller.first().recv());
        assertThrows(EOFException.class, () -> traveller.first().recv());
    }

    // What arrives

    @Test
    void whatArrivesIsAnotherHandleOfTheSameQueue() throws Exception {
        ProcessQueue<Object> queue = queue();
        ProcessQueue<Object> copy = keep(Serialized.copyOf(queue));
        assertNotSame(queue, copy);
        assertEquals(queue, copy);
        assertEquals(queue.hashCode(), copy.hashCode());
        assertNotEquals(queue, queue());
        queue.put(1);
        assertFails(IllegalArgumentException.class, () -> queue.drainTo(copy));
        copy.close();
        assertThrows(QueueClosedException.class, copy::size);
        assertEquals(1, queue.size());
        assertTrue(elsewhere(queue, q -> q.equals(Serialized.copyOf(q))).get());
    }

    @Test
    void whatArrivesHasTheSettingsOfTheQueue() throws Exception {
        JoinableQueue<byte[]> queue = keep(engine().<byte[]>builder()
                .maxSize(3)
                .maxBytes(5_000)
                .codec(new Elements.PlainBytes())
                .buildJoinable());
        ProcessQueue<byte[]> plain = queue;
        assertEquals(3, elsewhere(plain, q -> {
            assertInstanceOf(JoinableQueue.class, q);
            q.put(new byte[5_000]);
            return q.maxSize();
        }).get());
        assertEquals(5_000, queue.take().length);
    }

    @Test
    void aHandleThatIsClosedDoesNotTravel() {
        ProcessQueue<Object> carrier = queue();
        ProcessQueue<Object> closed = queue();
        closed.close();
        assertThrows(RuntimeException.class, () -> carrier.put(closed));
        assertTrue(carrier.isEmpty());
    }

    @Test
    void anEndThatIsClosedHereDoesNotTravelAlthoughTheOtherIsOpen() {
        ProcessQueue<Object> carrier = queue();
        Pipe pipe = keep(Pipe.duplex());
        pipe.second().close();
        assertTrue(pipe.first().poll());
        assertThrows(SerializationException.class, () -> carrier.put(pipe.second()));
        assertTrue(carrier.isEmpty());
    }

    @Test
    void aHandleTravelsOnFromOneToTheNext() throws Exception {
        ProcessQueue<Object> there = queue();
        ProcessQueue<Object> back = queue();
        ProcessQueue<String> traveller = queue();
        traveller.put("still here");
        there.put(traveller);
        traveller.close();
        ProcessQueue<Object> backCopy = keep(Serialized.copyOf(back));
        elsewhere(there, q -> {
            try (backCopy;
                    var taken = (ProcessQueue<?>) q.take()) {
                backCopy.put(taken);
            }
            return true;
        }).get();
        try (var returned = (ProcessQueue<?>) back.take()) {
            assertEquals("still here", returned.take());
        }
    }
}
