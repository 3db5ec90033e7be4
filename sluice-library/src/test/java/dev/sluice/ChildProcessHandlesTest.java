package dev.sluice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.peer.Serialized;
import java.io.EOFException;
import java.io.Serial;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Queues and connections that a task captures. */
class ChildProcessHandlesTest extends ChildProcessSuite {
    @Test
    void aQueueThatATaskCapturesIsTheSameQueue() throws Exception {
        try (ProcessQueue<Long> queue = ProcessQueue.create(2)) {
            ChildProcess child = ChildProcess.start(() -> {
                for (long i = 0; i < 10; i++) {
                    queue.put(i);
                }
            });
            for (long i = 0; i < 10; i++) {
                assertEquals(i, queue.get());
            }
            child.join();
            assertEquals(OptionalInt.of(0), child.exitCode());
            assertTrue(queue.isEmpty());
        }
    }

    @Test
    void aJoinableQueueStaysJoinable() throws Exception {
        try (JoinableQueue<String> queue = JoinableQueue.create()) {
            queue.put("one");
            queue.put("two");
            try (ChildProcess child = ChildProcess.start(() -> {
                queue.get();
                queue.taskDone();
                queue.get();
                queue.taskDone();
            })) {
                queue.join();
                child.join();
                assertEquals(OptionalInt.of(0), child.exitCode());
            }
        }
    }

    @Test
    void whatTheParentClosesAfterStartStaysOpenInTheChild() throws Exception {
        try (Pipe pipe = Pipe.duplex()) {
            Connection far = pipe.second();
            ChildProcess child = ChildProcess.start(() -> {
                far.send("from the child");
                far.send((String) far.recv() + "!");
            });
            far.close();

            assertEquals("from the child", pipe.first().recv());
            pipe.first().send("back");
            assertEquals("back!", pipe.first().recv());
            child.join();
            assertEquals(OptionalInt.of(0), child.exitCode());
            assertThrows(EOFException.class, () -> pipe.first().recv());
        }
    }

    @Test
    void itsEndCanBeAwaitedTogetherWithMessages() throws Exception {
        try (Pipe pipe = Pipe.oneWay();
                ChildProcess child = ChildProcess.start(() -> Thread.sleep(60_000));
                Connection sentinel = child.sentinel()) {
            List<Connection> both = List.of(pipe.first(), sentinel);
            assertEquals(List.of(), Connection.waitAny(both, Duration.ZERO));
            pipe.second().send("a message");
            assertEquals(List.of(pipe.first()), Connection.waitAny(both));
            assertEquals("a message", pipe.first().recv());
            child.kill();
            assertEquals(List.of(sentinel), Connection.waitAny(both));
            assertThrows(EOFException.class, sentinel::recv);
        }
    }

    @Test
    void aTaskMayHoldBothEnds() throws Exception {
        try (Pipe pipe = Pipe.duplex();
                ProcessQueue<String> results = ProcessQueue.create()) {
            Connection first = pipe.first();
            Connection second = pipe.second();
            try (ChildProcess child = ChildProcess.start(() -> {
                first.send("to second");
                results.put(second.recv());
                second.send("to first");
                results.put(first.recv());
            })) {
                first.close();
                second.close();
                assertEquals("to second", results.get());
                assertEquals("to first", results.get());
                child.join();
                assertEquals(OptionalInt.of(0), child.exitCode());
            }
        }
    }

    @Test
    void theParentKeepsNoHandleOpenOnceTheChildHasItsOwn() throws Exception {
        try (Pipe pipe = Pipe.duplex()) {
            Connection far = pipe.second();
            ChildProcess child = ChildProcess.start(() -> {
                far.send("up");
                far.close();
                Thread.sleep(Long.MAX_VALUE);
            });
            far.close();
            assertEquals("up", pipe.first().recv());
            assertThrows(EOFException.class, () -> pipe.first().recv());
            assertTrue(child.isAlive());
        }
    }

