package dev.sluice.internal.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.internal.layout.Header;
import dev.sluice.internal.layout.PutSide;
import dev.sluice.internal.layout.SegmentLayout;
import dev.sluice.internal.layout.Slot;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A queue takes the memory that its elements need, and not what the rounding of sizes would make of it. */
@Tag("native-and-portable")
@Timeout(60)
final class BackedMemoryTest {
    private static final Handle HANDLE = () -> false;
    private static final int PAGES = 64;
    private static final int SLOTS_OF_A_PAGE = 1024;
    private static final int LARGE = 132_000;

    private Attachment attachment;
    private Ring ring;

    @BeforeEach
    void create() {
        attachment = Attachment.create(
                null,
                "backed",
                SegmentLayout.of(Header.KIND_QUEUE, PAGES * SLOTS_OF_A_PAGE, 1L << 30, Integer.MAX_VALUE, 0),
                new byte[0]);
        ring = attachment.ring();
    }

    @AfterEach
    void release() {
        attachment.release();
    }

    private void put(int length, int count) throws InterruptedException {
        Payload payload = new Payload().set(new byte[length], length);
        for (int i = 0; i < count; i++) {
            assertEquals(Outcome.DONE, ring.put(payload, false, HANDLE, Deadline.NOW));
        }
    }

    private void take(int count) throws InterruptedException {
        Received received = new Received();
        for (int i = 0; i < count; i++) {
            assertEquals(Outcome.DONE, ring.take(received, HANDLE, Deadline.NOW));
        }
    }

    private long bytesBacked() {
        return ring.file().words().getLong(PutSide.ARENA_BYTES_BACKED_AT);
    }

    private void assertBacked(long neededBytes) {
        assertTrue(
                bytesBacked() <= neededBytes + neededBytes / 50,
                () -> bytesBacked() + " bytes are backed where " + neededBytes + " are needed");
    }

    @Test
    void pagesOfSlotsTakeWhatTheirSlotsNeed() throws InterruptedException {
        put(8, PAGES * SLOTS_OF_A_PAGE);

        assertBacked(Slot.BYTES * PAGES * SLOTS_OF_A_PAGE);
    }

    @Test
    void largePayloadsTakeWhatTheyNeed() throws InterruptedException {
        put(LARGE, 300);

        assertBacked(300L * LARGE + Slot.BYTES * SLOTS_OF_A_PAGE);
    }

    @Test
    void placeIsBackedAsFarAsItsNextElementNeedsIt() throws InterruptedException {
        put(LARGE, 2 * PAGES);
        take(2 * PAGES);
        put(LARGE + LARGE / 2, 2 * PAGES - 1);
        put(8, PAGES * SLOTS_OF_A_PAGE - 2 * PAGES);

        assertTrue(bytesBacked() >= (2L * PAGES - 1) * (LARGE + LARGE / 2));
        assertEquals(PAGES * SLOTS_OF_A_PAGE - 1, ring.size());
        take(PAGES * SLOTS_OF_A_PAGE - 1);
        while (ring.trim(0, 1 << 20, TimeUnit.SECONDS.toNanos(1))) {
            Thread.onSpinWait();
        }
    }
}
