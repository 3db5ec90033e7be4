package dev.sluice;

import dev.sluice.internal.ring.Attachment;
import dev.sluice.internal.ring.Housekeeper;
import dev.sluice.internal.ring.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Keeps alive the handles that were serialized for another process until that process has made them its own: without it, a
 * sender that closes its own handle at once would be the last to leave.
 *
 * <p>What a thread serializes while it {@linkplain #collect collects} is held until {@link #close}. Anything else is held
 * until the receiver reports its arrival in the segment itself, or this process ends.
 */
final class InTransit implements AutoCloseable {
    private static final ThreadLocal<InTransit> COLLECTING = new ThreadLocal<>();
    private static final ThreadLocal<List<Attachment.Transit>> DEPARTED = ThreadLocal.withInitial(ArrayList::new);

    private static final ThreadLocal<Boolean> LOOKING = new ThreadLocal<>();

    /** Spares those who send no handles a look at the thread's departures. */
    private static volatile boolean used;

    private final List<Runnable> holds = new ArrayList<>();

    private InTransit() {}

    /** Lets a thread that encodes in place of another note for that one what it serializes. */
    static Runnable carry(Runnable encoding) {
        InTransit collecting = COLLECTING.get();
        List<Attachment.Transit> departed = DEPARTED.get();
        Boolean looking = LOOKING.get();
        return () -> {
            LOOKING.set(looking);
            if (collecting != null) {
                COLLECTING.set(collecting);
            }
            DEPARTED.set(departed);
            encoding.run();
        };
    }

    /** Begins to collect the handles that this thread serializes, until {@link #collected()}. */
    static InTransit collect() {
        InTransit collector = new InTransit();
        COLLECTING.set(collector);
        return collector;
    }

    /** Ends the collecting; what was collected stays alive until {@link #close()}. Called by the collecting thread. */
    void collected() {
        COLLECTING.remove();
    }

    /** Lets go of what was collected, once the other process holds it or is gone. Idempotent; any thread. */
    @Override
    public synchronized void close() {
        holds.forEach(Runnable::run);
        holds.clear();
    }

    private synchronized void add(Runnable letGo) {
        holds.add(letGo);
    }

    /**
     * Called while a handle is serialized.
     *
     * @param role what the handle does with a pipe, null for a queue
     * @return what the receiver reports to {@link Attachment#arrived}
     */
    static long depart(Attachment attachment, Role role) {
        if (!attachment.retain()) {
            throw new QueueClosedException("a handle of " + attachment.name()
                    + " cannot be sent: it is closed; close it after it has been sent");
        }
        if (role != null) {
            attachment.addRole(role, 1);
        }
        Runnable letGo = () -> {
            if (role != null) {
                attachment.addRole(role, -1);
            }
            attachment.release();
        };
        InTransit collector = COLLECTING.get();
        if (collector != null) {
            collector.add(letGo);
            return 0;
        }
        Attachment.Transit transit = attachment.depart();
        if (transit == null) {
            letGo.run();
            return 0;
        }
        used = true;
        DEPARTED.get().add(transit);
        // At once: who serializes by other means than ours never settles, and the receiver still arrives.
        Housekeeper.add(() -> {
            if (transit.isUnderWay()) {
                return true;
            }
            letGo.run();
            return false;
        });
        return transit.word();
    }

    /** Decodes a copy of something that stays where it is: the handles in it have not arrived yet. */
    static <T> T looking(Supplier<T> decoding) {
        boolean before = LOOKING.get() != null;
        LOOKING.set(true);
        try {
            return decoding.get();
        } finally {
            if (!before) {
                LOOKING.remove();
            }
        }
    }

    /** Called when a handle has been opened by what {@link #depart} returned. */
    static void arrived(Attachment attachment, long transit) {
        if (LOOKING.get() == null) {
            attachment.arrived(transit);
        }
    }

    /** Called before an encoding; what it returns is for {@link #settle}. */
    static int mark() {
        return used ? DEPARTED.get().size() : 0;
    }

    /**
     * Called after an encoding, with whether it has been handed over: what this thread serialized since is held, or let go.
     */
    static void settle(int mark, boolean handedOver) {
        if (!used) {
            return;
        }
        List<Attachment.Transit> departed = DEPARTED.get();
        List<Attachment.Transit> ours = departed.subList(Math.min(mark, departed.size()), departed.size());
        if (!handedOver) {
            ours.forEach(Attachment.Transit::cancel);
        }
        ours.clear();
    }
}
