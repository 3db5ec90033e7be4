package dev.sluice.internal.ring;

import dev.sluice.internal.layout.Chunk;
import dev.sluice.internal.layout.Header;
import dev.sluice.internal.layout.SegmentLayout;
import dev.sluice.internal.layout.Slot;
import dev.sluice.internal.layout.Words;
import dev.sluice.internal.shm.Broken;
import dev.sluice.internal.waiting.Spin;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;

/** Taking, and what becomes of what was taken: acknowledged, given back, a dead letter. */
final class Taking {
    private static final long DEAD_LETTER_PATIENCE_NANOS = 2_000_000;

    private final Sides sides;
    private final Words m;
    private final SegmentLayout layout;
    private final int me;
    private final GetEnd getEnd;
    private final TakenEntries entries;
    private final AtomicInteger lent = new AtomicInteger();
    private final Spin getSpin = new Spin();
    private final LongSupplier available;

    Taking(Sides sides) {
        this.sides = sides;
        this.available = sides::gettable;
        this.m = sides.m;
        this.layout = sides.layout;
        this.me = sides.me;
        this.getEnd = sides.getEnd;
        this.entries = sides.entries;
    }

    /**
     * Takes the oldest element, and copies its payload out. What carries handles is still to be acknowledged.
     *
     * @return DONE, TIMED_OUT, SHUTDOWN, CLOSED or ABANDONED; only with DONE was something taken
     */
    Outcome take(Received received, Handle handle, Deadline deadline) throws InterruptedException {
        Waits.checkInterrupt(deadline);
        Outcome outcome = tryTake(received, handle, deadline);
        if (!Waits.isFinal(outcome)) {
            outcome = waitAndTake(outcome, received, handle, deadline);
        }
        if (outcome == Outcome.DONE && received.entry != Received.NO_ENTRY) {
            return copyOut(received);
        }
        return outcome;
    }

    /** Apart from the first attempt, so that it is compiled as straight-line code. */
    private Outcome waitAndTake(Outcome first, Received received, Handle handle, Deadline deadline)
            throws InterruptedException {
        return Waits.again(
                first,
                () -> tryTake(received, handle, deadline),
                sides.notEmpty,
                getSpin,
                available,
                handle,
                deadline);
    }

    private Outcome copyOut(Received received) {
        boolean copied = false;
        try {
            if (!received.isCopied && !received.staysInPlace) {
                received.makeRoom(received.length);
                received.copyFrom(m.segment(), entries.payload(received.entry));
            }
            copied = true;
        } finally {
            if (!copied) {
                giveBack(received.entry, received.ticket);
            }
        }
        if (KillPoint.ON) {
            KillPoint.GET_TAKEN.reached();
        }
        if (!layout.isJoinable() && !received.carriesHandles() && !received.keepsEntry) {
            if (!acknowledge(received.entry, received.ticket)) {
                return Outcome.CLOSED; // this process left meanwhile, and the element waits for others again
            }
            received.entry = Received.NO_ENTRY;
            return Outcome.DONE;
        }
        // If this process has left meanwhile, the payload may have been overwritten under our hands, and goes to others.
        return sides.isDetached() ? Outcome.CLOSED : Outcome.DONE;
    }

    private Outcome tryTake(Received received, Handle handle, Deadline deadline) {
        if (!sides.lockGet(false, Waits.lockPatience(deadline))) {
            return sides.notLocked(handle);
        }
        Outcome outcome = takeAndUnlock(received, handle);
        if (outcome == Outcome.DONE) {
            if (KillPoint.ON) {
                KillPoint.GET_UNLOCKED.reached();
            }
            sides.notFull.signal();
            if (sides.notEmpty.isArmed() && sides.sizeHint() > 0) {
                sides.notEmpty.signal(); // several puts wake one taker only: it wakes the next
            }
        } else if (outcome == Outcome.AGAIN) {
            received.makeRoom(received.length);
            return tryTake(received, handle, deadline);
        }
        return outcome;
    }

