package dev.sluice.internal.ring;

import dev.sluice.internal.layout.SegmentLayout;
import dev.sluice.internal.shm.SharedFile;

/** Gives memory back to the system. */
final class Trimming {
    private final Sides sides;
    private final SegmentLayout layout;
    private final SharedFile file;
    private final PutEnd putEnd;
    private final GetEnd getEnd;

    Trimming(Sides sides) {
        this.sides = sides;
        this.layout = sides.layout;
        this.file = sides.file;
        this.putEnd = sides.putEnd;
        this.getEnd = sides.getEnd;
    }

    /**
     * Gives memory back to the system when nothing is queued, taken or being prepared: the arena begins anew, and a step of
     * what it used beyond a reserve for the next burst is released. Called again and again until false.
     *
     * @param keepBytes how much stays
     * @param stepBytes how much is released at most while the locks are held
     * @return whether there is more to release
     */
    boolean trim(long keepBytes, long stepBytes, long timeoutNanos) {
        long keepTo = layout.arenaAt() + keepBytes;
        if (sides.isDetached() || putEnd.arenaUsedTo() <= keepTo || sides.unfinished() != 0) {
            return false;
        }
        boolean[] more = {false};
        sides.withBothLocks(timeoutNanos, () -> {
            if (KillPoint.ON) {
                KillPoint.TRIM_LOCKED.reached();
            }
            if (!sides.isDetached() && isIdle()) {
                getEnd.letGoOfArena();
                putEnd.reset();
                if (KillPoint.ON) {
                    KillPoint.TRIM_RESET.reached();
                }
                more[0] = release(keepTo, stepBytes);
            }
        });
        return more[0];
    }

    private boolean isIdle() {
        getEnd.begin();
        boolean empty = !getEnd.findHead();
        // Done counts what left for good, so the two are equal only if nothing is taken either.
        return empty && getEnd.head() == putEnd.tail() && getEnd.doneCount() == putEnd.tail()
                && !putEnd.hasPreparations();
    }

    private boolean release(long keepTo, long stepBytes) {
        long usedTo = putEnd.arenaUsedTo();
        long from = Math.max(keepTo, usedTo - stepBytes);
        if (file.giveBack(from, usedTo - from)) {
            putEnd.setArenaUsedTo(from);
            return from > keepTo;
        }
        if (file.truncateTail(keepTo)) {
            putEnd.setArenaUsedTo(keepTo);
        }
        return false; // a portable process can do nothing for a memory file: another one may
    }

    /** Releases all memory but the tables, once nobody holds the segment any more. */
    void releaseAll() {
        if (!file.giveBack(layout.arenaAt(), layout.fileBytes() - layout.arenaAt())) {
            file.truncateTail(layout.arenaAt());
        }
    }
}
