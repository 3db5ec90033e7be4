package dev.sluice.internal.ring;

import dev.sluice.internal.layout.SegmentLayout;
import dev.sluice.internal.layout.Slot;
import dev.sluice.internal.shm.SharedFile;

/** Gives memory back to the system. */
final class Trimming {
    /** How many looks long a queue in use must need little memory before what it does not need is given back. */
    private static final int LOOKS_BEFORE_COALESCING = 4;

    /** A queue that needs less than this part of its memory needs little. */
    private static final int LITTLE = 4;

    private final Sides sides;
    private final SegmentLayout layout;
    private final SharedFile file;
    private final PutEnd putEnd;
    private final GetEnd getEnd;
    private final Coalescing coalescing;

    private int looksWithLittleInUse;
    private long addedAtLastCoalescing = -1;

    Trimming(Sides sides, Coalescing coalescing) {
        this.coalescing = coalescing;
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
        if (sides.unfinished() != 0) {
            trimInUse(keepBytes, timeoutNanos);
            return false;
        }
        long keepTo = layout.arenaAt() + keepBytes;
        if (sides.isDetached() || putEnd.arenaUsedTo() <= keepTo) {
            return false;
        }
        boolean[] more = {false};
        sides.withBothLocks(timeoutNanos, () -> {
            if (KillPoint.ON) {
                KillPoint.TRIM_LOCKED.reached();
            }
            if (!sides.isDetached() && isIdle()) {
                getEnd.letGoOfUnused();
                putEnd.reset();
                if (KillPoint.ON) {
                    KillPoint.TRIM_RESET.reached();
                }
                more[0] = release(keepTo, stepBytes);
            }
        });
        return more[0];
    }

    /** The queue is in use, but needs little of what it once needed. */
    private void trimInUse(long keepBytes, long timeoutNanos) {
        long backed = PutEnd.bytesBacked(sides.m, layout);
        long queued = sides.bytes() + Slot.BYTES * sides.sizeHint();
        if (sides.isDetached() || backed <= 2 * keepBytes || queued > backed / LITTLE
                || sides.added() == addedAtLastCoalescing
                || queued + sides.entries.bytesInHand() > backed / LITTLE) {
            looksWithLittleInUse = 0;
        } else if (++looksWithLittleInUse >= LOOKS_BEFORE_COALESCING) {
            looksWithLittleInUse = 0;
            long added = sides.added();
            if (coalescing.release(layout.arenaAt() + keepBytes, timeoutNanos)) {
                addedAtLastCoalescing = added;
            }
        }
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
            releasedFrom(from);
            return from > keepTo;
        }
        if (file.truncateTail(keepTo)) {
            releasedFrom(keepTo);
        }
        return false; // a portable process can do nothing for a memory file: another one may
    }

    private void releasedFrom(long offset) {
        long backed = PutEnd.bytesBacked(sides.m, layout);
        Arena arena = putEnd.arena();
        arena.setUsedTo(offset);
        arena.setBytesBacked(Math.min(backed, offset - layout.arenaAt()));
    }

    /** Releases all memory but the tables, once nobody holds the segment any more. */
    void releaseAll() {
        if (!file.giveBack(layout.arenaAt(), layout.fileBytes() - layout.arenaAt())) {
            file.truncateTail(layout.arenaAt());
        }
    }
}
