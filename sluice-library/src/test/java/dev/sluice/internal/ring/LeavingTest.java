package dev.sluice.internal.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.internal.layout.GetSide;
import dev.sluice.internal.layout.Header;
import dev.sluice.internal.layout.PutSide;
import dev.sluice.internal.layout.SegmentLayout;
import dev.sluice.internal.layout.Words;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process leaves a segment whatever its threads have left behind in it. */
@Timeout(60)
final class LeavingTest {
    private static final long PAUSE_MILLIS = 1;

    /** One that had no stack left to say that it ended: its lock is still this living process's. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void lockOfAThreadThatHasEndedIsGivenUpThoughTheLastHandleIsClosed(boolean put) throws InterruptedException {
        Attachment attachment = Attachment.create(
                null,
                "leaving",
                SegmentLayout.of(Header.KIND_QUEUE, 10, 1L << 20, Integer.MAX_VALUE, 0),
                new byte[0]);
        Ring ring = attachment.ring();
        Words m = ring.file().words();
        Thread owner = new Thread(put ? ring.sides()::lockPut : ring.sides()::lockGet);
        owner.start();
        owner.join();

        attachment.release();

        while (ring.participants().isAnybodyElse(0)) {
            Thread.sleep(PAUSE_MILLIS);
        }
        assertEquals(0, m.getIntVolatile(PutSide.LOCK_AT));
        assertEquals(0, m.getIntVolatile(GetSide.LOCK_AT));
    }
}
