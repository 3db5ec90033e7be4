package dev.sluice.internal.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.internal.layout.Header;
import dev.sluice.internal.layout.SegmentLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The bound on the number of elements, when some come back. */
@Timeout(60)
final class BoundTest {
    private static final Handle HANDLE = () -> false;

    @Test
    void elementThatCameBackLeavesNoRoomForANewOne() throws InterruptedException {
        Attachment attachment = Attachment.create(
                null,
                "bound",
                SegmentLayout.of(Header.KIND_JOINABLE, 2, 1L << 20, Integer.MAX_VALUE, 0),
                new byte[0]);
        try {
            Ring ring = attachment.ring();
            put(ring, Outcome.DONE);
            put(ring, Outcome.DONE);
            Received first = take(ring);
            take(ring);
            put(ring, Outcome.DONE);
            ring.giveBack(first.entry, first.ticket);

            assertEquals(2, ring.size());
            put(ring, Outcome.TIMED_OUT);
        } finally {
            attachment.release();
        }
    }

    private static void put(Ring ring, Outcome expected) throws InterruptedException {
        assertEquals(expected, ring.put(new Payload().set(new byte[1], 1), false, HANDLE, Deadline.NOW));
    }

    private static Received take(Ring ring) throws InterruptedException {
        Received received = new Received();
        assertEquals(Outcome.DONE, ring.take(received, HANDLE, Deadline.NOW));
        return received;
    }
}
