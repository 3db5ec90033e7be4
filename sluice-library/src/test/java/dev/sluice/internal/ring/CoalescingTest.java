package dev.sluice.internal.ring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.internal.layout.GetSide;
import dev.sluice.internal.layout.Header;
import dev.sluice.internal.layout.PutSide;
import dev.sluice.internal.layout.SegmentLayout;
import dev.sluice.internal.layout.Words;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A queue that is never idle keeps all its room, whatever sizes its elements have one after the other. */
@Tag("native-and-portable")
@Timeout(60)
final class CoalescingTest {
    private static final Handle HANDLE = () -> false;
    private static final long MAX_BYTES = 16 << 20;
    private static final int MAX_SIZE = 1 << 17;
    private static final int SMALLEST = 400;

    private final Random random = new Random(11);
    private final Deque<byte[]> queued = new ArrayDeque<>();
    private Attachment attachment;
    private Ring ring;
    private Words m;

    private void create(int kind, int maxSize, long maxBytes) {
        attachment = Attachment.create(
                null, "coalescing", SegmentLayout.of(kind, maxSize, maxBytes, Integer.MAX_VALUE, 0), new byte[0]);
        ring = attachment.ring();
        m = ring.file().words();
    }

    @AfterEach
    void release() {
        attachment.release();
    }

