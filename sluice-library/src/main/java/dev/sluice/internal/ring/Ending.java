package dev.sluice.internal.ring;

import dev.sluice.internal.layout.GetSide;
import dev.sluice.internal.layout.Header;
import dev.sluice.internal.layout.Words;

/** The end of the queue for everybody, and the discarding of what is queued. */
final class Ending {
    private static final int DISCARDED_AT_ONCE = 4096;

    private final Sides sides;
    private final Words m;
    private final PutEnd putEnd;
    private final GetEnd getEnd;
    private final TakenEntries entries;

    Ending(Sides sides) {
        this.sides = sides;
        this.m = sides.m;
        this.putEnd = sides.putEnd;
        this.getEnd = sides.getEnd;
        this.entries = sides.entries;
    }

    /** Ends the queue for every process. */
    void shutdown(boolean now) {
        sides.lockPut();
        boolean clean = false;
        try {
            if (KillPoint.ON) {
                KillPoint.SHUTDOWN_LOCKED.reached();
            }
            int wanted = now ? Header.SHUTDOWN_NOW : Header.SHUTDOWN;
            if (!sides.isDetached() && m.getIntVolatile(Header.SHUTDOWN_AT) < wanted) {
                // Under the put lock: no put that began before can end after this. Puts that go on with the run do not look.
                putEnd.endRun();
                m.setIntVolatile(Header.SHUTDOWN_AT, wanted);
            }
            if (KillPoint.ON) {
                KillPoint.SHUTDOWN_SET.reached();
            }
            clean = true;
        } finally {
            sides.unlockPut(clean);
        }
        if (now) {
            discardAll();
        }
        sides.wakeWaiting();
    }

    /** Discards what is queued, some at a time, counting it as done. */
    void discardAll() {
        discardAll(Ring.FOREVER);
    }

    void discardAll(long lockTimeoutNanos) {
        if (!sides.lockPut(lockTimeoutNanos)) {
            return;
        }
        // With the lock: what a killed putter had committed and not yet shown is queued, and is discarded, too.
        long end = putEnd.publishedTail();
        sides.unlockPut(true);
        while (discardSome(end, lockTimeoutNanos)) {
            Thread.onSpinWait();
        }
        sides.notFull.signalAll();
        if (sides.isAllDone()) {
            sides.allDone.signalAll();
        }
    }

    private boolean discardSome(long end, long lockTimeoutNanos) {
        if (!sides.lockGet(false, lockTimeoutNanos)) {
            return false;
        }
        boolean clean = false;
        boolean more = false;
        try {
            for (int i = 0; !sides.isDetached() && i < DISCARDED_AT_ONCE; i++) {
                int entry = entries.takeRedelivery();
                getEnd.begin();
                if (entry >= 0) {
                    getEnd.acknowledge(entry);
                } else if (getEnd.findHead() && getEnd.slotPosition() < end) {
                    getEnd.consume();
                } else {
                    break;
                }
                if (KillPoint.ON) {
                    KillPoint.DISCARD_COMMITTED.reached();
                }
                more = i == DISCARDED_AT_ONCE - 1;
            }
            getEnd.publish();
            clean = true;
        } finally {
            sides.unlockGet(clean);
        }
        return more;
    }

    /** Does what is left to do of a {@link #shutdown} that discards: its caller may have died, or a consumer since. */
    void finishDiscarding(long lockTimeoutNanos) {
        if (m.getIntVolatile(Header.SHUTDOWN_AT) == Header.SHUTDOWN_NOW
                && putEnd.publishedTail() != m.getLongAcquire(GetSide.PUBLISHED_GONE_AT)) {
            discardAll(lockTimeoutNanos);
        }
    }
}
