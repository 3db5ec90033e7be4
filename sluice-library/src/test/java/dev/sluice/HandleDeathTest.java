package dev.sluice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.contract.SluiceTest;
import dev.sluice.peer.PeerJvm.Mode;
import dev.sluice.peer.PeerJvm;
import dev.sluice.peer.Running;
import dev.sluice.peer.Serialized;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Handles under way whose senders, receivers or other holders are killed with -9. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class HandleDeathTest extends SluiceTest {
    private PeerJvm peer(Mode mode) {
        return keep(PeerJvm.start(mode));
    }

    private static boolean exists(byte[] token) throws Exception {
        try (var _ = (AutoCloseable) Serialized.read(token)) {
            return true;
        } catch (QueueNotFoundException e) {
            return false;
        }
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void whatTheKilledSenderAloneHeldIsNamedAsGoneAndTheNextElementIsUnharmed(Mode mode) throws Exception {
        ProcessQueue<Object> carrier = keep(ProcessQueue.create());
        PeerJvm sender = peer(mode);
        String name = sender.run(carrier, c -> {
            ProcessQueue<Object> made = ProcessQueue.create();
            c.put(made);
            c.put("next");
            return made.toString();
        }).get();
        sender.kill();
        if (mode == Mode.PORTABLE) {
            // A file outlives its holders until somebody cleans up; until then the handle even arrives.
            try (var _ = (ProcessQueue<?>) carrier.take()) {
                assertEquals("next", carrier.take());
            }
            return;
        }
        SerializationException e = assertFails(SerializationException.class, carrier::take);
        assertInstanceOf(QueueNotFoundException.class, e.getCause());
        String segment = name.substring(name.indexOf('[') + 1, name.indexOf(','));
        assertTrue(e.getMessage().contains(segment), e::getMessage);
        assertTrue(e.getMessage().contains("let the process that sent it live"), e::getMessage);
        assertEquals("next", carrier.take());
        assertTrue(carrier.isEmpty());
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void inAJoinableQueueItIsDroppedOrADeadLetter(Mode mode) throws Exception {
        ProcessQueue<Object> deadLetters = keep(ProcessQueue.create());
        JoinableQueue<Object> carrier =
                keep(ProcessQueue.builder().deadLetters(deadLetters).buildJoinable());
        PeerJvm sender = peer(Mode.NATIVE);
        sender.run(carrier, c -> c.add(ProcessQueue.create()) && c.add("next")).get();
        sender.kill();
        PeerJvm receiver = peer(mode);
        assertFails(SerializationException.class, () -> receiver.run(carrier, JoinableQueue::take).get());
        assertEquals("next", carrier.take());
        carrier.taskDone();
        assertTrue(carrier.join(LONG));
        assertFails(SerializationException.class, deadLetters::take);
        assertTrue(deadLetters.isEmpty());
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void whatSomebodyElseHoldsArrivesAfterTheDeathOfItsSender(Mode mode) throws Exception {
        ProcessQueue<Object> carrier = keep(ProcessQueue.create());
        ProcessQueue<Object> traveller = keep(ProcessQueue.create());
        ProcessQueue<Object> copy = Serialized.copyOf(traveller);
        PeerJvm sender = peer(mode);
        sender.run(carrier, c -> {
            c.put(copy);
            return true;
        }).get();
        copy.close();
        sender.kill();
        PeerJvm receiver = peer(mode.other());
        receiver.run(carrier, c -> {
            try (var taken = (ProcessQueue<?>) c.take()) {
                @SuppressWarnings("unchecked") // what it takes
                var queue = (ProcessQueue<Object>) taken;
                return queue.add("arrived");
            }
        }).get();
        assertEquals("arrived", traveller.take());
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void itIsDeliveredAgainWhenItsReceiversAreKilled(Mode mode) throws Exception {
        JoinableQueue<Object> carrier = keep(JoinableQueue.create());
        ProcessQueue<Object> traveller = keep(ProcessQueue.create());
        byte[] token = Serialized.write(traveller);
        traveller.put("inside");
        carrier.put(traveller);
        traveller.close();
        for (PeerJvm receiver : List.of(peer(mode), peer(mode.other()))) {
            assertEquals("inside", receiver.run(carrier, c -> ((ProcessQueue<?>) c.take()).peek()).get());
            receiver.kill();
        }
        try (var again = (ProcessQueue<?>) carrier.get(LONG)) {
            assertEquals("inside", again.take());
        }
        assertTrue(exists(token));
        carrier.taskDone();
        assertSoon("its end", () -> !exists(token));
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void aReceiverThatIsKilledBeforeItHasOpenedItLeavesItToTheNext(Mode mode) throws Exception {
        ProcessQueue<Object> carrier = keep(ProcessQueue.create());
        ProcessQueue<Object> traveller = keep(ProcessQueue.create());
        byte[] token = Serialized.write(traveller);
        traveller.put("inside");
        carrier.put(traveller);
        traveller.close();
        PeerJvm receiver = keep(PeerJvm.start(mode, "-Ddev.sluice.killpoint=GET_TAKEN:1"));
        assertThrows(RuntimeException.class, () -> receiver.run(carrier, ProcessQueue::take).get());
        try (var taken = (ProcessQueue<?>) carrier.get(LONG)) {
            assertEquals("inside", taken.take());
        }
        assertSoon("its end", () -> !exists(token));
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void itVanishesWithAQueueWhoseHoldersAreKilled(Mode mode) throws Exception {
        PeerJvm holder = peer(mode);
        ProcessQueue<Object> carrier = keep(ProcessQueue.create());
        ProcessQueue<Object> traveller = keep(ProcessQueue.create());
        byte[] token = Serialized.write(traveller);
        carrier.put(traveller);
        traveller.close();
        Running<Integer> held = holder.give(carrier, c -> {
            Thread.sleep(Long.MAX_VALUE);
            return c.size();
        });
        assertTrue(exists(token));
        assertFalse(held.isDone());
        holder.kill();
        assertSoon("its end", () -> !exists(token));
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void itStaysInANamedQueueThatNobodyHoldsUntilThatIsRemoved(Mode mode) throws Exception {
        String name = "handles-" + mode;
        ProcessQueue<Object> traveller = keep(ProcessQueue.create());
        byte[] token = Serialized.write(traveller);
        traveller.put("inside");
        try (ProcessQueue<Object> carrier = ProcessQueue.builder().name(name).build()) {
            carrier.put(traveller);
            carrier.put(traveller);
        }
        traveller.close();
        PeerJvm receiver = peer(mode);
        assertEquals("inside", receiver.run(_ -> {
            try (var opened = ProcessQueue.<Object>open(name);
                    var taken = (ProcessQueue<?>) opened.take()) {
                return taken.take();
            }
        }).get());
        assertTrue(exists(token));
        assertTrue(ProcessQueue.unlink(name));
        assertSoon("its end", () -> !exists(token));
    }
}
