package dev.sluice.internal.ring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.internal.layout.GetSide;
import dev.sluice.internal.layout.Header;
import dev.sluice.internal.layout.PutSide;
import dev.sluice.internal.layout.SegmentLayout;
import dev.sluice.internal.layout.Words;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The arena begins anew when a queue is idle: nothing of the time before may come back, whoever dies and whatever is repaired. */
@Timeout(60)
final class ArenaResetTest {
    private static final Handle HANDLE = () -> false;
    private static final int SLOTS_OF_A_PAGE = 1024;

    private final Random random = new Random(7);
    private Attachment attachment;
    private Ring ring;
    private Words m;

    @BeforeEach
    void create() {
        attachment = Attachment.create(
                null,
                "reset",
                SegmentLayout.of(Header.KIND_QUEUE, 4 * SLOTS_OF_A_PAGE, 64L << 20, Integer.MAX_VALUE, 0),
                new byte[0]);
        ring = attachment.ring();
        m = ring.file().words();
    }

    @AfterEach
    void release() {
        attachment.release();
    }

    private byte[] put(int length) throws InterruptedException {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        assertEquals(Outcome.DONE, ring.put(new Payload().set(bytes, length), false, HANDLE, Deadline.NOW));
        return bytes;
    }

    private byte[] take() throws InterruptedException {
        Received received = new Received();
        assertEquals(Outcome.DONE, ring.take(received, HANDLE, Deadline.NOW));
        return Arrays.copyOf(received.bytes(), received.length());
    }

    private void reset() {
        while (ring.trim(0, 1 << 20, TimeUnit.SECONDS.toNanos(1))) {
            Thread.onSpinWait();
        }
    }

    /** As a process leaves the locks that is killed while it holds them. */
    private void letALockHolderDie() {
        int nobody = 1 << 10;
        assertTrue(m.compareAndSetInt(PutSide.LOCK_AT, 0, nobody));
        assertTrue(m.compareAndSetInt(GetSide.LOCK_AT, 0, nobody));
    }

    @Test
    void repairAfterAResetDoesNotPushTheLastChunkOfTheTimeBefore() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            put(3_000);
        }
        for (int i = 0; i < 3; i++) {
            take();
        }
        reset();

        byte[] covers = put(60_000);
        letALockHolderDie();

        assertArrayEquals(covers, take());
        assertNothingLeaks(3_000);
    }

    @Test
    void epochThatComesRoundAgainFindsNoOldChunks() throws InterruptedException {
        put(3_000);
        put(3_000);
        take();
        take();
        reset();
        // As many resets as it takes to count round.
        for (long version = 0; version < 2; version++) {
            long copy = PutSide.copyAt(version);
            m.setInt(copy + PutSide.EPOCH, m.getInt(copy + PutSide.EPOCH) + 0xFFFE);
        }
        put(1);
        take();
        reset();

        byte[] covers = put(60_000);
        byte[] small = put(3_000);

        assertArrayEquals(covers, take());
        assertArrayEquals(small, take());
        assertNothingLeaks(3_000);
    }

    private long bump() {
        return m.getLong(PutSide.copyAt(m.getLong(PutSide.VERSION_AT)) + PutSide.BUMP);
    }

    private void assertNothingLeaks(int length) throws InterruptedException {
        for (int i = 0; i < 2 * SLOTS_OF_A_PAGE; i++) {
            assertArrayEquals(put(length), take());
        }
        long used = bump();
        for (int i = 0; i < 200; i++) {
            assertArrayEquals(put(length), take());
        }
        assertEquals(used, bump());
    }
}
