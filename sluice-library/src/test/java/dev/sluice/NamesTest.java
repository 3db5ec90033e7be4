package dev.sluice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.contract.SluiceTest;
import dev.sluice.peer.PeerJvm;
import dev.sluice.peer.Running;
import dev.sluice.peer.Serialized;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Named queues: who makes, finds and removes them. */
final class NamesTest extends SluiceTest {
    private static final String NAME = "names-test";

    private static ProcessQueue.Builder<Object> builder() {
        return ProcessQueue.builder().name(NAME);
    }

    @AfterEach
    void unlink() {
        ProcessQueue.unlink(NAME);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".hidden", "..", "a/b", "a b", "ä", "a\0b", "a\nb"})
    void aBadNameIsRefused(String name) {
        assertFails(IllegalArgumentException.class, () -> ProcessQueue.builder().name(name));
        assertFails(IllegalArgumentException.class, () -> ProcessQueue.open(name));
        assertFails(IllegalArgumentException.class, () -> ProcessQueue.unlink(name));
    }

    @Test
    void aNameHasAtMostTwoHundredCharacters() {
        String longest = "Az09._-".repeat(28) + "1234";
        assertEquals(200, longest.length());
        keep(ProcessQueue.builder().name(longest).build());
        keep(ProcessQueue.open(longest));
        assertTrue(ProcessQueue.unlink(longest));
        assertFails(IllegalArgumentException.class, () -> ProcessQueue.builder().name(longest + "5"));
    }

    @Test
    void aMissingQueueIsNotFound() {
        var failure = assertFails(QueueNotFoundException.class, () -> ProcessQueue.open(NAME));
        assertTrue(failure.getMessage().contains(NAME), failure.getMessage());
        assertFails(QueueNotFoundException.class, () -> JoinableQueue.open(NAME));
        assertFails(QueueNotFoundException.class, () -> QueueStatus.of(NAME));
        assertFalse(ProcessQueue.unlink(NAME));
    }

    @Test
    void aNameThatIsTakenIsNotBuiltAgain() {
        ProcessQueue<Object> queue = keep(builder().build());
        queue.add(1);
        var failure = assertFails(QueueExistsException.class, () -> builder().build());
        assertTrue(failure.getMessage().contains(NAME), failure.getMessage());
        assertFails(QueueExistsException.class, () -> builder().buildJoinable());
        queue.close();
        assertFails(QueueExistsException.class, () -> builder().build());
        assertEquals(1, keep(ProcessQueue.open(NAME)).poll());
    }

    @Test
    void eachOpenIsAHandleOfItsOwn() {
        ProcessQueue<Object> built = keep(builder().maxSize(5).build());
        ProcessQueue<Object> opened = keep(ProcessQueue.open("shm:" + NAME));
        assertEquals(built, opened);
        assertEquals(built.hashCode(), opened.hashCode());
        assertEquals(5, opened.maxSize());
        built.add("x");
        built.close();
        assertEquals(1, opened.size());
        assertFails(IllegalArgumentException.class, () -> opened.drainTo(keep(ProcessQueue.open(NAME))));
        assertEquals("x", opened.poll());
    }

    @Test
    void aNamedQueueStaysWhenNobodyHoldsIt() {
        try (ProcessQueue<Object> queue = builder().build()) {
            queue.add("stays");
        }
        assertEquals("stays", keep(ProcessQueue.open(NAME)).poll());
    }

    @Test
    void afterUnlinkTheHoldersGoOnAndTheNameIsFree() {
        ProcessQueue<Object> old = keep(builder().build());
        assertTrue(ProcessQueue.unlink(NAME));
        assertFalse(ProcessQueue.unlink(NAME));
        assertFails(QueueNotFoundException.class, () -> ProcessQueue.open(NAME));
        old.add("old");
        ProcessQueue<Object> young = keep(builder().build());
        assertNotEquals(old, young);
        assertTrue(young.isEmpty());
        assertEquals("old", old.poll());
    }

    @ParameterizedTest
    @ValueSource(strings = {"nosuch:queue", "nosuch://host/queue", "shm:", "shm:a/b"})
    void anAddressThatNoEngineAnswersIsRefused(String address) {
        assertFails(IllegalArgumentException.class, () -> ProcessQueue.open(address));
    }

    @Test
    void aJoinableQueueIsOpenedAsOneAndAPlainOneIsNot() {
        keep(builder().buildJoinable());
        assertInstanceOf(JoinableQueue.class, keep(ProcessQueue.open(NAME)));
        keep(JoinableQueue.open(NAME));
        ProcessQueue.unlink(NAME);
        keep(builder().build());
        assertFails(IllegalStateException.class, () -> JoinableQueue.open(NAME));
    }

    // openOrBuild

    @Test
    void openOrBuildBuildsOnceAndThenOpens() {
        ProcessQueue<Object> first = keep(builder().maxSize(3).openOrBuild());
        first.add(1);
        ProcessQueue<Object> second = keep(builder().maxSize(3).openOrBuild());
        assertEquals(first, second);
        assertEquals(1, second.poll());
    }

    @Test
    void openOrBuildWantsAName() {
        assertFails(IllegalStateException.class, () -> ProcessQueue.builder().openOrBuild());
        assertFails(IllegalStateException.class, () -> ProcessQueue.builder().openOrBuildJoinable());
    }

    static List<UnaryOperator<ProcessQueue.Builder<Object>>> otherSettings() {
        return List.of(
                b -> b.maxSize(4),
                b -> b.maxBytes(5_000),
                b -> b.buffered(true),
                b -> b.filter("java.base/*;!*"),
                b -> b.codec(new EmptyCodec()));
    }

    private static final class EmptyCodec implements Codec<Object> {
        private static final long serialVersionUID = 1L;

        @Override
        public byte[] encode(Object element) {
            return new byte[0];
        }

        @Override
        public Object decode(byte[] bytes) {
            return "";
        }
    }

    @ParameterizedTest
    @MethodSource("otherSettings")
    void openOrBuildRefusesOtherSettings(UnaryOperator<ProcessQueue.Builder<Object>> change) {
        keep(builder().maxSize(3).build());
        var failure = assertFails(
                IllegalStateException.class, () -> change.apply(builder().maxSize(3)).openOrBuild());
        assertTrue(failure.getMessage().contains(NAME), failure.getMessage());
        keep(builder().maxSize(3).openOrBuild());
    }

    @Test
    void openOrBuildRefusesTheOtherKind() {
        keep(builder().build());
        assertFails(IllegalStateException.class, () -> builder().openOrBuildJoinable());
        ProcessQueue.unlink(NAME);
        keep(builder().maxDeliveries(3).buildJoinable());
        assertFails(IllegalStateException.class, () -> builder().openOrBuild());
        assertFails(IllegalStateException.class, () -> builder().maxDeliveries(4).openOrBuildJoinable());
        keep(builder().maxDeliveries(3).openOrBuildJoinable());
    }

    @Test
    void manyMayOpenOrBuildAtOnce() throws Exception {
        try (PeerJvm peer = PeerJvm.start(PeerJvm.Mode.ofThisJvm().other())) {
            for (int round = 0; round < 10; round++) {
                List<Running<Boolean>> adding = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    adding.add(peer.run(_ -> openOrBuildAndAdd()));
                    adding.add(start(NamesTest::openOrBuildAndAdd));
                }
                for (var each : adding) {
                    assertTrue(each.get());
                }
                assertEquals(8, keep(ProcessQueue.open(NAME)).size());
                assertTrue(ProcessQueue.unlink(NAME));
            }
        }
    }

    private static boolean openOrBuildAndAdd() {
        try (ProcessQueue<Object> queue = builder().maxSize(100).openOrBuild()) {
            return queue.add(1);
        }
    }

    // Status

    @Test
    void statusShowsANamedQueueFromOutside() throws Exception {
        JoinableQueue<Object> queue = keep(builder().maxSize(10).maxBytes(9_000).buildJoinable());
        queue.addAll(List.of("a", "b", "c"));
        queue.take();
        assertTrue(QueueStatus.names().contains(NAME));
        QueueStatus status = QueueStatus.of(NAME);
        assertEquals(NAME, status.name());
        assertTrue(status.joinable());
        assertEquals(10, status.maxSize());
        assertEquals(9_000, status.maxBytes());
        assertEquals(2, status.size());
        assertEquals(1, status.unacknowledged());
        assertEquals(3, status.added());
        assertFalse(status.shutdown());
        assertTrue(status.bytes() > 0 && status.memoryBytes() > 0);
        assertEquals(
                List.of(ProcessHandle.current().pid()),
                status.holders().stream().map(QueueStatus.Holder::pid).toList());
        assertEquals(1, status.holders().getFirst().unacknowledged());
        queue.taskDone();
        queue.clear();
        queue.shutdown();
        QueueStatus after = QueueStatus.of(NAME);
        assertEquals(0, after.size());
        assertEquals(0, after.unacknowledged());
        assertEquals(0, after.bytes());
        assertTrue(after.shutdown());
    }

    @Test
    void aQueueThatIsClosedHoldsItsDeadLettersNoLonger() throws Exception {
        ProcessQueue.Builder<Object> settings = ProcessQueue.builder().maxDeliveries(1);
        try (ProcessQueue<Object> deadLetters = builder().build();
                JoinableQueue<Object> queue = settings.deadLetters(deadLetters).buildJoinable()) {
            queue.add(1);
            queue.receive().giveBack();
            assertEquals(1, deadLetters.get(LONG));
            Serialized.copyOf(queue).close();
        }
        assertSoon("nobody holds the dead letters", () -> QueueStatus.of(NAME).holders().isEmpty());
    }

    @Test
    void statusNamesTheHoldersInOtherProcesses() throws Exception {
        keep(builder().build());
        try (PeerJvm peer = PeerJvm.start(PeerJvm.Mode.ofThisJvm())) {
            Running<Object> holding = peer.run(_ -> {
                try (ProcessQueue<Object> queue = ProcessQueue.open(NAME)) {
                    return queue.take();
                }
            });
            holding.awaitBlocked();
            assertSoon("both holders", () -> QueueStatus.of(NAME).holders().size() == 2);
            assertTrue(QueueStatus.of(NAME).holders().stream().anyMatch(holder -> holder.pid() == peer.pid()));
            peer.kill();
            assertSoon("one holder", () -> QueueStatus.of(NAME).holders().size() == 1);
            assertThrows(PeerJvm.PeerDiedException.class, holding::get);
        }
    }
}