    @Test
    void theOtherEndSeesAChildThatDiesBeforeItsTaskBegan() throws Exception {
        try (Pipe pipe = Pipe.duplex()) {
            Connection far = pipe.second();
            ChildProcess child = ChildProcess.builder()
                    .task(far::close)
                    .jvmOptions("-XX:+NoSuchOption")
                    .output(ProcessOutput.discard())
                    .start();
            far.close();
            assertThrows(EOFException.class, () -> pipe.first().recv());
            child.join();
        }
    }

    @Test
    void theOtherEndSeesAKilledChild() throws Exception {
        try (Pipe pipe = Pipe.duplex()) {
            Connection far = pipe.second();
            ChildProcess child = ChildProcess.start(() -> {
                far.send("up");
                Thread.sleep(Long.MAX_VALUE);
            });
            far.close();
            assertEquals("up", pipe.first().recv());
            assertFalse(pipe.first().poll(Duration.ofMillis(20)));
            child.kill();
            assertThrows(EOFException.class, () -> pipe.first().recv());
        }
    }

    @Test
    void whatAChildPutsRightBeforeItEndsIsHeldByItsParent() throws Exception {
        try (ProcessQueue<ProcessQueue<String>> results = ProcessQueue.create();
                ProcessQueue<ProcessQueue<String>> buffered =
                        ProcessQueue.<ProcessQueue<String>>builder().buffered(true).build()) {
            try (ChildProcess child = ChildProcess.start(() -> {
                for (ProcessQueue<ProcessQueue<String>> queue : List.of(results, buffered)) {
                    ProcessQueue<String> made = ProcessQueue.create();
                    made.put("from the child");
                    queue.put(made);
                }
            })) {
                child.join();
                assertEquals(OptionalInt.of(0), child.exitCode());
            }
            for (ProcessQueue<ProcessQueue<String>> queue : List.of(results, buffered)) {
                byte[] token;
                try (ProcessQueue<String> result = queue.take()) {
                    assertEquals("from the child", result.take());
                    token = Serialized.write(result);
                }
                while (exists(token)) {
                    Thread.sleep(2);
                }
            }
        }
    }

    private static boolean exists(byte[] token) throws Exception {
        try (var _ = (ProcessQueue<?>) Serialized.read(token)) {
            return true;
        } catch (QueueNotFoundException e) {
            return false;
        }
    }

    @Test
    void anEndOfAPipeThatAChildPutsRightBeforeItEndsStaysOpen() throws Exception {
        try (ProcessQueue<Connection> results = ProcessQueue.create();
                Pipe pipe = Pipe.duplex()) {
            Connection far = pipe.second();
            try (ChildProcess child = ChildProcess.start(() -> results.put(far))) {
                far.close();
                child.join();
            }
            assertFalse(pipe.first().poll());
            try (Connection arrived = results.take()) {
                arrived.send("still open");
            }
            assertEquals("still open", pipe.first().recv());
            assertThrows(EOFException.class, () -> pipe.first().recv());
        }
    }

    /** As in the programs that come from Python: a process class that holds its queue. */
    private static final class Producer extends ChildProcess {
        @Serial
        private static final long serialVersionUID = 1L;

        private final ProcessQueue<String> queue;

        Producer(ProcessQueue<String> queue) {
            this.queue = queue;
        }

        @Override
        protected void run() throws Exception {
            queue.put(name());
        }
    }

    @Test
    void subclassesHoldQueuesToo() throws Exception {
        try (ProcessQueue<String> queue = ProcessQueue.create()) {
            Set<String> names = new HashSet<>();
            Set<String> reported = new HashSet<>();
            for (int i = 0; i < 3; i++) {
                names.add(new Producer(queue).start().name());
            }
            for (int i = 0; i < 3; i++) {
                reported.add(queue.get());
            }
            assertEquals(names, reported);
            for (ChildProcess child : ChildProcess.active()) {
                child.join();
            }
        }
    }
}
