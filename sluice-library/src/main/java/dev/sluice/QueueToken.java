package dev.sluice;

import dev.sluice.internal.ring.Attachment;
import dev.sluice.internal.shm.SegmentException;
import java.io.Serial;
import java.io.Serializable;

/**
 * A handle of a queue on its way to another process.
 *
 * @param locator  by which the receiver finds the segment
 * @param joinable what the sender had
 */
record QueueToken(String locator, boolean joinable) implements Serializable {
    @Serial
    private Object readResolve() {
        try {
            SharedQueue<?> queue = SharedQueues.handle(Attachment.open(locator));
            Arrivals.opened(queue.state());
            return queue;
        } catch (SegmentException e) {
            throw Failures.ofArrival(e);
        }
    }
}
