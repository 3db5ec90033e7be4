package dev.sluice.internal.ring;

import dev.sluice.internal.layout.SegmentLayout;
import dev.sluice.internal.layout.Tables;
import dev.sluice.internal.shm.SegmentException;
import dev.sluice.internal.shm.SharedFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Makes free ranges of neighbouring free chunks, whatever their sizes were, while the queue is in use.
 *
 * <p>What is in use is written down in the segment: pages, slots, taken entries, preparations. All else is free. So with
 * both locks held the chunks in use are noted and, by one store of a new epoch, all free ones forgotten. Sorting happens
 * outside the locks; then the gaps between the chunks in use become the table of {@linkplain Arena free ranges}, unless
 * somebody else has begun another epoch meanwhile. Elements at the head that nobody takes, while very many behind them were
 * removed from the middle, are set aside first: they would keep all those places in use.
 *
 * <p>Dies in between: the gaps stay unknown until the next time, which finds them again from what is in use.
 */
final class Coalescing {
    private static final long RELEASED_AT_ONCE_BYTES = 16L << 20;

    /** So many times as long as it took last time the queue is left in peace. */
    private static final long PEACE = 20;

    private static final long PAUSE_NANOS = 50_000;

    private final Sides sides;
    private final SegmentLayout layout;
    private final SharedFile file;
    private final PutEnd putEnd;
    private final GetEnd getEnd;
    private final int tag;

    /** One thread of this process at a time. */
    private final ReentrantLock running = new ReentrantLock();

    private final AtomicInteger round = new AtomicInteger();
    private long notBeforeNanos = System.nanoTime();
    private long versionLastTime = -1;
    private long repairsLastTime;
    private int epochLastTime;

    Coalescing(Sides sides) {
        this.sides = sides;
        this.layout = sides.layout;
        this.file = sides.file;
        this.putEnd = sides.putEnd;
        this.getEnd = sides.getEnd;
        this.tag = sides.tag;
    }

    /** Counts how often this process has listed free ranges; read with the put lock held. */
    int round() {
        return round.get();
    }

    /**
     * For a put that found no addresses: looks for free ranges if anything was freed since the last time. One that may wait
     * leaves the queue in peace for a while, and leaves it to whoever is looking already; one that may not would be refused
     * without need, and waits for that one. Called without locks.
     *
     * @param roundBefore the {@link #round} in which no addresses were found
     * @return whether it is worth while to try again
     */
    boolean makeRoom(int roundBefore, Deadline deadline) {
        if (!enter(deadline)) {
            return false;
        }
        try {
            if (round() != roundBefore) {
                return true;
            }
            boolean nothingFreed = getEnd.version() == versionLastTime
                    && putEnd.epoch() == epochLastTime
                    && putEnd.repairs() == repairsLastTime;
            if (nothingFreed || (deadline.mayWait() && System.nanoTime() - notBeforeNanos < 0)) {
                return false;
            }
            return run(Waits.LOCK_PATIENCE_NANOS, layout.fileBytes()) || (!deadline.mayWait() && otherHasFinished());
        } finally {
            running.unlock();
        }
    }

