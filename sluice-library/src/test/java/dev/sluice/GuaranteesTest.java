package dev.sluice;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.JoinableQueue.Delivery;
import dev.sluice.contract.LeftoversExtension;
import dev.sluice.contract.SluiceTest;
import dev.sluice.peer.Journal;
import dev.sluice.peer.OtherThread;
import dev.sluice.peer.PeerJvm;
import dev.sluice.peer.PeerJvm.Mode;
import dev.sluice.peer.Running;
import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each guarantee in its simplest form, between real processes; an index, by the numbers of the guarantees. What is
 * shown here once is attacked from all sides in the contracts ({@link OneProcessTest}, {@link TwoProcessesTest}, {@link
 * MixedProcessesTest}), in {@link DeathTest}, {@link FilesTest}, {@link NamesTest} and {@link VirtualThreadsTest}.
 */
final class GuaranteesTest extends SluiceTest {
    private static final String NAME = "guarantees-test";

    private PeerJvm peer() {
        return keep(PeerJvm.start(Mode.ofThisJvm()));
    }

    @Test
    void guarantee01OrderIsOneForAllProcesses() throws Exception {
        ProcessQueue<Integer> queue = keep(ProcessQueue.create());
        PeerJvm peer = peer();
        for (int i = 0; i < 20; i += 2) {
            queue.put(i);
            int next = i + 1;
            assertTrue(peer.run(queue, q -> q.add(next)).get());
        }
        for (int i = 0; i < 20; i++) {
            assertEquals(i, queue.take());
        }
    }

    @Test
    void guarantee02WhatWasDoneBeforeAPutIsVisibleAfterTheTake() throws Exception {
        Journal shared = keep(Journal.create(1));
        ProcessQueue<Integer> queue = keep(ProcessQueue.create());
        Running<Boolean> counting = peer().run(queue, q -> {
            for (int i = 1; i <= 5_000; i++) {
                shared.count(0);
                q.put(i);
            }
            return true;
        });
        for (int i = 1; i <= 5_000; i++) {
            int taken = queue.take();
            assertTrue(shared.get(0) >= taken);
        }
        assertTrue(counting.get());
        assertTrue(queue.isEmpty());
    }

    @Test
    void guarantee03AnElementOutlivesItsProducer() throws Exception {
        ProcessQueue<byte[]> queue = keep(ProcessQueue.create());
        PeerJvm peer = peer();
        Running<Boolean> producing = peer.run(queue, q -> {
            q.put(new byte[] {1, 2, 3});
            q.put(new byte[100_000]);
            Thread.sleep(LONG);
            return true;
        });
        assertSoon("both put", () -> queue.size() == 2);
        peer.kill();
        assertThrows(PeerJvm.PeerDiedException.class, producing::get);
        assertArrayEquals(new byte[] {1, 2, 3}, queue.take());
        assertArrayEquals(new byte[100_000], queue.take());
    }

    @Test
    void guarantee04NobodyIsStuckWhenAnotherIsKilled() throws Throwable {
        ProcessQueue<Integer> queue = keep(ProcessQueue.create(4));
        for (int round = 0; round < 3; round++) {
            PeerJvm peer = peer();
            Running<Boolean> busy = peer.run(queue, q -> {
                while (true) {
                    q.offer(1);
                    q.poll();
                }
            });
            assertSoon("it is busy", () -> !queue.isEmpty());
            peer.kill();
            assertThrows(PeerJvm.PeerDiedException.class, busy::get);
            assertPrompt(() -> {
                queue.clear();
                queue.put(2);
                assertEquals(2, queue.take());
            });
        }
    }

    @Test
    void guarantee05WhatWasNotAcknowledgedIsDeliveredAgain() throws Exception {
        JoinableQueue<String> queue = keep(JoinableQueue.create());
        queue.put("work");
        PeerJvm peer = peer();
        peer.run(queue, q -> {
            q.take();
            Thread.sleep(LONG);
            return true;
        });
        assertSoon("taken", queue::isEmpty);
        peer.kill();
        try (Delivery<String> delivery = queue.receive(LONG)) {
            assertEquals("work", delivery.element());
            assertEquals(2, delivery.count());
            delivery.done();
        }
        queue.join();
    }

    @Test
    void guarantee06EveryWaitEndsOnTime() throws Throwable {
        ProcessQueue<Integer> queue = keep(ProcessQueue.create(1));
        assertLasts(SHORT, () -> assertFails(QueueEmptyException.class, () -> queue.get(SHORT)));
        assertInterruptEnds(startBlocked(queue::take));
        var waiting = startBlocked(queue::take);
        assertTrue(peer().run(queue, q -> {
            q.shutdown();
            return true;
        }).get());
        assertThrows(QueueShutdownException.class, waiting::get);
    }

