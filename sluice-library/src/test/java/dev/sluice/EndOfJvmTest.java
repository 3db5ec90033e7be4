package dev.sluice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.contract.LeftoversExtension;
import dev.sluice.contract.SluiceTest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A JVM that ends by itself or by a signal it can answer, while its threads are in the middle of something. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class EndOfJvmTest extends SluiceTest {
    private static final int SIGTERM_EXIT = 143;
    private static final long SLOW_HOOK_MILLIS = 300;

    /** Its daemon thread never comes to the end of what it has to close. */
    static final class Closes {
        private Closes() {}

        public static void main(String[] arguments) throws InterruptedException {
            List<ProcessQueue<Integer>> queues = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                queues.add(ProcessQueue.create());
            }
            CountDownLatch oneIsClosed = new CountDownLatch(1);
            Thread.ofPlatform().daemon().start(() -> {
                for (ProcessQueue<Integer> queue : queues) {
                    queue.close();
                    oneIsClosed.countDown();
                }
            });
            oneIsClosed.await();
        }
    }

    @RepeatedTest(4)
    void whatADaemonThreadIsJustClosingIsLeftAllTheSame() throws Exception {
        List<String> before = LeftoversExtension.files();
        try (ProgramJvm program = ProgramJvm.run(Closes.class)) {
            assertEquals("", program.output());
            assertEquals(0, program.waitFor());
        }
        assertEquals(before, LeftoversExtension.files());
    }

    /** Its threads wait for ever in all the ways there are, and its end takes a while. */
    static final class Waits {
        private Waits() {}

        public static void main(String[] arguments) throws Exception {
            ProcessQueue<Integer> empty = ProcessQueue.create();
            ProcessQueue<Integer> full = ProcessQueue.create(1);
            JoinableQueue<Integer> unfinished = JoinableQueue.create();
            Pipe pipe = Pipe.duplex();
            full.put(1);
            unfinished.put(1);
            List<Callable<?>> waits = List.of(
                    empty::take,
                    () -> empty.poll(LONG.toSeconds(), TimeUnit.SECONDS),
                    () -> {
                        full.put(2);
                        return null;
                    },
                    () -> {
                        unfinished.join();
                        return null;
                    },
                    pipe.first()::recv,
                    () -> pipe.second().poll(LONG));
            Runtime.getRuntime().addShutdownHook(new Thread(Waits::endSlowly));
            for (Callable<?> wait : waits) {
                Thread.ofPlatform().daemon().start(() -> {
                    try {
                        System.out.println("got " + wait.call());
                    } catch (Throwable e) {
                        e.printStackTrace(System.out);
                    }
                });
            }
            System.out.print('.');
            empty.take();
        }

        private static void endSlowly() {
            try {
                Thread.sleep(SLOW_HOOK_MILLIS);
            } catch (InterruptedException e) {
                System.out.println("a hook was interrupted");
            }
        }
    }

    @Test
    void threadsThatWaitDoNotSeeThatTheirJvmEnds() throws Exception {
        try (ProgramJvm program = ProgramJvm.run(Waits.class)) {
            assertEquals('.', program.read());
            program.signal("TERM");
            assertEquals("", program.output());
            assertEquals(SIGTERM_EXIT, program.waitFor());
        }
    }

    /** A shutdown hook of its own goes on with a queue until it is told why it cannot. */
    static final class UsesInHook {
        private UsesInHook() {}

        public static void main(String[] arguments) {
            ProcessQueue<Integer> queue = ProcessQueue.create();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                try {
                    while (true) {
                        queue.put(1);
                        queue.take();
                    }
                } catch (QueueClosedException | InterruptedException e) {
                    System.out.println(e.getMessage());
                }
            }));
        }
    }

    @Test
    void aShutdownHookThatComesTooLateIsToldSoAndDoesNotKeepTheJvm() throws Exception {
        try (ProgramJvm program = ProgramJvm.run(UsesInHook.class)) {
            String output = program.output();
            assertTrue(output.startsWith("this JVM is ending, and has let go of ProcessQueue["), output);
            assertEquals(0, program.waitFor());
        }
    }
}
