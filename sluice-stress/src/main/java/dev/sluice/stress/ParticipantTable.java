package dev.sluice.stress;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** How many slots for processes are in use in a segment. Who is dead counts for nothing in what the library tells. */
final class ParticipantTable {
    private static final int TABLE_AT = 0x2000;
    private static final int SLOTS = 1024;
    private static final int SLOT_BYTES = 64;
    private static final int STATE_SHIFT = 50;

    private ParticipantTable() {}

    /** Slots in use; empty where the segment cannot be found. */
    static Optional<Integer> inUse(Order order) throws IOException {
        Optional<Segment> found = Segment.of(order);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try (Segment segment = found.get()) {
            return Optional.of(count(segment.read(TABLE_AT, SLOTS * SLOT_BYTES)));
        }
    }

    private static int count(ByteBuffer table) {
        int count = 0;
        for (int slot = 1; slot < SLOTS; slot++) {
            if ((table.getLong(slot * SLOT_BYTES) >>> STATE_SHIFT & 3) == 1) {
                count++;
            }
        }
        return count;
    }
}
