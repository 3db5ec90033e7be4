package dev.sluice.internal.ring;

import dev.sluice.internal.shm.SegmentException;
import dev.sluice.internal.shm.SharedFile;

/** What stands in a segment and cannot be: written by somebody who is none of ours, or a defect. */
final class Damage {
    private Damage() {}

    /** The failure that names it. */
    static SegmentException in(SharedFile file, String what) {
        return new SegmentException(
                SegmentException.Kind.DAMAGED,
                file.name() + " is damaged: " + what + "; remove the queue and create it anew");
    }
}
