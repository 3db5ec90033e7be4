package dev.sluice.internal.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.internal.layout.Header;
import dev.sluice.internal.layout.SegmentLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The bound on the number of elements, when some come back. */
@Timeout(60)
final class BoundTest {
    private static final Handle HANDLE = () -> false;

    private static final int KIBIBYTE = 1 << 10;

    private Attachment attachment;
    private Ring ring;

    private void create(int maxSize, long maxBytes) {
        attachment = Attachment.create(
                null,
                "bound",
                SegmentLayout.of(Header.KIND_JOINABLE, maxSize, maxBytes, Integer.MAX_VALUE, 0),
                new byte[0]);
        ring = attachment.ring();
    }

    @AfterEach
    void release() {
        attachment.release();
    }

    @Test
    void elementThatCameBackLeavesNoRoomForANewOne() throws InterruptedException {
        create(2, 1L << 20);
        put(Outcome.DONE);
        put(Outcome.DONE);
        Received first = take();
        take();
        put(Outcome.DONE);
        ring.giveBack(first.entry, first.ticket);

        assertEquals(2, ring.size());
        for (int i = 0; i < 3; i++) {
            put(Outcome.TIMED_OUT);
        }
        assertEquals(2, ring.size());
    }

    @Test
    void largePutThatSeesWhatCameBackLeavesNoRoomForSmallOnes() throws InterruptedException {
        create(3, 1L << 30);
        for (int i = 0; i < 3; i++) {
            put(Outcome.DONE);
        }
        Received first = take();
        take();
        put(Outcome.DONE);
        ring.giveBack(first.entry, first.ticket);

        put(128 * KIBIBYTE, Outcome.TIMED_OUT);
        put(Outcome.TIMED_OUT);
        assertEquals(3, ring.size());
    }

    @Test
    void bytesThatCameBackLeaveNoRoomForNewOnes() throws InterruptedException {
        create(1_000, KIBIBYTE);
        for (int i = 0; i < 8; i++) {
            put(128, Outcome.DONE);
        }
        Received first = take();
        take();
        put(100, Outcome.DONE);
        ring.giveBack(first.entry, first.ticket);

        put(128, Outcome.TIMED_OUT);
        put(100, Outcome.TIMED_OUT);
        assertTrue(ring.bytes() <= KIBIBYTE, () -> ring.bytes() + " bytes");
    }

    private void put(Outcome expected) throws InterruptedException {
        put(1, expected);
    }

    private void put(int length, Outcome expected) throws InterruptedException {
        assertEquals(expected, ring.put(new Payload().set(new byte[length], length), false, HANDLE, Deadline.NOW));
    }

    private Received take() throws InterruptedException {
        Received received = new Received();
        assertEquals(Outcome.DONE, ring.take(received, HANDLE, Deadline.NOW));
        return received;
    }
}
