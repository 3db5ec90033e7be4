package dev.sluice.internal.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.internal.layout.GetSide;
import dev.sluice.internal.layout.Header;
import dev.sluice.internal.layout.ParticipantSlot;
import dev.sluice.internal.layout.PutSide;
import dev.sluice.internal.layout.SegmentLayout;
import dev.sluice.internal.layout.Words;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A process that was stopped while it held a lock is alive, so nobody takes the lock; but waits end all the same. */
@Timeout(30)
final class StoppedHolderTest {
    private static final Handle HANDLE = () -> false;

    private Attachment attachment;
    private Ring ring;
    private int tag;

    @BeforeEach
    void create() {
        attachment = Attachment.create(
                null,
                "stopped",
                SegmentLayout.of(Header.KIND_QUEUE, 10, 1L << 20, Integer.MAX_VALUE, 0),
                new byte[0]);
        ring = attachment.ring();
        tag = ParticipantSlot.lockTag(
                ring.me(), ParticipantSlot.generation(ring.participants().word(ring.me())));
        assertTrue(memory().compareAndSetInt(PutSide.LOCK_AT, 0, tag));
        assertTrue(memory().compareAndSetInt(GetSide.LOCK_AT, 0, tag));
    }

    @AfterEach
    void release() {
        memory().setIntVolatile(PutSide.LOCK_AT, 0);
        memory().setIntVolatile(GetSide.LOCK_AT, 0);
        attachment.release();
    }

    private Words memory() {
        return ring.file().words();
    }

    @Test
    void putAndTakeEndOnTime() throws InterruptedException {
        Payload payload = new Payload().set(new byte[1], 1);

        assertEquals(Outcome.TIMED_OUT, ring.put(payload, false, HANDLE, Deadline.in(1_000_000)));
        assertEquals(Outcome.TIMED_OUT, ring.take(new Received(), HANDLE, Deadline.in(1_000_000)));
    }

    @Test
    void takeIsInterrupted() {
        Thread taker = Thread.currentThread();
        Thread.ofPlatform().start(taker::interrupt);

        assertThrows(InterruptedException.class, () -> ring.take(new Received(), HANDLE, Deadline.NEVER));
    }
}
