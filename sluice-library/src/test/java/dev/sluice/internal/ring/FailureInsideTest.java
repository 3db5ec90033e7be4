package dev.sluice.internal.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.internal.layout.GetSide;
import dev.sluice.internal.layout.Header;
import dev.sluice.internal.layout.PutSide;
import dev.sluice.internal.layout.SegmentLayout;
import dev.sluice.internal.layout.Tables;
import dev.sluice.internal.layout.Words;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is thrown while a lock is held: the side is repaired, the lock released, and nothing half done stays. */
@Timeout(60)
final class FailureInsideTest {
    private static final Handle HANDLE = () -> false;
    private static final int BOUND = 64;
    /** One that stands in its slot, and one that has a chunk. */
    private static final int INLINE_LENGTH = 50;

    private static final int CHUNK_LENGTH = 300;
    /** One that is copied outside the locks. */
    private static final int LARGE_LENGTH = 70_000;

    private int length = CHUNK_LENGTH;
    private static final long SMALL_STACK = 192 << 10;

    private Attachment attachment;
    private Ring ring;
    private int next;
    private int expected;
    private int overflows;

    private void create(int kind) {
        attachment = Attachment.create(
                null,
                "failure-inside",
                SegmentLayout.of(kind, BOUND, 1L << 23, Integer.MAX_VALUE, 0),
                new byte[0]);
        ring = attachment.ring();
    }

    @AfterEach
    void release() {
        // What was in the hand of a thread whose stack ran out is this process's until it leaves.
        attachment.release();
    }

    private void assertLocksAreFree() {
        Words m = ring.file().words();
        assertEquals(0, m.getIntVolatile(PutSide.LOCK_AT), "the put lock");
        assertEquals(0, m.getIntVolatile(GetSide.LOCK_AT), "the get lock");
    }

    private void assertNothingIsPrepared() {
        ring.giveBackPreparationsLeftBehind(Ring.FOREVER);
        Words m = ring.file().words();
        for (int i = 0; i < Tables.PREPARATIONS; i++) {
            assertEquals(
                    Tables.PREPARATION_FREE,
                    m.getLong(Tables.preparationAt(i) + Tables.PREPARATION_STATE),
                    "preparation " + i);
        }
    }

