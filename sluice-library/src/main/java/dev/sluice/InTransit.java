package dev.sluice;

import dev.sluice.internal.ring.Attachment;
import dev.sluice.internal.ring.Role;
import java.util.ArrayList;
import java.util.List;

/**
 * The handles that one encoding has turned into tokens. What they stand for is held from then on, because the sender may
 * close its own handles at once: until {@link #close}, or by whoever {@linkplain #takeOver takes over}.
 *
 * <p>Handles that are serialized by other means than ours are not held: nothing says when they have arrived. Confined to one
 * thread, but for {@link #close}.
 */
final class InTransit implements AutoCloseable {
    private static final ThreadLocal<InTransit> COLLECTING = new ThreadLocal<>();

    private InTransit outer;
    private List<Hold> holds = List.of();

    /** One handle's hold on what it stands for, counted as the handle itself would be. */
    record Hold(Attachment attachment, Role role) {
        /** Takes over one hold of the attachment. */
        static Hold taken(Attachment attachment, Role role) {
            if (role != null) {
                attachment.addRole(role, 1);
            }
            return new Hold(attachment, role);
        }

        void letGo() {
            if (role != null) {
                attachment.addRole(role, -1);
            }
            attachment.release();
        }
    }

    /** Lets a thread that encodes in place of another one collect for that one. */
    static Runnable carry(Runnable encoding) {
        InTransit collecting = COLLECTING.get();
        return () -> {
            COLLECTING.set(collecting);
            encoding.run();
        };
    }

    /** Begins to collect what this thread serializes, until {@link #end()}. */
    void begin() {
        outer = COLLECTING.get();
        COLLECTING.set(this);
    }

    /** Ends what {@link #begin()} began; what was collected stays held. */
    void end() {
        COLLECTING.set(outer);
        outer = null;
    }

    /**
     * Called while a handle is serialized.
     *
     * @param role what the handle does with a pipe, null for a queue
     */
    static void depart(Attachment attachment, Role role) {
        if (!attachment.retain()) {
            throw new QueueClosedException("a handle of " + attachment.name()
                    + " cannot be sent: it is closed; close it after it has been sent");
        }
        Hold hold = Hold.taken(attachment, role);
        InTransit collecting = COLLECTING.get();
        if (collecting == null) {
            hold.letGo();
        } else {
            collecting.add(hold);
        }
    }

    private synchronized void add(Hold hold) {
        if (holds.isEmpty()) {
            holds = new ArrayList<>();
        }
        holds.add(hold);
    }

    boolean isEmpty() {
        return holds.isEmpty();
    }

    /** Gives away what was collected: whoever gets it lets go of it. */
    synchronized List<Hold> takeOver() {
        List<Hold> taken = holds;
        holds = List.of();
        return taken;
    }

    /** Lets go of what was collected. Idempotent; any thread. */
    @Override
    public void close() {
        if (!holds.isEmpty()) {
            takeOver().forEach(Hold::letGo);
        }
    }
}
