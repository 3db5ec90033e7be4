package dev.sluice.internal.ring;

import dev.sluice.internal.layout.ParticipantSlot;
import dev.sluice.internal.layout.Words;
import dev.sluice.internal.waiting.Sleep;
import java.lang.ref.WeakReference;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A lock between processes that outlives its owner. The word holds the owner's slot and generation, and a bit that somebody
 * may sleep for it. Whoever has waited a while looks whether the owner is dead, and takes the lock over if it is: never
 * because of a time-out.
 *
 * <p>The threads of one process share one owner tag: a lock held by a living process is never taken over, and a thread that
 * fails inside repairs and unlocks on its way out. Should it have no stack left even for that, the lock is left behind; this
 * process knows the thread, and gives the lock up when that thread is seen elsewhere. A thread that holds a lock never parks,
 * so a virtual thread never leaves its carrier with a lock in its hand.
 */
final class RobustLock {
    private static final int WAITERS = 1 << 31;
    /** The tag of slot 0, which nobody ever holds: always of a dead owner. */
    private static final int NOBODY = ParticipantSlot.lockTag(0, 1);

    private static final long NOBODYS_ID = 0;
    private static final String PACKAGE = RobustLock.class.getPackageName() + ".";
    private static final String WAITS = Waits.class.getName();

    private static final ThreadLocal<WeakReference<Thread>> THIS_THREAD =
            ThreadLocal.withInitial(() -> new WeakReference<>(Thread.currentThread()));

    private static final int POLLS = 64;
    private static final long FIRST_SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final int POLLS_PER_LOOK_AT_THE_OWNER = 1 << 16;

    private final Words m;
    private final long offset;
    private final int tag;
    private final Participants participants;

    // Which thread of this process holds the lock, by plain stores that need no stack. Set right after the lock is had, before
    // anything that can fail; cleared right before it is released. Only a thread itself ever stores its number. The reference
    // stays until another thread comes, because it costs more to store; it is weak, because what a thread still refers to
    // when it has ended may be a handle of this very segment.
    private long ownerId;
    private WeakReference<Thread> lastOwner = new WeakReference<>(null);
    private long acquisitions;

    // Of the housekeeper: the acquisition that it found left behind at its last look.
    private long leftBehind = -1;

    RobustLock(Words m, long offset, int tag, Participants participants) {
        this.m = m;
        this.offset = offset;
        this.tag = tag;
        this.participants = participants;
    }

    /** How the lock was had. */
    enum Acquired {
        CLEAN,
        /** Taken over from a dead owner: the caller repairs before anything else. */
        TAKEN_OVER,
        TIMED_OUT
    }

    /**
     * Takes the lock, waiting as long as a living process holds it, or the time is over.
     *
     * @param holdingAnother whether the caller already holds a lock, and must not park
     */
    @SuppressWarnings("ReferenceEquality") // the very reference is meant; a call would need stack
    Acquired lock(boolean holdingAnother, long timeoutNanos) {
        Thread me = Thread.currentThread();
        long id = me.threadId();
        WeakReference<Thread> reference = lastOwner;
        if (!reference.refersTo(me)) {
            reference = THIS_THREAD.get(); // before the lock is had: this may want memory
        }
        Acquired acquired = Acquired.CLEAN;
        if (!m.compareAndSetInt(offset, 0, tag)) {
            acquired =
                    ownerId == id && takeBack(id) ? Acquired.TAKEN_OVER : lockContended(holdingAnother, timeoutNanos);
            if (acquired == Acquired.TIMED_OUT) {
                return acquired;
            }
        }
        ownerId = id;
        acquisitions++;
        if (lastOwner != reference) {
            lastOwner = reference;
        }
        return acquired;
    }

    /** Whether this very thread left the lock behind, which then is its own again: it is not inside, for it is here. */
    private synchronized boolean takeBack(long id) {
        if (ownerId != id || (m.getIntVolatile(offset) & ~WAITERS) != tag) {
            return false; // given up meanwhile
        }
        acquisitions++;
        return true;
    }

    /**
     * For the housekeeper: gives the lock up if its owner, a thread of this process, has left it behind, so that whoever comes
     * next repairs. It must be found so at two looks, because the owner's stores are plain.
     */
    void giveUpIfLeftBehind() {
        Thread thread = lastOwner.get();
        long acquisition = acquisitions;
        long id = ownerId;
        boolean left = id != NOBODYS_ID
                && (m.getIntVolatile(offset) & ~WAITERS) == tag
                && (thread == null || (thread.threadId() == id && !isInside(thread))) // null: long ended
                && ownerId == id
                && acquisitions == acquisition;
        if (left && leftBehind == acquisition) {
            giveUp(id, acquisition);
        }
        leftBehind = left ? acquisition : -1;
    }

    private synchronized void giveUp(long id, long acquisition) {
        if (ownerId == id && acquisitions == acquisition) { // not taken back since
            leaveToRepair();
        }
    }

