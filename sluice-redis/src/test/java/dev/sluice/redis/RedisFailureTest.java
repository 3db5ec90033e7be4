package dev.sluice.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.JoinableQueue;
import dev.sluice.JoinableQueue.Delivery;
import dev.sluice.LeaseLostException;
import dev.sluice.ProcessQueue;
import dev.sluice.QueueDamagedException;
import dev.sluice.QueueExistsException;
import dev.sluice.QueueNotFoundException;
import dev.sluice.QueueServerException;
import dev.sluice.SerializationException;
import dev.sluice.contract.SluiceTest;
import dev.sluice.peer.PeerJvm;
import dev.sluice.peer.Running;
import dev.sluice.peer.Serialized;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a server, a network, or a user may do to a queue. */
final class RedisFailureTest extends SluiceTest {
    private static TestServer server;

    @BeforeAll
    static void startServer() {
        server = new TestServer();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    private <E> JoinableQueue<E> joinable(String uri) {
        return keep(ProcessQueue.<E>builder().name(uri).buildJoinable());
    }

    @Test
    void whatWasPutSurvivesAKilledServerAndWhoWaitsGoesOn() throws Exception {
        try (TestServer mortal = new TestServer()) {
            ProcessQueue<Integer> queue =
                    keep(ProcessQueue.<Integer>builder().name(mortal.newUri() + "?timeout=20").build());
            ProcessQueue<Integer> other =
                    keep(ProcessQueue.<Integer>builder().name(mortal.newUri() + "?timeout=20").build());
            List<Integer> numbers = IntStream.range(0, 500).boxed().toList();
            queue.putAll(numbers);
            Running<Integer> waiting = startBlocked(other::take);
            mortal.kill();
            mortal.start();
            List<Integer> taken = new ArrayList<>();
            for (int i = 0; i < numbers.size(); i++) {
                taken.add(queue.take());
            }
            assertEquals(numbers, taken);
            assertTrue(queue.isEmpty());
            other.put(7);
            assertEquals(7, waiting.get());
            queue.close();
            other.close();
        }
    }

    @Test
    void killsOfTheServerInTheMiddleOfTrafficLoseAndDoubleNothing() throws Exception {
        try (TestServer mortal = new TestServer()) {
            ProcessQueue<Integer> queue = keep(ProcessQueue.<Integer>builder()
                    .name(mortal.newUri() + "?timeout=20")
                    .maxSize(10)
                    .build());
            int count = 2_000;
            Running<Boolean> putting = start(() -> {
                for (int i = 0; i < count; i++) {
                    queue.put(i);
                }
                return true;
            });
            List<Integer> taken = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                Integer next = queue.poll(LONG.toSeconds(), TimeUnit.SECONDS);
                if (next == null) {
                    assertTrue(putting.isDone(), "the producer is stuck, too");
                    assertTrue(putting.get()); // or it says why it has ended
                }
                assertEquals(i, next);
                taken.add(next);
                if (i == 300 || i == 900 || i == 1_500) {
                    mortal.kill();
                    mortal.start();
                }
            }
            assertTrue(putting.get());
            assertEquals(IntStream.range(0, count).boxed().toList(), taken);
            queue.close();
        }
    }

    @Test
    void whoWaitsForAServerThatStaysAwayIsToldInTime() throws Exception {
        try (TestServer mortal = new TestServer()) {
            ProcessQueue<Integer> queue =
                    keep(ProcessQueue.<Integer>builder().name(mortal.newUri() + "?timeout=0.5").build());
            Running<Integer> waiting = startBlocked(queue::take);
            mortal.kill();
            assertFails(QueueServerException.class, waiting::get);
            assertFails(QueueServerException.class, () -> queue.put(1));
        }
    }

