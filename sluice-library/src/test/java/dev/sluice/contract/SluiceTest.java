package dev.sluice.contract;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.peer.OtherThread;
import dev.sluice.peer.OtherThread.RunningThread;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;

/**
 * What the tests of waiting things have in common: they end in time, close what they opened, and show it on failure.
 */
@Tag("native-and-portable")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ExtendWith(StateDumpExtension.class)
public abstract class SluiceTest {
    /** Long enough for a wait to be noticed, short enough for many tests. */
    protected static final Duration SHORT = Duration.ofMillis(60);

    /** Longer than any wait that a test expects to end by itself. */
    protected static final Duration LONG = Duration.ofSeconds(20);

    private static final Duration LATE = Duration.ofSeconds(1);

    private final Deque<AutoCloseable> kept = new ArrayDeque<>();

    /** Closes it after the test, the last one first. */
    protected final <T extends AutoCloseable> T keep(T resource) {
        kept.push(resource);
        return resource;
    }

    final Iterable<AutoCloseable> kept() {
        return kept;
    }

    @AfterEach
    final void closeAll() throws Exception {
        while (!kept.isEmpty()) {
            kept.pop().close();
        }
    }

    /** Runs on another thread of this process. */
    protected static <R> RunningThread<R> start(OtherThread.Work<R> work) {
        return OtherThread.start(work);
    }

    /** As {@link #start}, and returns when it probably waits. */
    protected static <R> RunningThread<R> startBlocked(OtherThread.Work<R> work) throws InterruptedException {
        RunningThread<R> running = start(work).awaitBlocked();
        assertFalse(running.isDone(), "it should wait");
        return running;
    }

    /** The call throws exactly this type, with a message. */
    protected static <T extends Throwable> T assertFails(Class<T> type, Executable call) {
        T thrown = assertThrows(type, call);
        String message = thrown.getMessage();
        assertTrue(message != null && !message.isBlank(), () -> thrown + " says nothing");
        return thrown;
    }

    /** The call ends after this time: not early, and at most a second late. */
    protected static void assertLasts(Duration time, Executable call) throws Throwable {
        long before = System.nanoTime();
        call.execute();
        long nanos = System.nanoTime() - before;
        assertTrue(nanos >= time.toNanos(), () -> "early: after " + nanos + " ns, not " + time);
        assertTrue(nanos <= time.plus(LATE).toNanos(), () -> "late: after " + nanos + " ns, not " + time);
    }

    /** The call ends at once: within the second that the library allows itself. */
    protected static void assertPrompt(Executable call) throws Throwable {
        assertLasts(Duration.ZERO, call);
    }

    /** The running call is ended by an interrupt, with the flag cleared. */
    protected static void assertInterruptEnds(RunningThread<?> running) {
        assertThrows(InterruptedException.class, () -> running.interrupt().get());
    }

    /** The call refuses to wait with the interrupt flag set, and clears it. */
    protected static void assertRefusesInterrupted(Executable call) {
        Thread.currentThread().interrupt();
        try {
            assertThrows(InterruptedException.class, call);
            assertFalse(Thread.currentThread().isInterrupted(), "the interrupt flag should be cleared");
        } finally {
            Thread.interrupted();
        }
    }

    /** Waits for a condition that nobody signals. */
    protected static void assertSoon(String what, Condition condition) throws Exception {
        long deadline = System.nanoTime() + LONG.toNanos();
        while (!condition.holds()) {
            assertTrue(System.nanoTime() < deadline, () -> "not within " + LONG + ": " + what);
            Thread.sleep(2);
        }
    }

    /** Something that becomes true. */
    @FunctionalInterface
    protected interface Condition {
        boolean holds() throws Exception;
    }
}
