package dev.sluice.internal.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.internal.layout.GetSide;
import dev.sluice.internal.layout.Header;
import dev.sluice.internal.layout.PutSide;
import dev.sluice.internal.layout.SegmentLayout;
import dev.sluice.internal.layout.Words;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
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
                SegmentLayout.of(kind, BOUND, 1L << 20, Integer.MAX_VALUE, 0),
                new byte[0]);
        ring = attachment.ring();
    }

    @AfterEach
    void release() {
        // What was in the hand of a thread whose stack ran out is this process's until it leaves.
        attachment.release();
    }

    private void assertLocksAreFree() {
        MemorySegment m = ring.file().memory();
        assertEquals(0, Words.getIntVolatile(m, PutSide.LOCK_AT), "the put lock");
        assertEquals(0, Words.getIntVolatile(m, GetSide.LOCK_AT), "the get lock");
    }

    private byte[] numbered(int number) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (number >>> (8 * (i % 4)));
        }
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
        Header.KIND_JOINABLE + "," + CHUNK_LENGTH
    })
    void stackOverflowAtAnyStep(int kind, int elementLength) throws Exception {
        create(kind);
        length = elementLength;
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread small = new Thread(
                null,
                () -> {
                    try {
                        for (int i = 0; i < 200; i++) {
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
        while (ring.take(received, HANDLE, Deadline.NOW) == Outcome.DONE) {
            check(received);
        }
        // A lock that was left behind is repaired by whoever takes it next.
        turn(new Payload(), received);
        assertLocksAreFree();
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

    private void turn(Payload payload, Received received) throws InterruptedException {
        if (ring.put(payload.set(numbered(next), length), false, HANDLE, Deadline.NOW) == Outcome.DONE) {
            next++;
        }
        if (ring.take(received, HANDLE, Deadline.NOW) == Outcome.DONE) {
            check(received);
        }
    }

    private void check(Received received) {
        int number = 0;
        for (int i = 0; i < 4; i++) {
            number |= (received.bytes()[i] & 0xFF) << (8 * i);
        }
        byte[] whole = numbered(number);
        for (int i = 0; i < length; i++) {
            assertEquals(whole[i], received.bytes()[i], "byte " + i + " of element " + number);
        }
        assertTrue(number >= expected, "element " + number + " after " + expected);
        expected = number;
        if (received.entry != Received.NO_ENTRY) {
            assertTrue(ring.acknowledge(received.entry, received.ticket));
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