    private boolean enter(Deadline deadline) {
        if (deadline.mayWait()) {
            return running.tryLock();
        }
        try {
            return running.tryLock(Waits.LOCK_PATIENCE_NANOS, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Waits a while for another process that looks for free ranges. */
    private boolean otherHasFinished() {
        long start = System.nanoTime();
        boolean waited = false;
        while (isOthersTurn() && System.nanoTime() - start < Waits.LOCK_PATIENCE_NANOS) {
            waited = true;
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return waited;
    }

    private boolean isOthersTurn() {
        int coalescer = putEnd.coalescer();
        return coalescer != 0 && coalescer != tag && !sides.participants.isGone(coalescer);
    }

    /**
     * Gives the memory of free ranges back to the system.
     *
     * @param keepTo           everything before this offset stays
     * @param lockTimeoutNanos how long to wait for the locks before it begins
     * @return whether it was done
     */
    boolean release(long keepTo, long lockTimeoutNanos) {
        if (!running.tryLock()) {
            return false;
        }
        try {
            return System.nanoTime() - notBeforeNanos >= 0 && run(lockTimeoutNanos, keepTo);
        } finally {
            running.unlock();
        }
    }

    private boolean run(long lockTimeoutNanos, long keepTo) {
        Chunks used = new Chunks();
        long[] start = {0};
        sides.withBothLocks(lockTimeoutNanos, () -> {
            if (!sides.isDetached() && !isOthersTurn()) {
                start[0] = System.nanoTime();
                putEnd.arena().backTable();
                getEnd.setAside();
                getEnd.forEachUsed(used::add);
                getEnd.letGoOfUnused();
                used.version = getEnd.version();
                used.repairs = putEnd.repairs();
                putEnd.setCoalescer(tag);
                used.epoch = putEnd.forgetFreeChunks();
                if (KillPoint.ON) {
                    KillPoint.COALESCE_FORGOTTEN.reached();
                }
            }
        });
        if (used.epoch == 0) {
            return false;
        }
        boolean done = finishUnlessOvertaken(used, keepTo);
        if (done) {
            long end = System.nanoTime();
            notBeforeNanos = end + PEACE * (end - start[0]);
            round.incrementAndGet();
            versionLastTime = used.version;
            repairsLastTime = used.repairs;
            epochLastTime = used.epoch;
        }
        return done;
    }

    private boolean finishUnlessOvertaken(Chunks used, long keepTo) {
        try {
            return finish(used, keepTo);
        } catch (SegmentException | InternalError e) {
            // An access to a file that was cut off fails some time after it, so it is not only the reading that is guarded.
            if (putEnd.epoch() != used.epoch) {
                return false; // what had been noted was reused, or given back to the system, under our hands
            }
            throw e;
        }
    }

    private boolean finish(Chunks used, long keepTo) {
        int epoch = used.epoch;
        List<Arena.Range> gaps = used.gaps();
        boolean released = release(epoch, gaps, keepTo);
        gaps.sort(Comparator.comparingLong(Arena.Range::start));
        boolean listed = inEpoch(epoch, () -> {
            putEnd.arena().setFreeRanges(gaps);
            putEnd.setCoalescer(0);
            if (released && keepTo < layout.fileBytes()) {
                putEnd.arena().setBytesBacked(used.bytes + keepTo - layout.arenaAt());
            }
            if (KillPoint.ON) {
                KillPoint.COALESCE_LISTED.reached();
            }
        });
        sides.notFull.signal();
        return listed;
    }

    /** As long as the epoch lasts the gaps are nobody's: nothing can be carved from them before they are listed. */
    private boolean release(int epoch, List<Arena.Range> gaps, long keepTo) {
        for (Arena.Range gap : gaps) {
            boolean last = gap.end() == layout.fileBytes();
            long start = Math.max(gap.start(), keepTo);
            long end = last ? Math.min(gap.end(), putEnd.arenaUsedTo()) : gap.end();
            for (long at = start; at < end; at += RELEASED_AT_ONCE_BYTES) {
                long from = at;
                long bytes = Math.min(RELEASED_AT_ONCE_BYTES, end - at);
                boolean[] punched = {false};
                boolean still = inEpoch(epoch, () -> {
                    // A file that cannot be punched can at least be cut off behind the last chunk in use.
                    punched[0] = file.giveBack(from, bytes) || (last && file.truncateTail(from));
                    if (last && punched[0] && from + bytes == end) {
                        putEnd.arena().setUsedTo(start);
                    }
                });
                if (!still) {
                    return false;
                }
                if (!punched[0]) {
                    break;
                }
            }
        }
        return true;
    }

    private boolean inEpoch(int epoch, Runnable action) {
        boolean[] done = {false};
        sides.withBothLocks(Waits.LOCK_PATIENCE_NANOS, () -> {
            if (!sides.isDetached() && putEnd.epoch() == epoch) {
                action.run();
                done[0] = true;
            }
        });
        return done[0];
    }

    /** The chunks that were in use at one moment. */
    private final class Chunks {
        private long[] offsets = new long[1 << 10];
        private int count;
        private long bytes;
        private long version;
        private long repairs;

        /** The epoch that began then, 0 if it did not. */
        private int epoch;

        void add(long offset) {
            if (count == offsets.length) {
                offsets = Arrays.copyOf(offsets, 2 * count);
            }
            offsets[count++] = offset;
        }

        /** The largest gaps between them, not more than the table takes. */
        List<Arena.Range> gaps() {
            Arrays.sort(offsets, 0, count);
            PriorityQueue<Arena.Range> largest =
                    new PriorityQueue<>(Comparator.comparingLong(Arena.Range::bytes));
            long free = layout.arenaAt();
            for (int i = 0; i < count; i++) {
                addGap(largest, free, offsets[i]);
                free = offsets[i] + getEnd.strideBytes(offsets[i]);
                bytes += free - offsets[i];
            }
            addGap(largest, free, layout.fileBytes());
            return new ArrayList<>(largest);
        }

        private void addGap(PriorityQueue<Arena.Range> largest, long start, long end) {
            if (end < start) {
                throw Damage.in(file, "chunks overlap at " + end);
            }
            if (end > start) {
                largest.add(new Arena.Range(start, end));
            }
            if (largest.size() > Tables.FREE_RANGES) {
                largest.remove();
            }
        }
    }
}
