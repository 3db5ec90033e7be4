package dev.sluice;

import dev.sluice.internal.ring.Attachment;
import dev.sluice.internal.shm.SegmentException;
import java.io.Serial;
import java.io.Serializable;

/**
 * A handle of a queue on its way to another process. No record: what the JDK prepares to read one takes a child longer than
 * all else in its first token.
 */
final class QueueToken implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    /** By which the receiver finds the segment. */
    private final String locator;

    QueueToken(String locator) {
        this.locator = locator;
    }

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