    /** Whether the thread is somewhere where it may hold a lock. */
    private static boolean isInside(Thread thread) {
        for (StackTraceElement frame : thread.getStackTrace()) {
            if (frame.getClassName().startsWith(PACKAGE)) {
                return !frame.getClassName().equals(WAITS); // who waits for an event holds none
            }
        }
        return false;
    }

    private Acquired lockContended(boolean holdingAnother, long timeoutNanos) {
        for (int i = 0; i < POLLS; i++) {
            Thread.onSpinWait();
            if (m.getIntVolatile(offset) == 0 && m.compareAndSetInt(offset, 0, tag)) {
                return Acquired.CLEAN;
            }
        }
        boolean mayPark = Sleep.usesFutex() || !holdingAnother || !Thread.currentThread().isVirtual();
        return mayPark ? lockSleeping(holdingAnother, timeoutNanos) : lockSpinning(timeoutNanos);
    }

    private Acquired lockSleeping(boolean holdingAnother, long timeoutNanos) {
        long slice = FIRST_SLICE_NANOS;
        long start = System.nanoTime();
        long lastLook = start;
        for (;;) {
            int value = m.getIntVolatile(offset);
            if (value == 0) {
                // With the bit set: others may still sleep, and only the unlocking of who woke finds out.
                if (m.compareAndSetInt(offset, 0, tag | WAITERS)) {
                    return Acquired.CLEAN;
                }
                continue;
            }
            if (value > 0) {
                if (!m.compareAndSetInt(offset, value, value | WAITERS)) {
                    continue;
                }
                value |= WAITERS;
            }
            long now = System.nanoTime();
            if (now - start >= timeoutNanos) {
                // Whoever has little patience must still find the dead: nobody else may be waiting.
                return takeOver() ? Acquired.TAKEN_OVER : Acquired.TIMED_OUT;
            }
            Sleep.onWord(m, offset, value, slice, participants.somebodyCannotWake(), now - start);
            if (!holdingAnother && Thread.currentThread().isVirtual()) {
                LockSupport.parkNanos(1); // the futex holds the carrier, which somebody with the lock in its hand may want
            }
            if (System.nanoTime() - lastLook >= slice) {
                if (takeOver()) {
                    return Acquired.TAKEN_OVER;
                }
                lastLook = System.nanoTime();
                slice = Math.min(2 * slice, Sleep.SLICE_NANOS);
            }
        }
    }

    private Acquired lockSpinning(long timeoutNanos) {
        long start = System.nanoTime();
        for (int i = 1;; i++) {
            if (m.getIntVolatile(offset) == 0 && m.compareAndSetInt(offset, 0, tag)) {
                return Acquired.CLEAN;
            }
            Thread.onSpinWait();
            if (i % POLLS_PER_LOOK_AT_THE_OWNER == 0) {
                if (takeOver()) {
                    return Acquired.TAKEN_OVER;
                }
                if (System.nanoTime() - start >= timeoutNanos) {
                    return Acquired.TIMED_OUT;
                }
            }
        }
    }

    private boolean takeOver() {
        int value = m.getIntVolatile(offset);
        int owner = value & ~WAITERS;
        // The tag holds the generation: should the slot have a new owner by now, this value cannot come back.
        if (owner != 0 && participants.isGone(owner) && m.compareAndSetInt(offset, value, tag | WAITERS)) {
            if (KillPoint.ON) {
                KillPoint.STEAL_LOCKED.reached();
            }
            return true;
        }
        return false;
    }

    /**
     * Releases the lock, if it is still this process's: a thread that comes late, after its process has left the segment, may
     * have lost it to another. The compare-and-set is also the full fence between what was done inside and a look at the
     * events.
     */
    void unlock() {
        long id = ownerId;
        boolean ended = false;
        ownerId = NOBODYS_ID;
        try {
            boolean hadWaiters = !m.compareAndSetInt(offset, tag, 0);
            boolean released = !hadWaiters || m.compareAndSetInt(offset, tag | WAITERS, 0);
            ended = true;
            if (hadWaiters && released) {
                Sleep.wake(m, offset, 1);
            }
        } finally {
            if (!ended) {
                ownerId = id; // no stack was left: still held
            }
        }
    }

    /**
     * Lets go of the lock without releasing it: it stands as if its owner had died, so that whoever comes next takes it over
     * and repairs what this thread could not, for want of stack or heap.
     */
    void leaveToRepair() {
        long id = ownerId;
        boolean ended = false;
        ownerId = NOBODYS_ID; // first: whoever takes it over may be a thread of this process
        try {
            boolean hadWaiters = !m.compareAndSetInt(offset, tag, NOBODY)
                    && m.compareAndSetInt(offset, tag | WAITERS, NOBODY | WAITERS);
            ended = true;
            if (hadWaiters) {
                Sleep.wake(m, offset, 1);
            }
        } finally {
            if (!ended) {
                ownerId = id;
            }
        }
    }
}