    @Test
    void guarantee06WaitingCostsNoProcessorTime() throws Exception {
        ProcessQueue<Integer> queue = keep(ProcessQueue.create(1));
        var waiter = new AtomicReference<Thread>();
        var waiting = startBlocked(() -> {
            waiter.set(Thread.currentThread());
            return queue.take();
        });
        var threads = ManagementFactory.getThreadMXBean();
        long before = threads.getThreadCpuTime(waiter.get().threadId());
        Thread.sleep(1_000);
        long nanos = threads.getThreadCpuTime(waiter.get().threadId()) - before;
        assertTrue(nanos < 250_000_000, () -> nanos + " ns of processor time in a second of waiting");
        queue.put(1);
        assertEquals(1, waiting.get());
    }

    @Test
    void guarantee07MemoryOfABurstIsGivenBack() throws Exception {
        ProcessQueue<byte[]> queue = keep(ProcessQueue.<byte[]>builder().name(NAME).build());
        try {
            int megabytes = 256;
            for (int i = 0; i < megabytes; i++) {
                queue.put(new byte[1 << 20]);
            }
            long full = QueueStatus.of(NAME).memoryBytes();
            assertTrue(full >= megabytes << 20, () -> "full: " + full);
            for (int i = 0; i < megabytes; i++) {
                queue.take();
            }
            assertSoon("memory given back", () -> QueueStatus.of(NAME).memoryBytes() < full / 3);
        } finally {
            ProcessQueue.unlink(NAME);
        }
    }

    @Test
    void guarantee07WhatCouldNeverFitIsRefusedAtOnce() throws Exception {
        ProcessQueue<byte[]> queue = keep(ProcessQueue.<byte[]>builder().maxBytes(10_000).build());
        assertFails(ElementTooLargeException.class, () -> queue.put(new byte[20_000]));
        queue.put(new byte[5_000]);
        assertEquals(5_000, queue.take().length);
    }

    @Test
    void guarantee08NothingIsLeftOfAnAnonymousQueue() throws Exception {
        PeerJvm peer = peer();
        ProcessQueue<Integer> queue = keep(ProcessQueue.create());
        Running<Integer> holding = peer.run(queue, ProcessQueue::take);
        holding.awaitBlocked();
        queue.close();
        peer.kill();
        assertTrue(peer().run(_ -> {
            try (ProcessQueue<Integer> next = ProcessQueue.create()) {
                return next.add(1);
            }
        }).get());
        assertSoon("nothing left", () -> Files.notExists(LeftoversExtension.directory()));
    }

    @Test
    void guarantee08ANamedQueueStaysUntilItIsRemoved() throws Exception {
        PeerJvm peer = peer();
        assertTrue(peer.run(_ -> {
            try (ProcessQueue<String> queue = ProcessQueue.<String>builder().name(NAME).build()) {
                return queue.add("stays");
            }
        }).get());
        peer.kill();
        assertEquals("stays", keep(ProcessQueue.<String>open(NAME)).take());
        assertTrue(ProcessQueue.unlink(NAME));
    }

    @Test
    void guarantee09HandlesTravel() throws Exception {
        ProcessQueue<Object> carrier = keep(ProcessQueue.create());
        ProcessQueue<String> answers = keep(ProcessQueue.create());
        Pipe pipe = keep(Pipe.duplex());
        carrier.put(answers);
        carrier.put(pipe.second());
        pipe.second().close();
        Running<Boolean> there = peer().run(carrier, c -> {
            @SuppressWarnings("unchecked") // what was put
            var queue = (ProcessQueue<String>) c.take();
            try (queue;
                    var connection = (Connection) c.take()) {
                queue.put("by queue");
                connection.send("by connection");
            }
            return true;
        });
        assertEquals("by queue", answers.take());
        assertEquals("by connection", pipe.first().recv());
        assertTrue(there.get());
    }

    private record Secret(String content) implements Serializable {}

    @Test
    void guarantee10WhatIsReadIsChecked() throws Exception {
        ProcessQueue<Object> queue = keep(ProcessQueue.builder().filter("java.base/*;!*").build());
        queue.put(new Secret("x"));
        queue.put("next");
        var refused = assertFails(SerializationException.class, queue::take);
        assertTrue(refused.getMessage().contains("Secret"), refused.getMessage());
        assertEquals("next", queue.take());
    }

    /** A program as a user would write it. */
    static final class PlainProgram {
        static void main() throws Exception {
            try (ProcessQueue<String> queue = ProcessQueue.create(1);
                    Pipe pipe = Pipe.duplex()) {
                var putting = OtherThread.start(() -> {
                    queue.put("a");
                    queue.put("b");
                    pipe.first().send("c");
                    return true;
                });
                System.out.print(queue.take() + queue.take() + pipe.second().recv());
                putting.get();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "off"})
    void guarantee11APlainProgramNeedsNoFlagsAndPrintsNoWarning(String nativeAccess) throws Exception {
        Process program = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-Ddev.sluice.native=" + nativeAccess,
                "-Ddev.sluice.dir=" + LeftoversExtension.directory(),
                PlainProgram.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(program.waitFor(20, TimeUnit.SECONDS));
        assertEquals("abc", output);
        assertEquals(0, program.exitValue());
    }
}