    @Test
    void aServerThatIsNotThereIsNamed() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        var failure = assertFails(
                QueueServerException.class, () -> ProcessQueue.open("redis://127.0.0.1:" + port + "/q"));
        assertTrue(failure.getMessage().contains("127.0.0.1:" + port), failure.getMessage());
    }

    @Test
    void aWrongPasswordIsSaidAndNotShown() {
        try (TestServer closed = new TestServer("--requirepass", "right")) {
            for (String user : List.of(":wrong@", "")) {
                String uri = "redis://" + user + "127.0.0.1:" + closed.port() + "/q";
                var failure = assertFails(QueueServerException.class, () -> ProcessQueue.open(uri));
                assertTrue(failure.getMessage().contains("password"), failure.getMessage());
                assertFalse(failure.getMessage().contains("wrong"), failure.getMessage());
            }
            String uri = "redis://:right@127.0.0.1:" + closed.port() + "/q";
            try (ProcessQueue<Integer> queue = ProcessQueue.<Integer>builder().name(uri).build()) {
                queue.add(1);
                assertFalse(queue.toString().contains("right"), queue.toString());
                try (ProcessQueue<Integer> copy = Serialized.copyOf(queue)) {
                    assertEquals(1, copy.poll());
                }
            }
        }
    }

    @Test
    void aKeyOfAnotherTypeIsNamedAndLeftAlone() throws Exception {
        server.command("SET", "sluice:{foreign}:m", "mine");
        String uri = server.uri("foreign");
        assertFails(QueueDamagedException.class, () -> ProcessQueue.open(uri));
        assertFails(QueueDamagedException.class, () -> ProcessQueue.builder().name(uri).build());
        assertTrue(server.command("GET", "sluice:{foreign}:m").contains("mine"));
        server.command("DEL", "sluice:{foreign}:m");
        ProcessQueue<Integer> queue = keep(ProcessQueue.<Integer>builder().name(uri).build());
        server.command("SET", "sluice:{foreign}:q", "mine");
        var failure = assertFails(QueueDamagedException.class, () -> queue.put(1));
        assertTrue(failure.getMessage().contains("sluice:{foreign}:q"), failure.getMessage());
        server.command("DEL", "sluice:{foreign}:q");
        queue.put(1);
        assertEquals(1, queue.take());
    }

    @Test
    void aServerOutOfMemoryRefusesPutsAndLetsConsumersGetOn() throws Exception {
        try (TestServer small = new TestServer("--maxmemory", "12mb", "--maxmemory-policy", "noeviction")) {
            JoinableQueue<byte[]> queue =
                    keep(ProcessQueue.<byte[]>builder().name(small.newUri()).buildJoinable());
            int put = 0;
            QueueServerException failure = null;
            while (failure == null) {
                try {
                    queue.put(new byte[100_000]);
                    put++;
                } catch (QueueServerException e) {
                    failure = e;
                }
            }
            assertTrue(failure.getMessage().contains("memory"), failure.getMessage());
            assertEquals(put, queue.size());
            for (int i = 0; i < put; i++) {
                assertEquals(100_000, queue.take().length);
                queue.taskDone();
            }
            queue.put(new byte[1]);
            assertEquals(1, queue.take().length);
            queue.close();
        }
    }

    @Test
    void aFlushedScriptCacheIsNotNoticed() throws Exception {
        ProcessQueue<Integer> queue = keep(ProcessQueue.<Integer>builder().name(server.newUri()).build());
        for (int i = 0; i < 5; i++) {
            queue.put(i);
            server.command("SCRIPT", "FLUSH");
            assertEquals(i, queue.take());
            server.command("SCRIPT", "FLUSH");
        }
    }

    @Test
    void whatAStoppedProcessHeldIsDeliveredAgainAndItsAcknowledgementRefused() throws Exception {
        String uri = server.newUri() + "?lease=0.5";
        JoinableQueue<Integer> queue = joinable(uri);
        queue.addAll(List.of(1, 2));
        try (PeerJvm peer = PeerJvm.start(PeerJvm.Mode.ofThisJvm())) {
            ProcessQueue<Boolean> acknowledge = keep(ProcessQueue.<Boolean>builder().name(server.newUri()).build());
            ProcessQueue<Boolean> taken = keep(ProcessQueue.<Boolean>builder().name(server.newUri()).build());
            JoinableQueue<Integer> theirs = Serialized.copyOf(queue);
            ProcessQueue<Boolean> signal = Serialized.copyOf(acknowledge);
            ProcessQueue<Boolean> tell = Serialized.copyOf(taken);
            Running<String> late = peer.give(theirs, q -> {
                q.take();
                tell.put(true);
                signal.take();
                try {
                    q.taskDone();
                    return "done";
                } catch (IllegalStateException e) {
                    return e.getClass().getSimpleName();
                }
            });
            assertTrue(taken.take());
            peer.stop();
            assertEquals(2, queue.take());
            try (Delivery<Integer> again = queue.receive(LONG)) {
                assertEquals(1, again.element());
                assertEquals(2, again.count());
                peer.goOn();
                acknowledge.put(true);
                assertEquals(LeaseLostException.class.getSimpleName(), late.get());
                again.done();
            }
            queue.taskDone();
            assertTrue(queue.join(LONG));
            tell.close();
            signal.close();
        }
    }

    @Test
    void aLongTaskKeepsItsElementWhileItsProcessLives() throws Exception {
        JoinableQueue<Integer> queue = joinable(server.newUri() + "?lease=0.3");
        queue.add(1);
        Delivery<Integer> held = queue.receive();
        assertThrows(dev.sluice.QueueEmptyException.class, () -> queue.receive(java.time.Duration.ofSeconds(2)));
        held.done();
        assertTrue(queue.join(LONG));
    }

    @Test
    void whatAKilledProcessHeldIsDeliveredAgain() throws Exception {
        JoinableQueue<Integer> queue = joinable(server.newUri() + "?lease=0.5");
        queue.addAll(List.of(1, 2));
        PeerJvm peer = PeerJvm.start(PeerJvm.Mode.ofThisJvm());
        JoinableQueue<Integer> theirs = Serialized.copyOf(queue);
        Running<Integer> _ = peer.give(theirs, q -> {
            q.take();
            return q.take() + q.take();
        });
        assertSoon("both are taken", queue::isEmpty);
        peer.kill();
        assertEquals(1, queue.take());
        assertEquals(2, queue.take());
        queue.taskDone();
        queue.taskDone();
        assertTrue(queue.join(LONG));
    }

    @Test
    void aHandleTravelsInAnElement() throws Exception {
        ProcessQueue<Object> carrier = keep(ProcessQueue.builder().name(server.newUri()).build());
        ProcessQueue<Integer> traveller = keep(ProcessQueue.<Integer>builder().name(server.newUri()).build());
        carrier.put(traveller);
        traveller.put(5);
        try (ProcessQueue<?> arrived = (ProcessQueue<?>) carrier.take()) {
            assertEquals(traveller, arrived);
            assertEquals(5, arrived.take());
        }
    }

    @Test
    void aHandleOfSharedMemoryDoesNotLeaveTheMachine() {
        ProcessQueue<Object> carrier = keep(ProcessQueue.builder().name(server.newUri()).build());
        ProcessQueue<Integer> local = keep(ProcessQueue.<Integer>create());
        assertFails(SerializationException.class, () -> carrier.put(local));
        assertTrue(carrier.isEmpty());
    }

    @Test
    void namesAreTakenOnceAndFreeAgain() {
        String uri = server.uri("a}{b%20*:");
        String encoded = server.uri("a%7D%7Bb%2520%2A%3A");
        assertFails(IllegalArgumentException.class, () -> ProcessQueue.open(uri));
        assertFails(QueueNotFoundException.class, () -> ProcessQueue.open(encoded));
        ProcessQueue<Integer> queue = keep(ProcessQueue.<Integer>builder().name(encoded).build());
        assertFails(QueueExistsException.class, () -> ProcessQueue.builder().name(encoded).build());
        try (ProcessQueue<Integer> same = ProcessQueue.<Integer>builder().name(encoded).openOrBuild()) {
            assertEquals(queue, same);
        }
        assertFails(
                IllegalStateException.class,
                () -> ProcessQueue.builder().name(encoded).maxSize(3).openOrBuild());
        assertTrue(new RedisEngine().list(encoded).stream().anyMatch(each -> each.contains("a%7D%7Bb%2520%2A%3A")));
        assertTrue(ProcessQueue.unlink(encoded));
        assertFalse(ProcessQueue.unlink(encoded));
        assertFails(QueueNotFoundException.class, () -> queue.put(1));
    }
}
