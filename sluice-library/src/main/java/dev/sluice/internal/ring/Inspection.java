package dev.sluice.internal.ring;

import dev.sluice.internal.layout.GetSide;
import dev.sluice.internal.layout.Header;
import dev.sluice.internal.layout.ParticipantSlot;
import dev.sluice.internal.layout.PutSide;
import dev.sluice.internal.layout.SegmentLayout;
import dev.sluice.internal.layout.TakenEntry;
import dev.sluice.internal.layout.Words;
import dev.sluice.internal.shm.SharedFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A look at a named segment from outside: takes no slot and no lock, so it waits for nobody and nobody for it. Each number is
 * right at some moment of the look.
 *
 * @param layout         what the creator chose
 * @param size           elements queued
 * @param bytes          encoded bytes queued
 * @param added          elements ever put
 * @param unacknowledged elements taken and not acknowledged
 * @param isShutDown     whether it was shut down
 * @param memoryBytes    memory in use, as far as the segment's own books tell
 * @param holders        living holders
 */
public record Inspection(
        SegmentLayout layout,
        long size,
        long bytes,
        long added,
        long unacknowledged,
        boolean isShutDown,
        long memoryBytes,
        List<Holder> holders) {

    /** A living process that holds the segment, and how many elements it has taken and not acknowledged. */
    public record Holder(int pid, int unacknowledged) {}

    /** Looks at a named segment. */
    public static Inspection of(String name) {
        SharedFile file = SharedFile.openNamed(name);
        try {
            file = Attachment.whole(file);
            return of(file);
        } finally {
            file.close();
        }
    }

    private static Inspection of(SharedFile file) {
        SegmentLayout layout = Attachment.check(file);
        Words m = file.words();
        Map<Integer, Integer> takenByOwner = takenByOwner(m, layout);
        List<Holder> holders = new ArrayList<>();
        Participants participants = new Participants(m);
        for (int i = 1; i < participants.high(); i++) {
            long word = participants.word(i);
            if (ParticipantSlot.isActive(word) && !Participants.isDead(word)) {
                holders.add(new Holder(ParticipantSlot.pid(word), takenByOwner.getOrDefault(i, 0)));
            }
        }
        long gone = m.getLongAcquire(GetSide.PUBLISHED_GONE_AT);
        long added = m.getLongAcquire(PutSide.PUBLISHED_TAIL_AT);
        return new Inspection(
                layout,
                layout.countsAsQueued(Math.max(0, added - gone)),
                Math.max(
                        0,
                        m.getLongAcquire(PutSide.PUBLISHED_BYTES_IN_AT)
                                - m.getLongAcquire(GetSide.PUBLISHED_BYTES_GONE_AT)),
                added,
                takenByOwner.values().stream().mapToLong(Integer::longValue).sum(),
                m.getIntVolatile(Header.SHUTDOWN_AT) != Header.OPEN,
                memoryBytes(m, layout),
                List.copyOf(holders));
    }

    private static Map<Integer, Integer> takenByOwner(Words m, SegmentLayout layout) {
        Map<Integer, Integer> counts = new HashMap<>();
        int high = TakenEntries.clampedHigh(m, layout);
        for (int i = 0; i < high; i++) {
            long state = m.getLongAcquire(layout.entryAt(i) + TakenEntry.STATE);
            if (TakenEntry.kind(state) == TakenEntry.TAKEN) {
                counts.merge((int) (state >>> 8), 1, Integer::sum);
            }
        }
        return counts;
    }

    private static long memoryBytes(Words m, SegmentLayout layout) {
        return m.getLong(PutSide.DIRECTORY_BACKED_AT)
                + Math.max(0, m.getLong(GetSide.TAKEN_BACKED_AT) - layout.takenAt())
                + PutEnd.bytesBacked(m, layout);
    }
}
