package dev.sluice.internal.ring;

import dev.sluice.internal.layout.ParticipantSlot;

/** What a handle does with a pipe. */
public enum Role {
    READER(ParticipantSlot.READERS),
    WRITER(ParticipantSlot.WRITERS);

    private final long offset;

    Role(long offset) {
        this.offset = offset;
    }

    long offset() {
        return offset;
    }
}
