package dev.sluice;

import dev.sluice.internal.codec.ObjectCodec;
import dev.sluice.internal.ring.Attachment;
import dev.sluice.internal.ring.Handle;
import dev.sluice.internal.ring.Role;
import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What remains of a handle when nobody reaches it any more: its hold on the segment, given up once, by {@code close()} or by
 * the garbage collector.
 */
final class HandleState implements Handle, Runnable {
    static final Cleaner CLEANER = Cleaner.create();

    static {
        // No handle can be serialized before the first one exists.
        ObjectCodec.carryAcrossThreads(work -> InTransit.carry(Arrivals.carry(work)));
    }

    private final Attachment attachment;
    private final Role role;
    private final Role peerRole;
    private final Runnable onClose;
    private final AtomicBoolean closed = new AtomicBoolean();
    private Cleaner.Cleanable cleanable;

    /**
     * Takes over one hold of the attachment.
     *
     * @param role    what the handle does with a pipe, null for a queue
     * @param onClose what to do before the hold is given up; must not reach the handle
     */
    HandleState(Attachment attachment, Role role, Runnable onClose) {
        this.attachment = attachment;
        this.role = role;
        this.peerRole = role == Role.READER ? Role.WRITER : Role.READER;
        this.onClose = onClose;
        if (role != null) {
            attachment.addRole(role, 1);
        }
    }

    /** Lets the garbage collector close the handle. Called by its constructor. */
    void watch(Object handle) {
        cleanable = CLEANER.register(handle, this);
    }

    /** Closes the handle; harmless when done twice. The segment can be unmapped although the handle is still reachable. */
    void close() {
        if (cleanable == null) {
            run(); // no handle has been made of it
        } else {
            cleanable.clean();
        }
    }

    Attachment attachment() {
        return attachment;
    }

    Role role() {
        return role;
    }

    @Override
    public boolean isClosed() {
        return closed.get();
    }

    @Override
    public boolean isAbandoned() {
        return role != null && !attachment.isHeld(peerRole);
    }

    @Override
    public void run() {
        if (closed.compareAndSet(false, true)) {
            try {
                onClose.run();
            } finally {
                if (role != null) {
                    attachment.addRole(role, -1);
                }
                attachment.ring().wakeWaiting();
                Failures.turned(attachment.name(), attachment::release);
            }
        }
    }
}
