package dev.sluice.internal.ring;

import dev.sluice.internal.layout.Words;

/** Walks over the queued elements, oldest first, without taking them. Confined to one thread. */
public final class Cursor {
    private static final int GREATEST_COPY_UNDER_LOCK = 64 << 10;

    private final Sides sides;
    private final Words m;
    private final GetEnd getEnd;
    private final TakenEntries entries;
    private boolean amongRedelivered = true;
    private long after = -1;

    Cursor(Sides sides) {
        this.sides = sides;
        this.m = sides.m;
        this.getEnd = sides.getEnd;
        this.entries = sides.entries;
    }

    /**
     * Copies the next element that is still queued; false if there is none, or the handle is closed.
     *
     * <p>A large payload is copied outside the lock and looked at again: if the element is still queued then, nobody has
     * touched its bytes meanwhile.
     */
    public boolean next(Received received) {
        for (;;) {
            long large = 0;
            sides.lockGet();
            boolean clean = false;
            try {
                if (sides.isDetached() || !find(received)) {
                    clean = true;
                    return false;
                }
                long payload = received.entry >= 0 ? entries.payload(received.entry) : getEnd.slotPayload();
                if (received.length <= GREATEST_COPY_UNDER_LOCK) {
                    received.makeRoom(received.length);
                    received.copyFrom(m.segment(), payload);
                } else {
                    large = payload;
                }
                clean = true;
            } finally {
                sides.unlockGet(clean);
            }
            if (large != 0 && !copyLarge(received, large)) {
                continue;
            }
            after = received.ticket;
            return true;
        }
    }

    private boolean copyLarge(Received received, long payload) {
        received.makeRoom(received.length);
        try {
            received.copyFrom(m.segment(), payload);
        } catch (InternalError e) {
            if (isQueued(received)) {
                throw e;
            }
            return false; // taken since, and its memory was given back while we read
        }
        return isQueued(received);
    }

    private boolean find(Received received) {
        if (amongRedelivered) {
            int entry = entries.nextRedelivery(after);
            if (entry >= 0) {
                Taking.describe(entries, received, entry);
                return true;
            }
            amongRedelivered = false;
            after = -1;
        }
        getEnd.begin();
        if (!getEnd.findHead()) {
            return false;
        }
        long tail = getEnd.checkedTail();
        for (long position = Math.max(after + 1, getEnd.slotPosition()); position < tail; position++) {
            if (getEnd.findAt(position)) {
                received.entry = Received.NO_ENTRY;
                received.ticket = position;
                received.length = getEnd.slotLength();
                received.flags = getEnd.slotFlags();
                received.deliveries = 1;
                return true;
            }
        }
        return false;
    }

    /** Whether the element that was found is still queued. */
    public boolean isQueued(Received received) {
        sides.lockGet();
        boolean clean = false;
        try {
            boolean queued;
            if (sides.isDetached()) {
                queued = false;
            } else if (received.entry >= 0) {
                queued = entries.nextRedelivery(received.ticket - 1) == received.entry;
            } else {
                getEnd.begin();
                queued = getEnd.findAt(received.ticket);
            }
            clean = true;
            return queued;
        } finally {
            sides.unlockGet(clean);
        }
    }
}
