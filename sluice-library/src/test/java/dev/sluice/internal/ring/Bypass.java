package dev.sluice.internal.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Removes very many elements behind one that nobody takes; by their tickets, for looking for each takes ever longer. */
public final class Bypass {
    /** More than a small queue has places for between its oldest and its newest element. */
    public static final int PLACES = (1 << 20) + 1_000;

    private Bypass() {}

    /** Puts and removes in a named queue whose head stays. */
    public static void of(String name) throws InterruptedException {
        Attachment attachment = Attachment.openNamed(name);
        for (int i = 0; i < PLACES; i++) {
            putAndRemove(attachment.ring());
        }
        attachment.release();
    }

    static void putAndRemove(Ring ring) throws InterruptedException {
        Payload payload = new Payload().set(new byte[1], 1);
        assertEquals(
                Outcome.DONE,
                ring.put(payload, false, () -> false, Deadline.NOW),
                () -> "no place, though only " + ring.size() + " elements are queued");
        Received received = new Received();
        received.entry = Received.NO_ENTRY;
        received.ticket = ring.added() - 1;
        assertTrue(ring.remove(received));
        if (ring.layout().isJoinable()) {
            assertTrue(ring.acknowledge(received.entry, received.ticket));
        }
    }
}
