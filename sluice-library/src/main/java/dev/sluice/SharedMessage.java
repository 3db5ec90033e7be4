package dev.sluice;

import dev.sluice.internal.ring.Attachment;
import dev.sluice.internal.ring.Received;
import dev.sluice.internal.ring.Ring;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A message that was taken and stays in its place until it is closed. */
final class SharedMessage implements Connection.Message {
    private final Lease lease;

    private SharedMessage(Lease lease) {
        this.lease = lease;
    }

    /** Takes over one hold of the attachment, unless it fails: then the message is in the pipe again. */
    @SuppressWarnings("MustBeClosedChecker") // the lease closes it
    static SharedMessage of(Received received, Attachment attachment) {
        Ring ring = attachment.ring();
        int entry = received.entry();
        long ticket = received.ticket();
        Arena arena = null;
        boolean lent = false;
        boolean done = false;
        try {
            arena = Arena.ofConfined();
            MemorySegment memory = ring.lend(entry, received.length(), arena);
            lent = true;
            SharedMessage message = new SharedMessage(new Lease(arena, memory, attachment, read -> {
                ring.endLending();
                if (read) {
                    ring.acknowledge(entry, ticket);
                } else {
                    ring.giveBack(entry, ticket);
                }
            }));
            done = true;
            return message;
        } finally {
            if (!done) {
                if (arena != null) {
                    arena.close();
                }
                if (lent) {
                    ring.endLending();
                }
                ring.putBack(entry, ticket);
            }
        }
    }

    @Override
    public MemorySegment memory() {
        MemorySegment memory = lease.memory();
        if (memory == null) {
            throw new IllegalStateException("this message was closed; use its memory before, or copy it");
        }
        return memory;
    }

    @Override
    public void close() {
        lease.close(true);
    }
}
