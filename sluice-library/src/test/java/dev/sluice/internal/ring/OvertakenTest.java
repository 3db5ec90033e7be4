package dev.sluice.internal.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.sluice.internal.layout.Header;
import dev.sluice.internal.layout.PutSide;
import dev.sluice.internal.layout.SegmentLayout;
import dev.sluice.internal.layout.Words;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Who looks for free ranges reads chunks without a lock. Meanwhile the queue may become empty, and a process without native calls
 * cut its file off: then what was noted means nothing any more, and the look ends without a failure.
 */
@Tag("native-and-portable")
@Timeout(60)
final class OvertakenTest {
    private static final Handle HANDLE = () -> false;
    private static final int ELEMENTS = 40;
    private static final int LENGTH = 60_000;
    private static final long KEPT_BYTES = 1 << 20;
    /** The other one has to be faster; it need not be each time. */
    private static final int ATTEMPTS = 500;

    private Attachment attachment;
    private Ring ring;
    private Words m;

    @BeforeEach
    void create() throws InterruptedException {
        attachment = Attachment.create(
                "overtaken",
                "overtaken",
                SegmentLayout.of(Header.KIND_QUEUE, 1024, 64L << 20, Integer.MAX_VALUE, 0),
                new byte[0]);
        ring = attachment.ring();
        m = ring.file().words();
        for (int i = 0; i < ELEMENTS; i++) {
            Payload payload = new Payload().set(new byte[LENGTH], LENGTH);
            assertEquals(Outcome.DONE, ring.put(payload, false, HANDLE, Deadline.NOW));
        }
    }

    @AfterEach
    void remove() {
        ring.file().unlink();
        attachment.release();
    }

    private long copy() {
        return PutSide.copyAt(m.getLongAcquire(PutSide.VERSION_AT));
    }

    private int epoch() {
        return m.getIntVolatile(copy() + PutSide.EPOCH);
    }

    private void overtake(int epoch, AtomicBoolean ended) {
        while (epoch() == epoch && !ended.get()) {
            Thread.onSpinWait();
        }
        m.setIntVolatile(copy() + PutSide.EPOCH, epoch + 2);
    }

    @Test
    void lookAtWhatWasCutOffMeanwhileFindsNothing() throws IOException, InterruptedException {
        boolean found = true;
        long size = ring.layout().fileBytes();
        try (RandomAccessFile file = new RandomAccessFile(ring.file().path().toFile(), "rw")) {
            file.setLength(ring.layout().arenaAt() + KEPT_BYTES);
            for (int i = 0; found && i < ATTEMPTS; i++) {
                AtomicBoolean ended = new AtomicBoolean();
                int epoch = epoch();
                Thread other = Thread.ofPlatform().start(() -> overtake(epoch, ended));
                try {
                    found = new Coalescing(ring.sides()).release(size, TimeUnit.SECONDS.toNanos(1));
                } catch (InternalError e) {
                    found = true; // the other one was too late: then it is a failure, and rightly so
                } finally {
                    ended.set(true);
                    other.join();
                }
            }
            file.setLength(size);
        }
        assertFalse(found, "no look was without a failure");
    }
}
