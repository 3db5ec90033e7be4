package dev.sluice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What children print, on its way through their parent. */
class ChildProcessOutputTest extends ChildProcessSuite {
    private final List<ProcessOutput.Line> lines = Collections.synchronizedList(new ArrayList<>());

    private List<String> texts(boolean errors) {
        return lines.stream().filter(line -> line.isError() == errors).map(ProcessOutput.Line::text).toList();
    }

    @Test
    void everyLineReachesTheConsumerWithNameAndPidBeforeTheEndIsKnown() throws Exception {
        ChildProcess child = ChildProcess.builder()
                .name("talker")
                .output(ProcessOutput.lines(lines::add))
                .task(() -> {
                    for (int i = 0; i < 1000; i++) {
                        System.out.print("line " + i + (i % 2 == 0 ? "\n" : "\r\n"));
                    }
                    System.err.println("an error");
                    System.out.print("no end");
                })
                .start();
        child.join();
        List<String> expected = new ArrayList<>(
                IntStream.range(0, 1000).mapToObj(i -> "line " + i).toList());
        expected.add("no end");
        assertEquals(expected, texts(false));
        assertEquals(List.of("an error"), texts(true));
        assertTrue(lines.stream().allMatch(line -> line.child().equals("talker") && line.pid() == child.pid()));
    }

    @Test
    void aChildNeverWaitsForASlowConsumerAndNothingIsLost() throws Exception {
        int count = 200_000;
        CountDownLatch released = new CountDownLatch(1);
        AtomicInteger received = new AtomicInteger();
        AtomicInteger misplaced = new AtomicInteger();
        ChildProcess child = ChildProcess.builder()
                .output(ProcessOutput.lines(line -> {
                    try {
                        released.await();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                    if (!line.text().equals("a line that is long enough to fill all the pipes there are: "
                            + received.getAndIncrement())) {
                        misplaced.incrementAndGet();
                    }
                }))
                .task(() -> {
                    StringBuilder text = new StringBuilder();
                    for (int i = 0; i < count; i++) {
                        text.append("a line that is long enough to fill all the pipes there are: ")
                                .append(i)
                                .append('\n');
                    }
                    System.out.print(text);
                })
                .start();
        // The process itself ends, though not one line has been taken.
        ProcessHandle.of(child.pid()).ifPresent(process -> process.onExit().join());
        assertEquals(0, received.get());
        assertTrue(child.isAlive(), "its end is known only with its last line");
        released.countDown();
        child.join();
        assertEquals(count, received.get());
        assertEquals(0, misplaced.get());
    }

    @Test
    void aConsumerThatThrowsGetsTheNextLineAllTheSame() throws Exception {
        ChildProcess child = ChildProcess.builder()
                .output(ProcessOutput.lines(line -> {
                    lines.add(line);
                    Thread.currentThread().setUncaughtExceptionHandler((_, _) -> {});
                    throw new IllegalStateException("not this line");
                }))
                .task(() -> System.out.println("one\ntwo"))
                .start();
        child.join();
        assertEquals(List.of("one", "two"), texts(false));
    }

    @Test
    void aProcessThatTheChildLeavesBehindDoesNotHoldUpItsEnd() throws Exception {
        ChildProcess child = ChildProcess.builder()
                .output(ProcessOutput.lines(lines::add))
                .task(() -> {
                    Process process = new ProcessBuilder("sleep", "1000").inheritIO().start();
                    System.out.println(process.pid());
                })
                .start();
        child.join();
        ProcessHandle left = ProcessHandle.of(Long.parseLong(texts(false).getFirst())).orElseThrow();
        assertTrue(left.isAlive());
        left.destroyForcibly();
        left.onExit().join();
    }

    static final class ParentOfComplainer {
        public static void main(String[] arguments) throws Exception {
            ChildProcess child = ChildProcess.start(() -> System.err.println("from the child"));
            child.join();
            System.out.println(child.exitCode());
        }
    }

    @Test
    void itsErrorsAreInheritedByDefault() throws Exception {
        try (ProgramJvm parent = ProgramJvm.run(ParentOfComplainer.class)) {
            assertEquals("from the child\nOptionalInt[0]\n", parent.output());
        }
    }

    static final class ParentThatExitsAtOnce {
        public static void main(String[] arguments) throws Exception {
            try (Reports reports = new Reports()) {
                int port = reports.port();
                ChildProcess.start(() -> {
                    Runtime.getRuntime().addShutdownHook(new Thread(() -> System.err.println("last words")));
                    Reports.sendPidAndStay(port);
                });
                reports.next();
            }
            System.exit(0);
        }
    }

    @Test
    void itsLastWordsAreInheritedWhenItsParentEndsIt() throws Exception {
        try (ProgramJvm parent = ProgramJvm.run(ParentThatExitsAtOnce.class)) {
            assertEquals("last words\n", parent.output());
        }
    }

    static final class ParentOfDirect {
        public static void main(String[] arguments) throws Exception {
            ChildProcess child = ChildProcess.builder()
                    .output(ProcessOutput.inheritDirectly())
                    .task(() -> {
                        System.err.println("from the child");
                        System.exit(3);
                    })
                    .start();
            child.join();
            ChildDiedException death = (ChildDiedException) child.exception().orElseThrow();
            System.out.println(death.lastErrors());
        }
    }

    @Test
    void errorsMayBeInheritedDirectly() throws Exception {
        try (ProgramJvm parent = ProgramJvm.run(ParentOfDirect.class)) {
            assertEquals("from the child\n[]\n", parent.output());
        }
    }
}