    private boolean offer(int length) throws InterruptedException {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) random.nextInt());
        Outcome outcome = ring.put(new Payload().set(bytes, length), false, HANDLE, Deadline.NOW);
        if (outcome == Outcome.DONE) {
            queued.add(bytes);
        }
        return outcome == Outcome.DONE;
    }

    private Received take() throws InterruptedException {
        Received received = new Received();
        assertEquals(Outcome.DONE, ring.take(received, HANDLE, Deadline.NOW));
        assertArrayEquals(queued.remove(), Arrays.copyOf(received.bytes(), received.length()));
        return received;
    }

    /** Puts until the bytes are used up. */
    private void fill(int length) throws InterruptedException {
        while (ring.bytes() + length <= MAX_BYTES) {
            assertTrue(
                    offer(length),
                    () -> "an element of " + length + " bytes finds no place, though only " + ring.bytes()
                            + " bytes are queued");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Header.KIND_QUEUE, Header.KIND_JOINABLE})
    void roomIsThereForEverySizeThoughTheQueueIsNeverIdle(int kind) throws InterruptedException {
        create(kind, MAX_SIZE, MAX_BYTES);
        for (int round = 0; round < 2; round++) {
            for (int length = SMALLEST; length < MAX_BYTES / 2; length *= 2) {
                fill(length);
                while (queued.size() > 1) {
                    Received received = take();
                    if (kind == Header.KIND_JOINABLE) {
                        assertTrue(ring.acknowledge(received.entry, received.ticket));
                    }
                }
            }
        }
        assertTheArenaWasUsedUp();
    }

    @Test
    void elementsOfAllSizesMixedNeverWaitForMoreThanTheirBytes() throws InterruptedException {
        create(Header.KIND_QUEUE, MAX_SIZE, MAX_BYTES);
        for (int i = 0; i < 20_000 || (epoch() == 1 && i < 200_000); i++) {
            // Mostly small for a while, then mostly large.
            int length = SMALLEST << random.nextInt(1 + i / 1_000 % 16);
            while (ring.bytes() + length > MAX_BYTES) {
                take();
            }
            assertTrue(offer(length), () -> "no place for " + length + " bytes beside " + ring.bytes());
        }
        assertTheArenaWasUsedUp();
        while (!queued.isEmpty()) {
            take();
        }
    }

    @Test
    void whatIsTakenAndNotAcknowledgedStaysWhole() throws InterruptedException {
        create(Header.KIND_JOINABLE, MAX_SIZE, MAX_BYTES);
        List<Received> held = new ArrayList<>();
        List<byte[]> expected = new ArrayList<>();
        for (int length = SMALLEST; length < MAX_BYTES / 2; length *= 2) {
            fill(length);
            while (queued.size() > 1) {
                byte[] bytes = queued.peek();
                Received received = take();
                if (held.size() < 20 * Integer.numberOfTrailingZeros(length / SMALLEST + 1)) {
                    held.add(received);
                    expected.add(bytes);
                } else {
                    assertTrue(ring.acknowledge(received.entry, received.ticket));
                }
            }
        }
        assertTheArenaWasUsedUp();
        held.forEach(received -> ring.giveBack(received.entry, received.ticket));
        for (byte[] bytes : expected) {
            queued.addFirst(bytes);
            take();
        }
    }

    /** As a process leaves the locks that is killed while it holds them. */
    private void letALockHolderDie() {
        int nobody = 1 << 10;
        m.setIntVolatile(PutSide.LOCK_AT, nobody);
        m.setIntVolatile(GetSide.LOCK_AT, nobody);
    }

    private void assertTheArenaWasUsedUp() {
        long copy = PutSide.copyAt(m.getLong(PutSide.VERSION_AT));
        assertTrue(m.getInt(copy + PutSide.EPOCH) > 1, "all that was put had addresses of its own");
    }

    @Test
    void repairAfterwardsBringsBackNothingOfTheTimeBefore() throws InterruptedException {
        create(Header.KIND_QUEUE, MAX_SIZE, MAX_BYTES);
        for (int round = 0; round < 2; round++) {
            for (int length = SMALLEST; length < MAX_BYTES / 2; length *= 2) {
                fill(length);
                letALockHolderDie();
                while (queued.size() > 1 + round) {
                    take();
                }
                letALockHolderDie();
            }
        }
        assertTheArenaWasUsedUp();
    }

    private long bytesBacked() {
        return PutEnd.bytesBacked(m, ring.layout());
    }

    /** The arena begins anew each time, and its memory stays: it is not counted again. */
    @Test
    void memoryOfManyBurstsIsCountedOnce() throws InterruptedException {
        create(Header.KIND_QUEUE, MAX_SIZE, MAX_BYTES);
        for (int burst = 0; burst < 20; burst++) {
            fill(1 << 20);
            while (!queued.isEmpty()) {
                take();
            }
            long used = bytesBacked();
            trimTo(used / 2);
            assertTrue(bytesBacked() <= used / 2, () -> bytesBacked() + " bytes are said to be left of " + used);
            fill(1 << 19);
            while (!queued.isEmpty()) {
                take();
            }
            assertTrue(
                    bytesBacked() <= 2 * MAX_BYTES,
                    () -> bytesBacked() + " bytes are said to be needed for " + MAX_BYTES);
        }
    }

    private void trimTo(long bytes) {
        while (ring.trim(bytes, 16L << 20, TimeUnit.SECONDS.toNanos(1))) {
            Thread.onSpinWait();
        }
    }

    @Test
    void memoryOfABurstIsGivenBackThoughSomethingStaysQueued() throws InterruptedException {
        create(Header.KIND_QUEUE, MAX_SIZE, 1L << 30);
        offer(1_000);
        for (int i = 0; i < 200; i++) {
            assertTrue(offer(1 << 20));
        }
        offer(1_000);
        while (queued.size() > 1) {
            take();
        }
        assertTrue(bytesBacked() > 200L << 20);
        while (bytesBacked() > 128L << 20) {
            ring.trim(64L << 20, 16L << 20, TimeUnit.SECONDS.toNanos(1));
            Thread.onSpinWait();
        }
        assertTrue(offer(1 << 20));
        while (!queued.isEmpty()) {
            take();
        }
    }

    private int epoch() {
        return m.getInt(PutSide.copyAt(m.getLong(PutSide.VERSION_AT)) + PutSide.EPOCH);
    }

    /** What is taken and not acknowledged is needed: there is nothing to be given back, so nobody is made to wait for a look. */
    @Test
    void queueIsLeftAloneWhileWhatItOccupiesIsInTheHandsOfConsumers() throws InterruptedException {
        create(Header.KIND_JOINABLE, MAX_SIZE, 1L << 30);
        for (int i = 0; i < 200; i++) {
            assertTrue(offer(1 << 20));
            take();
        }
        int before = epoch();
        for (int look = 0; look < 12; look++) {
            offer(1_000);
            take();
            ring.trim(64L << 20, 16L << 20, TimeUnit.SECONDS.toNanos(1));
        }
        assertEquals(before, epoch());
    }

    /** Nobody has looked for an address here: that an earlier put found none says nothing. */
    @Test
    void aPutThatIsRefusedByTheBoundLooksForNoFreeRanges() throws InterruptedException {
        create(Header.KIND_QUEUE, 2, MAX_BYTES);
        assertTrue(offer(10));
        assertTrue(offer(300));
        take();
        assertTrue(offer(300));
        int before = epoch();
        ring.sides().putEnd.arena().setExhausted();
        assertFalse(offer(300));
        assertEquals(before, epoch());
    }

    @ParameterizedTest
    @ValueSource(ints = {Header.KIND_QUEUE, Header.KIND_JOINABLE})
    void headThatNobodyTakesDoesNotKeepThePlacesOfWhatWasRemovedBehindIt(int kind) throws InterruptedException {
        create(kind, 10, MAX_BYTES);
        assertTrue(offer(10));
        assertTrue(offer(300));
        for (int i = 0; i < Bypass.PLACES; i++) {
            Bypass.putAndRemove(ring);
        }
        assertEquals(2, ring.size());
        assertEquals(310, ring.bytes());
        assertTrue(offer(20));
        assertEquals(1, take().deliveries);
        take();
        take();
        assertEquals(0, ring.size());
    }
}