    private Outcome takeAndUnlock(Received received, Handle handle) {
        boolean clean = false;
        try {
            if (KillPoint.ON) {
                KillPoint.GET_LOCKED.reached();
            }
            Outcome outcome;
            int shutdown = m.getIntVolatile(Header.SHUTDOWN_AT);
            if (sides.isDetached() || handle.isClosed()) {
                outcome = Outcome.CLOSED;
            } else if (shutdown == Header.SHUTDOWN_NOW) {
                outcome = Outcome.SHUTDOWN;
            } else if (!received.keepsEntry && getEnd.findInRun(getEnd.head())) {
                takeFromRun(received);
                clean = true;
                return Outcome.DONE;
            } else {
                outcome = takeOldest(received, shutdown);
            }
            clean = true;
            return outcome;
        } finally {
            sides.unlockGet(clean);
        }
    }

    /** With AGAIN nothing was taken: the payload, whose length was noted, needs more room than there is. */
    private Outcome takeOldest(Received received, int shutdown) {
        received.isCopied = false;
        int entry = entries.takeRedelivery();
        if (entry >= 0) {
            describe(entries, received, entry);
            getEnd.publish();
            return Outcome.DONE;
        }
        getEnd.begin();
        if (!getEnd.findHead()) {
            // Nothing can be added any more once the flag is set, so what was empty after it stays empty.
            return shutdown == Header.SHUTDOWN ? Outcome.SHUTDOWN : Outcome.WAIT;
        }
        return takeHead(received);
    }

    private void takeFromRun(Received received) {
        received.length = getEnd.foundLength();
        received.flags = getEnd.foundFlags();
        received.ticket = getEnd.foundPosition();
        received.deliveries = 1;
        received.entry = layout.isJoinable() ? entries.allocate() : Received.NO_ENTRY;
        received.copyWordsFrom(m, getEnd.foundPayload());
        received.isCopied = true;
        if (KillPoint.ON) {
            KillPoint.GET_COPIED.reached();
        }
        if (!Broken.DELIVERS_TWICE || !Broken.now()) {
            getEnd.takeFromRun(received.entry);
        }
    }

    private Outcome takeHead(Received received) {
        int length = getEnd.slotLength();
        boolean large = Chunk.classFor(length) >= Chunk.FIRST_LARGE_CLASS;
        if (layout.isJoinable() || received.keepsEntry || large || (getEnd.slotFlags() & Slot.HANDLES) != 0) {
            int entry = entries.allocate();
            getEnd.takeInto(entry);
            describe(entries, received, entry);
        } else {
            received.length = length;
            if (received.bytes.length < length) {
                return Outcome.AGAIN;
            }
            received.flags = getEnd.slotFlags();
            received.ticket = getEnd.slotPosition();
            received.deliveries = 1;
            received.entry = Received.NO_ENTRY;
            received.copyFrom(m.segment(), getEnd.slotPayload());
            if (KillPoint.ON) {
                KillPoint.GET_COPIED.reached();
            }
            if (!Broken.DELIVERS_TWICE || !Broken.now()) {
                getEnd.consume();
            }
        }
        getEnd.publish();
        return Outcome.DONE;
    }

    /** Says which element an entry holds. */
    static void describe(TakenEntries entries, Received received, int entry) {
        received.entry = entry;
        received.ticket = entries.ticket(entry);
        received.length = entries.length(entry);
        received.flags = entries.flags(entry);
        received.deliveries = entries.deliveries(entry);
    }

    /**
     * The payload of an entry that this process has taken, as long as the arena lives. What is lent must be
     * {@linkplain #endLending given back} before the entry is acknowledged or given back.
     */
    MemorySegment lend(int entry, int length, java.lang.foreign.Arena arena) {
        lent.incrementAndGet();
        boolean done = false;
        try {
            MemorySegment memory = m.lend(entries.payload(entry), length, arena);
            if (KillPoint.ON) {
                KillPoint.LEND_TAKEN.reached();
            }
            done = true;
            return memory;
        } finally {
            if (!done) {
                endLending();
            }
        }
    }

    void endLending() {
        lent.decrementAndGet();
    }

    /** Whether somebody in this process reads what must not be given to others meanwhile. */
    boolean isLending() {
        return lent.get() > 0;
    }

    /** Acknowledges what was taken; false if it is no longer this process's. */
    boolean acknowledge(int entry, long ticket) {
        boolean freed;
        sides.lockGet();
        boolean clean = false;
        try {
            if (KillPoint.ON) {
                KillPoint.ACK_LOCKED.reached();
            }
            if (sides.isDetached() || !entries.isTakenBy(entry, me, ticket)) {
                clean = true;
                return false;
            }
            getEnd.begin();
            freed = entries.chunk(entry) != 0;
            getEnd.acknowledge(entry);
            clean = true;
        } finally {
            sides.unlockGet(clean);
        }
        if (KillPoint.ON) {
            KillPoint.ACK_UNLOCKED.reached();
        }
        if (freed) {
            sides.notFull.signal(); // somebody may wait for the chunk
        }
        signalIfAllDone();
        return true;
    }

