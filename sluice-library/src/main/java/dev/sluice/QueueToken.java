package dev.sluice;

import dev.sluice.internal.ring.Attachment;
import dev.sluice.internal.shm.SegmentException;
import java.io.Serial;
import java.io.Serializable;

/**
 * A handle of a queue on its way to another process.
 *
 * @param locator  by which the receiver finds the segment
 * @param transit  what the receiver reports on arrival
 * @param joinable what the sender had
 */
record QueueToken(String locator, long transit, boolean joinable) implements Serializable {
    @Serial
    private Object readResolve() {
        try {
            Attachment attachment = Attachment.open(locator);
            ProcessQueue<?> queue = SharedQueues.handle(attachment);
            InTransit.arrived(attachment, transit);
            return queue;
        } catch (SegmentException e) {
            throw Failures.of(e);
        }
    }
}
