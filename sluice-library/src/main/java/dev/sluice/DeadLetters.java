package dev.sluice;

import dev.sluice.internal.ring.Deadline;
import dev.sluice.internal.ring.Payload;
import dev.sluice.internal.ring.Received;
import dev.sluice.internal.ring.Ring;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Carries elements that were delivered too often to the dead-letter queue, or drops them with a warning if there is none.
 * Any process that holds the queue does it; one that dies in between leaves the element to the next, so a dead letter may
 * arrive twice. While the dead-letter queue is full they wait in the queue, and {@code join()} with them.
 */
final class DeadLetters {
    private static final Logger LOG = System.getLogger("dev.sluice");

    private final Ring ring;
    private final String name;
    private final Elements elements;
    private final ProcessQueue<?> target;
    private final Received received = new Received();

    DeadLetters(Ring ring, String name, QueueConfiguration configuration) {
        this.ring = ring;
        this.name = name;
        this.elements = configuration.elements();
        this.target = configuration.deadLetters();
    }

    /** Carries those that wait now; called by the housekeeper only. */
    void carry() {
        while (ring.hasDeadLetters() && ring.takeDeadLetter(received)) {
            boolean carried = false;
            try {
                carried = target == null ? drop("it has no dead-letter queue") : deliver();
            } finally {
                if (carried) {
                    ring.acknowledge(received.entry(), received.ticket());
                } else {
                    ring.makeDeadLetter(received.entry(), received.ticket());
                }
            }
            if (!carried) {
                return;
            }
        }
    }

    private boolean drop(String reason) {
        LOG.log(
                Level.WARNING,
                "dropped an element of {0} after {1} deliveries, for {2}; build the queue with deadLetters(...) that can"
                        + " take its elements to keep such ones",
                name,
                received.deliveries(),
                reason);
        return true;
    }

    /** What the dead-letter queue can never take is dropped: to try again for ever would keep {@code join()} waiting. */
    private boolean deliver() {
        try {
            if (target instanceof SharedQueue<?> shared && elements.isBuiltIn() && shared.elements().isBuiltIn()) {
                return received.carriesHandles() ? deliverHandles(shared) : deliverBytes(shared);
            }
            return offerDecoded();
        } catch (QueueShutdownException | ElementTooLargeException | SerializationException e) {
            return drop(e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Decoded and encoded, so that this process holds what travels in it from now on; as bytes where that cannot be. */
    private boolean deliverHandles(SharedQueue<?> shared) throws InterruptedException {
        try {
            return offerDecoded();
        } catch (SerializationException e) {
            return deliverBytes(shared);
        }
    }

    private boolean deliverBytes(SharedQueue<?> shared) throws InterruptedException {
        if (!shared.ring().canHold(received.length())) {
            return drop("its " + received.length() + " bytes never fit into " + shared);
        }
        Payload payload = new Payload().set(received.bytes(), received.length()).carrying(received.carriesHandles());
        return switch (shared.ring().put(payload, false, shared.state(), Deadline.NOW)) {
            case DONE -> true;
            case SHUTDOWN -> drop(shared + " was shut down");
            case CLOSED, WAIT, AGAIN, TIMED_OUT, ABANDONED -> false;
        };
    }

    @SuppressWarnings("unchecked") // the builder asked for a queue that takes these elements
    private boolean offerDecoded() {
        try (Arrivals arrivals = new Arrivals()) { // nobody gets the copy
            Object element = arrivals.during(() -> elements.decode(received));
            return ((ProcessQueue<Object>) target).offer(element);
        }
    }
}