    /** After the unlocking: who joins and is not seen here looks after that, and sees that all is done. */
    private void signalIfAllDone() {
        if (sides.allDone.isArmed() && sides.isAllDone()) {
            sides.allDone.signalAll();
        }
    }

    /** Lets what was taken be delivered again; does nothing if it is no longer this process's. */
    void giveBack(int entry, long ticket) {
        giveBack(entry, ticket, entries::giveBack);
    }

    /** As {@link #giveBack}, when nobody has seen the element: this delivery does not count. */
    void putBack(int entry, long ticket) {
        giveBack(entry, ticket, entries::putBack);
    }

    private void giveBack(int entry, long ticket, IntConsumer action) {
        sides.lockGet();
        boolean clean = false;
        try {
            if (sides.isDetached() || !entries.isTakenBy(entry, me, ticket)) {
                clean = true;
                return;
            }
            action.accept(entry);
            getEnd.publish();
            clean = true;
        } finally {
            sides.unlockGet(clean);
        }
        sides.notEmpty.signal();
    }

    /** Makes a dead letter of what was taken and cannot be used; does nothing if it is no longer this process's. */
    void makeDeadLetter(int entry, long ticket) {
        sides.lockGet();
        boolean clean = false;
        try {
            if (!sides.isDetached() && entries.isTakenBy(entry, me, ticket)) {
                entries.makeDeadLetter(entry);
            }
            clean = true;
        } finally {
            sides.unlockGet(clean);
        }
    }

    /**
     * Takes an element that was delivered too often, to be carried elsewhere; false if there is none, or the lock could not
     * be had soon: the housekeeper has others to look after.
     */
    boolean takeDeadLetter(Received received) {
        if (!sides.lockGet(false, DEAD_LETTER_PATIENCE_NANOS)) {
            return false;
        }
        boolean clean = false;
        try {
            int entry = sides.isDetached() ? Received.NO_ENTRY : entries.takeDeadLetter();
            if (entry >= 0) {
                describe(entries, received, entry);
            }
            clean = true;
            if (entry < 0) {
                return false;
            }
        } finally {
            sides.unlockGet(clean);
        }
        boolean copied = false;
        try {
            received.makeRoom(received.length);
            received.copyFrom(m.segment(), entries.payload(received.entry));
            copied = true;
            // If this process has left meanwhile, the payload may have been overwritten under our hands, and is others'.
            return !sides.isDetached();
        } finally {
            if (!copied) {
                giveBack(received.entry, received.ticket);
            }
        }
    }

    /** Whether some element was delivered too often and waits to be carried elsewhere; a hint. */
    boolean hasDeadLetters() {
        return entries.deadLetterCount() > 0;
    }

    /**
     * Takes the very element that a cursor found, if it is still queued. In a joinable queue it is taken as by {@link #take},
     * and the entry and its deliveries are noted; in a plain one it is done with.
     */
    boolean remove(Received received) {
        sides.lockGet();
        boolean clean = false;
        try {
            if (sides.isDetached()) {
                clean = true;
                return false;
            }
            if (received.entry >= 0) {
                if (!entries.takeRedelivery(received.entry, received.ticket)) {
                    clean = true;
                    return false;
                }
                received.deliveries = entries.deliveries(received.entry);
            } else {
                getEnd.begin();
                if (!getEnd.findAt(received.ticket)) {
                    clean = true;
                    return false;
                }
                int entry = layout.isJoinable() ? entries.allocate() : Received.NO_ENTRY;
                getEnd.removeFromMiddle(entry);
                received.entry = entry;
            }
            getEnd.publish();
            clean = true;
        } finally {
            sides.unlockGet(clean);
        }
        if (received.entry >= 0 && !layout.isJoinable()) {
            acknowledge(received.entry, received.ticket);
            received.entry = Received.NO_ENTRY;
        }
        sides.notFull.signal();
        signalIfAllDone();
        return true;
    }
}