    private byte[] numbered(int number) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) number);
        ByteBuffer.wrap(bytes).putInt(number);
        return bytes;
    }

    private void assertAllRoomIsThere() throws InterruptedException {
        assertEquals(0, ring.size());
        assertEquals(0, ring.bytes());
        Payload payload = new Payload().set(numbered(0), length);
        for (int i = 0; i < BOUND; i++) {
            assertEquals(Outcome.DONE, ring.put(payload, false, HANDLE, Deadline.NOW));
        }
        assertEquals(Outcome.TIMED_OUT, ring.put(payload, false, HANDLE, Deadline.NOW));
    }

    /**
     * At every depth of a small stack one element is put, and one taken: somewhere near the end each of the steps inside finds
     * no more room for its frame. What was taken when the stack ran out is unknown, as when a process is killed there; so the
     * numbers may leave some out, but they never go back. (With native access only: without, the locks of the JDK around the file may
     * be left behind by such a thread as well, and its descriptor stays open.)
     */
    @ParameterizedTest
    @CsvSource({
        Header.KIND_QUEUE + "," + INLINE_LENGTH,
        Header.KIND_QUEUE + "," + CHUNK_LENGTH,
        Header.KIND_JOINABLE + "," + INLINE_LENGTH,
        Header.KIND_JOINABLE + "," + CHUNK_LENGTH,
        Header.KIND_QUEUE + "," + LARGE_LENGTH
    })
    void stackOverflowAtAnyStep(int kind, int elementLength) throws Exception {
        create(kind);
        length = elementLength;
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread small = new Thread(
                null,
                () -> {
                    try {
                        for (int i = 0; i < (length == LARGE_LENGTH ? 30 : 200); i++) {
                            deeper(new Payload(), new Received(), i);
                        }
                    } catch (Throwable t) {
                        failure.set(t);
                    }
                },
                "small-stack",
                SMALL_STACK);
        small.start();
        small.join();
        if (failure.get() != null) {
            throw new AssertionError(failure.get());
        }
        assertTrue(overflows > 0, "the stack never overflowed");
        Received received = new Received();
        takeAll(received);
        // A lock that was left behind is repaired by whoever takes it next, who may find one more that was put.
        turn(new Payload(), received);
        takeAll(received);
        assertLocksAreFree();
        assertNothingIsPrepared();
        if (kind == Header.KIND_QUEUE) {
            assertAllRoomIsThere();
        }
    }

    private void deeper(Payload payload, Received received, int padding) throws InterruptedException {
        try {
            if (padding > 0) {
                deeper(payload, received, padding - 1); // each round meets the end of the stack at another offset
            } else {
                turn(payload, received);
                deeper(payload, received, 0);
            }
        } catch (StackOverflowError e) {
            overflows++;
        }
    }

    private void takeAll(Received received) throws InterruptedException {
        while (ring.take(received, HANDLE, Deadline.NOW) == Outcome.DONE) {
            check(received);
        }
    }

    private void turn(Payload payload, Received received) throws InterruptedException {
        if (ring.put(payload.set(numbered(next), length), false, HANDLE, Deadline.NOW) == Outcome.DONE) {
            next++;
        }
        if (ring.take(received, HANDLE, Deadline.NOW) == Outcome.DONE) {
            check(received);
        }
    }

    private static int number(Received received) {
        return ByteBuffer.wrap(received.bytes()).getInt();
    }

    private void check(Received received) {
        int number = number(received);
        assertEquals(-1, Arrays.mismatch(numbered(number), 0, length, received.bytes(), 0, length),
                "element " + number);
        assertTrue(number >= expected, "element " + number + " after " + expected);
        expected = number;
        if (received.entry != Received.NO_ENTRY) {
            assertTrue(ring.acknowledge(received.entry, received.ticket));
        }
    }

    /** One thread's puts fail at all depths, some after they were committed; by then the place may be another thread's. */
    @Test
    void failedPutLeavesTheLargePayloadsOfOtherThreadsAlone() throws Exception {
        create(Header.KIND_QUEUE);
        length = LARGE_LENGTH;
        AtomicBoolean ended = new AtomicBoolean();
        Thread failing = new Thread(
                null,
                () -> {
                    for (int i = 0; i < 20; i++) {
                        putDeeper(new Payload().set(numbered(0), length), i);
                    }
                    ended.set(true);
                },
                "small-stack",
                SMALL_STACK);
        Thread sound = new Thread(() -> {
            for (int i = 1; !ended.get(); i++) {
                put(new Payload().set(numbered(i), length));
            }
        });
        failing.start();
        sound.start();
        Received received = new Received();
        int last = 0;
        int wrong = 0;
        while (failing.isAlive() || sound.isAlive() || ring.size() > 0) {
            if (ring.take(received, HANDLE, Deadline.in(1_000_000)) == Outcome.DONE) {
                int number = number(received);
                wrong += Arrays.mismatch(numbered(number), 0, length, received.bytes(), 0, length) >= 0 ? 1 : 0;
                wrong += number != 0 && number != last + 1 ? 1 : 0;
                last = number == 0 ? last : number;
            }
        }
        assertTrue(overflows > 0, "the stack never overflowed");
        assertEquals(0, wrong, "elements that are not the next, or not whole");
        turn(new Payload(), received);
        assertLocksAreFree();
        assertNothingIsPrepared();
    }

    @SuppressWarnings("InfiniteRecursion") // until the stack is full
    private void putDeeper(Payload payload, int padding) {
        try {
            if (padding > 0) {
                putDeeper(payload, padding - 1);
            } else {
                put(payload);
                putDeeper(payload, 0);
            }
        } catch (StackOverflowError e) {
            overflows++;
        }
    }

    private void put(Payload payload) {
        try {
            assertEquals(Outcome.DONE, ring.put(payload, false, HANDLE, Deadline.NEVER));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @Tag("native-and-portable")
    @ValueSource(ints = {Header.KIND_QUEUE, Header.KIND_JOINABLE})
    void payloadThatCannotBeReadLeavesNothingBehind(int kind) throws Exception {
        create(kind);
        for (int length : new int[] {INLINE_LENGTH, CHUNK_LENGTH, 200_000}) {
            AtomicReference<MemorySegment> foreign = new AtomicReference<>();
            CountDownLatch tried = new CountDownLatch(1);
            Thread owner = new Thread(() -> {
                try (Arena confined = Arena.ofConfined()) {
                    foreign.set(confined.allocate(length));
                    tried.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            owner.start();
            while (foreign.get() == null) {
                Thread.onSpinWait();
            }
            for (int i = 0; i < 2 * BOUND; i++) {
                assertThrows(
                        WrongThreadException.class,
                        () -> ring.put(new Payload().set(foreign.get()), true, HANDLE, Deadline.NOW));
                assertLocksAreFree();
            }
            tried.countDown();
            owner.join();
        }
        assertAllRoomIsThere();
    }
}
