package dev.sluice.internal.ring;

import dev.sluice.internal.layout.Chunk;
import dev.sluice.internal.layout.GetSide;
import dev.sluice.internal.layout.Header;
import dev.sluice.internal.layout.ParticipantSlot;
import dev.sluice.internal.layout.PutSide;
import dev.sluice.internal.layout.SegmentLayout;
import dev.sluice.internal.layout.Slot;
import dev.sluice.internal.layout.Tables;
import dev.sluice.internal.layout.Words;
import dev.sluice.internal.shm.SegmentException;
import dev.sluice.internal.shm.SharedFile;
import dev.sluice.internal.waiting.Event;
import dev.sluice.internal.waiting.Spin;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * One process's part in one segment: the operations of the queue, each complete in itself.
 *
 * <p>Lock order: put lock before get lock. A thread holds them for straight-line work only: payloads of more than 64 KiB are
 * copied outside, nothing of the user's runs inside, and whatever is thrown inside, an {@link Error} included, finds the
 * side repaired and the lock released.
 *
 * <p>Any thread may call any method. The waiting forms throw {@link InterruptedException} when the thread is interrupted
 * before or while waiting, having put or taken nothing.
 */
public final class Ring {
    /** Larger than any array of the JVM. */
    public static final int GREATEST_LENGTH = Integer.MAX_VALUE - 64;

    /** What it takes to wait without end. */
    public static final long FOREVER = Long.MAX_VALUE;

    private static final int DISCARDED_AT_ONCE = 4096;
    private static final int SIZE_ATTEMPTS = 8;
    private static final int GREATEST_COPY_UNDER_LOCK = 64 << 10;

    /** How long one attempt of a call that may wait waits for a lock; then it looks whether it still has to wait. */
    private static final long LOCK_PATIENCE_NANOS = 200_000_000;

    private static final long DEAD_LETTER_PATIENCE_NANOS = 2_000_000;
    private static final long PREPARING_PAUSE_NANOS = 100_000;

    private final MemorySegment m;
    private final SegmentLayout layout;
    private final SharedFile file;
    private final Participants participants;
    private final int me;
    private final RobustLock putLock;
    private final RobustLock getLock;
    private final PutEnd putEnd;
    private final GetEnd getEnd;
    private final TakenEntries entries;
    private final Event notEmpty;
    private final Event notFull;
    private final Event allDone;
    private final Spin getSpin = new Spin();
    private final Spin putSpin = new Spin();
    private final BooleanSupplier seemsGettable = this::seemsGettable;
    private final BooleanSupplier seemsPuttable = this::seemsPuttable;

    /** Set with both locks held: whoever gets a lock afterwards sees it, and leaves the segment alone. */
    private volatile boolean detached;

    /** How many threads of this process copy large payloads into chunks, which must not be given back meanwhile. */
    private final AtomicInteger preparing = new AtomicInteger();

    Ring(SharedFile file, SegmentLayout layout, Participants participants, int me) {
        this.file = file;
        this.m = file.memory();
        this.layout = layout;
        this.participants = participants;
        this.me = me;
        int tag = ParticipantSlot.lockTag(me, ParticipantSlot.generation(participants.word(me)));
        this.putLock = new RobustLock(m, PutSide.LOCK_AT, tag, participants);
        this.getLock = new RobustLock(m, GetSide.LOCK_AT, tag, participants);
        this.putEnd = new PutEnd(m, layout, file, me);
        this.entries = new TakenEntries(m, layout, file, me);
        this.getEnd = new GetEnd(m, layout, file, putEnd, entries);
        BooleanSupplier polling = participants::somebodyCannotWake;
        this.notEmpty = new Event(m, Header.NOT_EMPTY_AT, polling);
        this.notFull = new Event(m, Header.NOT_FULL_AT, polling);
        this.allDone = new Event(m, Header.ALL_DONE_AT, polling);
    }

    /** What the creator chose. */
    public SegmentLayout layout() {
        return layout;
    }

    SharedFile file() {
        return file;
    }

    Participants participants() {
        return participants;
    }

    int me() {
        return me;
    }

    boolean isDetached() {
        return detached;
    }

    // ---- the two locks ----

    private void lockPut() {
        lockPut(FOREVER);
    }

    private boolean lockPut(long timeoutNanos) {
        RobustLock.Acquired acquired = putLock.lock(false, timeoutNanos);
        if (acquired == RobustLock.Acquired.TAKEN_OVER) {
            repairPut();
        }
        return acquired != RobustLock.Acquired.TIMED_OUT;
    }

    private void lockGet() {
        lockGet(false, FOREVER);
    }

    private boolean lockGet(boolean holdingPut, long timeoutNanos) {
        RobustLock.Acquired acquired = getLock.lock(holdingPut, timeoutNanos);
        if (acquired == RobustLock.Acquired.TAKEN_OVER) {
            repairGet();
        }
        return acquired != RobustLock.Acquired.TIMED_OUT;
    }

    /** Does something with both locks held; false if they could not be had in time. */
    private boolean withBothLocks(long timeoutNanos, Runnable action) {
        if (!lockPut(timeoutNanos)) {
            return false;
        }
        boolean putClean = false;
        try {
            if (!lockGet(true, timeoutNanos)) {
                putClean = true;
                return false;
            }
            boolean getClean = false;
            try {
                action.run();
                getClean = true;
            } finally {
                unlockGet(getClean);
            }
            putClean = true;
        } finally {
            unlockPut(putClean);
        }
        return true;
    }

    private void repairPut() {
        boolean repaired = false;
        try {
            putEnd.repair();
            repaired = true;
        } finally {
            if (!repaired) {
                putLock.leaveToRepair();
            }
        }
    }

    private void repairGet() {
        boolean repaired = false;
        try {
            getEnd.repair();
            repaired = true;
        } finally {
            if (!repaired) {
                getLock.leaveToRepair();
            }
        }
    }

    private void unlockPut(boolean clean) {
        if (!clean) {
            repairPut();
        }
        putLock.unlock();
    }

    private void unlockGet(boolean clean) {
        if (!clean) {
            repairGet();
        }
        getLock.unlock();
    }

    // ---- putting ----

    /** Whether an element of this length can ever be put. */
    public boolean canHold(long length) {
        return length <= layout.maxBytes() && length <= GREATEST_LENGTH;
    }

    /**
     * Appends an element that {@linkplain #canHold can be held}.
     *
     * @param raw           whether it is bytes as the user gave them
     * @param handle        whose closing ends the wait
     * @return DONE, TIMED_OUT, SHUTDOWN, CLOSED or ABANDONED; only with DONE was it added
     */
    public Outcome put(Payload payload, boolean raw, Handle handle, Deadline deadline) throws InterruptedException {
        int flags = raw ? Slot.RAW : 0;
        if (Chunk.classFor(payload.length()) < Chunk.FIRST_LARGE_CLASS) {
            return waitFor(
                    () -> tryPut(payload, flags, PutEnd.NO_PREPARATION, handle, deadline),
                    notFull,
                    putSpin,
                    seemsPuttable,
                    handle,
                    deadline);
        }
        preparing.incrementAndGet();
        try {
            return putLarge(payload, flags, handle, deadline);
        } finally {
            preparing.decrementAndGet();
        }
    }

    private Outcome putLarge(Payload payload, int flags, Handle handle, Deadline deadline) throws InterruptedException {
        int[] preparation = {PutEnd.NO_PREPARATION};
        Outcome prepared = waitFor(
                () -> tryPrepare(payload.length(), preparation, handle, deadline),
                notFull,
                putSpin,
                seemsPuttable,
                handle,
                deadline);
        if (prepared != Outcome.DONE) {
            return prepared;
        }
        Outcome outcome = null;
        try {
            putEnd.fill(preparation[0], payload);
            if (KillPoint.ON) {
                KillPoint.PREPARE_COPIED.reached();
            }
            outcome = waitFor(
                    () -> tryPut(payload, flags, preparation[0], handle, deadline),
                    notFull,
                    putSpin,
                    seemsPuttable,
                    handle,
                    deadline);
            return outcome;
        } finally {
            if (outcome != Outcome.DONE) {
                abort(preparation[0]);
            }
        }
    }

    private static long lockPatience(Deadline deadline) {
        return deadline.mayWait() ? LOCK_PATIENCE_NANOS : FOREVER;
    }

    private Outcome tryPut(Payload payload, int flags, int preparation, Handle handle, Deadline deadline) {
        if (!lockPut(lockPatience(deadline))) {
            return notLocked(handle);
        }
        boolean clean = false;
        try {
            if (KillPoint.ON) {
                KillPoint.PUT_LOCKED.reached();
            }
            Outcome refusal = refusal(handle);
            if (refusal != null) {
                clean = true;
                return refusal;
            }
            boolean added = putEnd.append(payload, flags, preparation);
            clean = true;
            if (!added) {
                return Outcome.WAIT;
            }
        } finally {
            unlockPut(clean);
        }
        if (KillPoint.ON) {
            KillPoint.PUT_UNLOCKED.reached();
        }
        notEmpty.signal();
        if (notFull.isArmed() && seemsPuttable()) {
            notFull.signal(); // several takes wake one putter only: it wakes the next
        }
        return Outcome.DONE;
    }

    /** A stopped process may hold the lock for ever: that must keep nobody from seeing the end of the wait. */
    private Outcome notLocked(Handle handle) {
        return detached || handle.isClosed() ? Outcome.CLOSED : Outcome.AGAIN;
    }

    private Outcome refusal(Handle handle) {
        if (detached || handle.isClosed()) {
            return Outcome.CLOSED;
        }
        return putEnd.isShutDown() ? Outcome.SHUTDOWN : null;
    }

    private Outcome tryPrepare(long length, int[] preparation, Handle handle, Deadline deadline) {
        if (!lockPut(lockPatience(deadline))) {
            return notLocked(handle);
        }
        boolean clean = false;
        try {
            Outcome refusal = refusal(handle);
            if (refusal == null) {
                preparation[0] = putEnd.prepare(length);
                if (preparation[0] == PutEnd.NO_PREPARATION) {
                    refusal = Outcome.WAIT;
                }
            }
            clean = true;
            if (refusal != null) {
                return refusal;
            }
        } finally {
            unlockPut(clean);
        }
        if (KillPoint.ON) {
            KillPoint.PREPARE_HELD.reached();
        }
        return Outcome.DONE;
    }

    /** Gives back the chunk of a large payload that was not put after all. */
    private void abort(int preparation) {
        if (!abort(preparation, LOCK_PATIENCE_NANOS)) {
            Housekeeper.add(() -> !abort(preparation, 0));
        }
    }

    private boolean abort(int preparation, long timeoutNanos) {
        boolean had = withBothLocks(timeoutNanos, () -> {
            if (!detached && putEnd.isHeldBy(preparation, me)) {
                getEnd.begin();
                returnPrepared(preparation);
            }
        });
        notFull.signal();
        return had;
    }

    private void returnPrepared(int preparation) {
        getEnd.giveBack(putEnd.chunkOf(preparation));
        if (KillPoint.ON) {
            KillPoint.PREPARE_ABORTING.reached();
        }
        // While the get lock is held: were we to die in between, its repair ends the preparation.
        putEnd.freePreparation(preparation);
    }

    // ---- getting ----

    /**
     * Takes the oldest element, and copies its payload out.
     *
     * @return DONE, TIMED_OUT, SHUTDOWN, CLOSED or ABANDONED; only with DONE was something taken
     */
    public Outcome take(Received received, Handle handle, Deadline deadline) throws InterruptedException {
        Outcome outcome =
                waitFor(() -> tryTake(received, handle, deadline), notEmpty, getSpin, seemsGettable, handle, deadline);
        if (outcome == Outcome.DONE && received.entry != Received.NO_ENTRY) {
            return copyOut(received);
        }
        return outcome;
    }

    private Outcome copyOut(Received received) {
        boolean copied = false;
        try {
            received.makeRoom(received.length);
            received.copyFrom(m, entries.payload(received.entry));
            copied = true;
        } finally {
            if (!copied) {
                giveBack(received.entry, received.ticket);
            }
        }
        if (KillPoint.ON) {
            KillPoint.GET_TAKEN.reached();
        }
        if (!layout.isJoinable()) {
            if (!acknowledge(received.entry, received.ticket)) {
                return Outcome.CLOSED; // this process left meanwhile, and the element waits for others again
            }
            received.entry = Received.NO_ENTRY;
            return Outcome.DONE;
        }
        // If this process has left meanwhile, the payload may have been overwritten under our hands, and goes to others.
        return detached ? Outcome.CLOSED : Outcome.DONE;
    }

    private Outcome tryTake(Received received, Handle handle, Deadline deadline) {
        if (!lockGet(false, lockPatience(deadline))) {
            return notLocked(handle);
        }
        boolean clean = false;
        boolean more;
        int tooSmall = 0;
        try {
            if (KillPoint.ON) {
                KillPoint.GET_LOCKED.reached();
            }
            if (detached || handle.isClosed()) {
                clean = true;
                return Outcome.CLOSED;
            }
            int shutdown = Words.getIntVolatile(m, Header.SHUTDOWN_AT);
            if (shutdown == Header.SHUTDOWN_NOW) {
                clean = true;
                return Outcome.SHUTDOWN;
            }
            int entry = entries.takeRedelivery();
            if (entry >= 0) {
                describe(received, entry);
                getEnd.publish();
            } else {
                getEnd.begin();
                if (!getEnd.findHead()) {
                    // Nothing can be added any more once the flag is set, so what was empty after it stays empty.
                    clean = true;
                    return shutdown == Header.SHUTDOWN ? Outcome.SHUTDOWN : Outcome.WAIT;
                }
                tooSmall = takeHead(received);
            }
            more = tooSmall == 0 && size() > 0;
            clean = true;
        } finally {
            unlockGet(clean);
        }
        if (tooSmall > 0) {
            received.makeRoom(tooSmall);
            return tryTake(received, handle, deadline);
        }
        if (KillPoint.ON) {
            KillPoint.GET_UNLOCKED.reached();
        }
        notFull.signal();
        if (more) {
            notEmpty.signal();
        }
        return Outcome.DONE;
    }

    /** Returns 0, or how much room the payload needs if it does not fit into what was received before. */
    private int takeHead(Received received) {
        int length = getEnd.slotLength();
        boolean large = Chunk.classFor(length) >= Chunk.FIRST_LARGE_CLASS;
        if (layout.isJoinable() || large) {
            int entry = entries.allocate();
            getEnd.takeInto(entry);
            describe(received, entry);
        } else {
            if (received.bytes.length < length) {
                return length;
            }
            received.length = length;
            received.flags = getEnd.slotFlags();
            received.ticket = getEnd.slotPosition();
            received.deliveries = 1;
            received.entry = Received.NO_ENTRY;
            received.copyFrom(m, getEnd.slotPayload());
            if (KillPoint.ON) {
                KillPoint.GET_COPIED.reached();
            }
            getEnd.consume();
        }
        getEnd.publish();
        return 0;
    }

    private void describe(Received received, int entry) {
        received.entry = entry;
        received.ticket = entries.ticket(entry);
        received.length = entries.length(entry);
        received.flags = entries.flags(entry);
        received.deliveries = entries.deliveries(entry);
    }

    /** Acknowledges what was taken; false if it is no longer this process's. */
    public boolean acknowledge(int entry, long ticket) {
        boolean finished;
        lockGet();
        boolean clean = false;
        try {
            if (KillPoint.ON) {
                KillPoint.ACK_LOCKED.reached();
            }
            if (detached || !entries.isTakenBy(entry, me, ticket)) {
                clean = true;
                return false;
            }
            getEnd.begin();
            getEnd.acknowledge(ticket, entries.chunk(entry));
            entries.free(entry);
            if (KillPoint.ON) {
                KillPoint.ACK_ENTRY_FREED.reached();
            }
            getEnd.publish();
            finished = isAllDone();
            clean = true;
        } finally {
            unlockGet(clean);
        }
        if (KillPoint.ON) {
            KillPoint.ACK_UNLOCKED.reached();
        }
        notFull.signal(); // somebody may wait for the chunk
        if (finished) {
            allDone.signalAll();
        }
        return true;
    }

    /** Lets what was taken be delivered again; does nothing if it is no longer this process's. */
    public void giveBack(int entry, long ticket) {
        lockGet();
        boolean clean = false;
        try {
            if (detached || !entries.isTakenBy(entry, me, ticket)) {
                clean = true;
                return;
            }
            entries.giveBack(entry);
            getEnd.publish();
            clean = true;
        } finally {
            unlockGet(clean);
        }
        notEmpty.signal();
    }

    /** Makes a dead letter of what was taken and cannot be used; does nothing if it is no longer this process's. */
    public void makeDeadLetter(int entry, long ticket) {
        lockGet();
        boolean clean = false;
        try {
            if (!detached && entries.isTakenBy(entry, me, ticket)) {
                entries.makeDeadLetter(entry);
            }
            clean = true;
        } finally {
            unlockGet(clean);
        }
    }

    /**
     * Takes an element that was delivered too often, to be carried elsewhere; false if there is none, or the lock could not
     * be had soon: the housekeeper has others to look after.
     */
    public boolean takeDeadLetter(Received received) {
        if (!lockGet(false, DEAD_LETTER_PATIENCE_NANOS)) {
            return false;
        }
        boolean clean = false;
        try {
            int entry = detached ? Received.NO_ENTRY : entries.takeDeadLetter();
            if (entry >= 0) {
                describe(received, entry);
            }
            clean = true;
            if (entry < 0) {
                return false;
            }
        } finally {
            unlockGet(clean);
        }
        boolean copied = false;
        try {
            received.makeRoom(received.length);
            received.copyFrom(m, entries.payload(received.entry));
            copied = true;
            return true;
        } finally {
            if (!copied) {
                giveBack(received.entry, received.ticket);
            }
        }
    }

    /** Whether some element was delivered too often and waits to be carried elsewhere; a hint. */
    public boolean hasDeadLetters() {
        return entries.deadLetterCount() > 0;
    }

    // ---- looking ----

    /** Walks over the queued elements, oldest first, without taking them. Confined to one thread. */
    public final class Cursor {
        private boolean amongRedelivered = true;
        private long after = -1;

        /**
         * Copies the next element that is still queued; false if there is none, or the handle is closed.
         *
         * <p>A large payload is copied outside the lock and looked at again: if the element is still queued then, nobody has
         * touched its bytes meanwhile.
         */
        public boolean next(Received received) {
            for (;;) {
                long large = 0;
                lockGet();
                boolean clean = false;
                try {
                    if (detached || !find(received)) {
                        clean = true;
                        return false;
                    }
                    long payload = received.entry >= 0 ? entries.payload(received.entry) : getEnd.slotPayload();
                    if (received.length <= GREATEST_COPY_UNDER_LOCK) {
                        received.makeRoom(received.length);
                        received.copyFrom(m, payload);
                    } else {
                        large = payload;
                    }
                    clean = true;
                } finally {
                    unlockGet(clean);
                }
                if (large != 0 && !copyLarge(received, large)) {
                    continue;
                }
                after = received.ticket;
                return true;
            }
        }

        private boolean copyLarge(Received received, long payload) {
            received.makeRoom(received.length);
            try {
                received.copyFrom(m, payload);
            } catch (InternalError e) {
                if (isQueued(received)) {
                    throw e;
                }
                return false; // taken since, and its memory was given back while we read
            }
            return isQueued(received);
        }

        private boolean find(Received received) {
            if (amongRedelivered) {
                int entry = entries.nextRedelivery(after);
                if (entry >= 0) {
                    describe(received, entry);
                    return true;
                }
                amongRedelivered = false;
                after = -1;
            }
            getEnd.begin();
            if (!getEnd.findHead()) {
                return false;
            }
            long tail = putEnd.publishedTail();
            for (long position = Math.max(after + 1, getEnd.slotPosition()); position < tail; position++) {
                if (getEnd.findAt(position)) {
                    received.entry = Received.NO_ENTRY;
                    received.ticket = position;
                    received.length = getEnd.slotLength();
                    received.flags = getEnd.slotFlags();
                    received.deliveries = 1;
                    return true;
                }
            }
            return false;
        }
    }

    /** A cursor before the oldest element. */
    public Cursor cursor() {
        return new Cursor();
    }

    private boolean isQueued(Received received) {
        lockGet();
        boolean clean = false;
        try {
            boolean queued;
            if (detached) {
                queued = false;
            } else if (received.entry >= 0) {
                queued = entries.nextRedelivery(received.ticket - 1) == received.entry;
            } else {
                getEnd.begin();
                queued = getEnd.findAt(received.ticket);
            }
            clean = true;
            return queued;
        } finally {
            unlockGet(clean);
        }
    }

    /**
     * Takes the very element that a cursor found, if it is still queued. In a joinable queue it is taken as by {@link #take},
     * and the entry and its deliveries are noted; in a plain one it is done with.
     */
    public boolean remove(Received received) {
        boolean finished;
        lockGet();
        boolean clean = false;
        try {
            if (detached) {
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
            finished = isAllDone();
            clean = true;
        } finally {
            unlockGet(clean);
        }
        if (received.entry >= 0 && !layout.isJoinable()) {
            acknowledge(received.entry, received.ticket);
            received.entry = Received.NO_ENTRY;
        }
        notFull.signal();
        if (finished) {
            allDone.signalAll();
        }
        return true;
    }

    /** The number of queued elements, exact at one moment during the call. */
    public long size() {
        for (int i = 0; i < SIZE_ATTEMPTS; i++) {
            long gone = Words.getLongAcquire(m, GetSide.PUBLISHED_GONE_AT);
            long tail = putEnd.publishedTail();
            // Nothing had gone between the two reads, so both held at the moment of the second.
            if (Words.getLongAcquire(m, GetSide.PUBLISHED_GONE_AT) == gone) {
                return checkedSize(tail - gone);
            }
        }
        return checkedSize(sizeUnderLock());
    }

    private long checkedSize(long size) {
        if (size < 0) {
            throw new SegmentException(
                    SegmentException.Kind.DAMAGED,
                    file.name() + " is damaged: more has gone than ever came; remove the queue and create it anew");
        }
        return size;
    }

    private long sizeUnderLock() {
        lockPut();
        try {
            // Puts stand still, so the number is right at the moment when the other word is read.
            return putEnd.publishedTail() - Words.getLongAcquire(m, GetSide.PUBLISHED_GONE_AT);
        } finally {
            unlockPut(true);
        }
    }

    /** The number of queued elements as it looks, for messages. */
    public long sizeHint() {
        return putEnd.publishedTail() - Words.getLongAcquire(m, GetSide.PUBLISHED_GONE_AT);
    }

    /** The encoded bytes queued; a snapshot. */
    public long bytes() {
        return Math.max(
                0,
                Words.getLongAcquire(m, PutSide.PUBLISHED_BYTES_IN_AT)
                        - Words.getLongAcquire(m, GetSide.PUBLISHED_BYTES_GONE_AT));
    }

    /** How many elements were ever put. */
    public long added() {
        return putEnd.publishedTail();
    }

    /** How many elements were put and are not yet done, queued ones included. */
    public long unfinished() {
        // E3 acquire, pairs with the release E3 in GetEnd.publish(). Read first: the tail can only be at least as new.
        long done = Words.getLongAcquire(m, GetSide.PUBLISHED_DONE_AT);
        return putEnd.publishedTail() - done;
    }

    private boolean isAllDone() {
        return unfinished() == 0;
    }

    public boolean isShutDown() {
        return putEnd.isShutDown();
    }

    private boolean seemsGettable() {
        return putEnd.publishedTail() != Words.getLongAcquire(m, GetSide.PUBLISHED_GONE_AT)
                || putEnd.isShutDown()
                || detached;
    }

    private boolean seemsPuttable() {
        long queued = putEnd.publishedTail() - Words.getLongAcquire(m, GetSide.PUBLISHED_GONE_AT);
        boolean hasRoom = queued < layout.greatestLength() && bytes() < layout.maxBytes();
        return hasRoom || putEnd.isShutDown() || detached;
    }

    // ---- waiting ----

    private interface Attempt {
        Outcome run();
    }

    private Outcome waitFor(
            Attempt attempt, Event event, Spin spin, BooleanSupplier promising, Handle handle, Deadline deadline)
            throws InterruptedException {
        if (deadline.mayWait() && Thread.interrupted()) {
            throw new InterruptedException("interrupted before it could wait for the queue");
        }
        Outcome outcome = attempt.run();
        if (isFinal(outcome)) {
            return outcome;
        }
        if (!deadline.mayWait()) {
            return handle.isAbandoned() ? lastAttempt(attempt) : Outcome.TIMED_OUT;
        }
        long start = System.nanoTime();
        if (outcome == Outcome.WAIT && spin.until(promising, deadline.left(start))) {
            outcome = attempt.run();
            if (isFinal(outcome)) {
                return outcome;
            }
        }
        boolean ended = false;
        try {
            for (;;) {
                int armed = event.arm();
                outcome = attempt.run();
                if (isFinal(outcome)) {
                    // What ends all waits, a shutdown for one, is signalled to all sleepers of other processes, but there
                    // one pump may sleep for many: each wakes the next. Who has got something has seen to that already.
                    ended = outcome == Outcome.DONE;
                    return outcome;
                }
                if (outcome == Outcome.WAIT && handle.isAbandoned()) {
                    outcome = lastAttempt(attempt);
                    if (isFinal(outcome)) {
                        return outcome;
                    }
                }
                long now = System.nanoTime();
                long left = deadline.left(now);
                if (left <= 0) {
                    return Outcome.TIMED_OUT;
                }
                event.await(armed, left, now - start);
                if (Thread.interrupted()) {
                    throw new InterruptedException("interrupted while waiting for the queue");
                }
            }
        } finally {
            if (!ended) {
                // A wake-up may have been meant for us: the next one must look instead. It cleared the bit for whom it woke.
                event.arm();
                event.signal();
            }
        }
    }

    private static boolean isFinal(Outcome outcome) {
        return outcome != Outcome.WAIT && outcome != Outcome.AGAIN;
    }

    /** The other end may have sent its last before it let go. */
    private static Outcome lastAttempt(Attempt attempt) {
        Outcome outcome = attempt.run();
        return outcome == Outcome.WAIT ? Outcome.ABANDONED : outcome;
    }

    /** Waits until all that was put is done: DONE, TIMED_OUT or CLOSED. */
    public Outcome awaitAllDone(Handle handle, Deadline deadline) throws InterruptedException {
        Outcome outcome = waitFor(
                () -> detached || handle.isClosed()
                        ? Outcome.CLOSED
                        : isAllDone() || discardsAll() ? Outcome.DONE : Outcome.WAIT,
                allDone,
                getSpin,
                this::isAllDone,
                handle,
                deadline);
        if (outcome == Outcome.DONE) {
            allDone.signal(); // as above: the others may go on, too
        }
        return outcome;
    }

    private boolean discardsAll() {
        finishDiscarding(LOCK_PATIENCE_NANOS);
        return isAllDone();
    }

    /** Does what is left to do of a {@link #shutdown} that discards: its caller may have died, or a consumer since. */
    void finishDiscarding(long lockTimeoutNanos) {
        if (Words.getIntVolatile(m, Header.SHUTDOWN_AT) == Header.SHUTDOWN_NOW
                && putEnd.publishedTail() != Words.getLongAcquire(m, GetSide.PUBLISHED_GONE_AT)) {
            discardAll(lockTimeoutNanos);
        }
    }

    /** Waits until an element can be had, or never will: true; or the time is over: false. */
    public boolean awaitGettable(Handle handle, Deadline deadline) throws InterruptedException {
        Outcome outcome = waitFor(
                () -> detached || handle.isClosed() || size() > 0 || isShutDown() || handle.isAbandoned()
                        ? Outcome.DONE
                        : Outcome.WAIT,
                notEmpty,
                getSpin,
                seemsGettable,
                handle,
                deadline);
        if (outcome == Outcome.DONE) {
            notEmpty.signal(); // we only looked
        }
        return outcome != Outcome.TIMED_OUT;
    }

    /** What is signalled when an element can be had, or never will. */
    public Event gettable() {
        return notEmpty;
    }

    /** Wakes everybody who waits, so that they look at what has changed besides the queue. */
    public void wakeWaiting() {
        notEmpty.signalAll();
        notFull.signalAll();
        allDone.signalAll();
    }

    // ---- ending ----

    /** Ends the queue for every process. */
    public void shutdown(boolean now) {
        lockPut();
        boolean clean = false;
        try {
            if (KillPoint.ON) {
                KillPoint.SHUTDOWN_LOCKED.reached();
            }
            int wanted = now ? Header.SHUTDOWN_NOW : Header.SHUTDOWN;
            if (!detached && Words.getIntVolatile(m, Header.SHUTDOWN_AT) < wanted) {
                // Under the put lock: no put that began before can end after this.
                Words.setIntVolatile(m, Header.SHUTDOWN_AT, wanted);
            }
            if (KillPoint.ON) {
                KillPoint.SHUTDOWN_SET.reached();
            }
            clean = true;
        } finally {
            unlockPut(clean);
        }
        if (now) {
            discardAll();
        }
        wakeWaiting();
    }

    /** Discards what is queued, some at a time, counting it as done. */
    public void discardAll() {
        discardAll(FOREVER);
    }

    private void discardAll(long lockTimeoutNanos) {
        if (!lockPut(lockTimeoutNanos)) {
            return;
        }
        // With the lock: what a killed putter had committed and not yet shown is queued, and is discarded, too.
        long end = putEnd.publishedTail();
        unlockPut(true);
        while (discardSome(end, lockTimeoutNanos)) {
            Thread.onSpinWait();
        }
        notFull.signalAll();
        if (isAllDone()) {
            allDone.signalAll();
        }
    }

    private boolean discardSome(long end, long lockTimeoutNanos) {
        if (!lockGet(false, lockTimeoutNanos)) {
            return false;
        }
        boolean clean = false;
        boolean more = false;
        try {
            for (int i = 0; !detached && i < DISCARDED_AT_ONCE; i++) {
                int entry = entries.takeRedelivery();
                getEnd.begin();
                if (entry >= 0) {
                    getEnd.acknowledge(entries.ticket(entry), entries.chunk(entry));
                    entries.free(entry);
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
            unlockGet(clean);
        }
        return more;
    }

    /**
     * Takes over what a dead process held: its locks, its unacknowledged elements, its half-copied payloads, its slot, which
     * is freed last.
     *
     * @return false if a living process held a lock all the time
     */
    boolean recover(int index, long word, long timeoutNanos) {
        boolean had = withBothLocks(timeoutNanos, () -> {
            if (KillPoint.ON) {
                KillPoint.RECOVER_LOCKED.reached();
            }
            if (!detached && participants.word(index) == word) {
                takeBackFrom(index);
                if (KillPoint.ON) {
                    KillPoint.RECOVER_MARKED.reached();
                }
                participants.free(index, word);
                if (KillPoint.ON) {
                    KillPoint.RECOVER_SLOT_FREED.reached();
                }
            }
        });
        wakeWaiting();
        return had;
    }

    /** Gives back what the dead process held whose slot this one has claimed. */
    void takeBackOwn() {
        withBothLocks(FOREVER, () -> takeBackFrom(me));
        wakeWaiting();
    }

    /** With both locks held. */
    private void takeBackFrom(int index) {
        entries.giveBackAllOf(index);
        for (int i = 0; i < Tables.PREPARATIONS; i++) {
            if (putEnd.isHeldBy(i, index)) {
                getEnd.begin();
                returnPrepared(i);
            }
        }
        for (int i = 0; i < Tables.TRANSITS; i++) {
            long transit = Words.getLongVolatile(m, Tables.transitAt(i));
            if (transit != 0 && Tables.transitOwner(transit) == index) {
                Words.compareAndSetLong(m, Tables.transitAt(i), transit, 0);
            }
        }
        getEnd.publish();
    }

    /**
     * Leaves the segment: what this process took and did not acknowledge is delivered again. Threads of this process that are
     * still inside get CLOSED.
     *
     * @return false if a living process held a lock all the time, or a thread of this one is still copying: to be tried again
     */
    boolean detach(long timeoutNanos) {
        long word = participants.word(me);
        if (!withBothLocks(timeoutNanos, () -> detached = true)) {
            return false;
        }
        // From here on no thread of this process begins anything; one may still be copying into a chunk of its own.
        long start = System.nanoTime();
        while (preparing.get() > 0) {
            if (System.nanoTime() - start > timeoutNanos) {
                return false;
            }
            wakeWaiting();
            LockSupport.parkNanos(PREPARING_PAUSE_NANOS);
        }
        boolean had = withBothLocks(timeoutNanos, () -> {
            if (KillPoint.ON) {
                KillPoint.DETACH_LOCKED.reached();
            }
            takeBackFrom(me);
            if (KillPoint.ON) {
                KillPoint.DETACH_MARKED.reached();
            }
        });
        if (had) {
            // After the unlocking: a lock whose owner has no slot any more could be taken over.
            participants.free(me, word);
            if (KillPoint.ON) {
                KillPoint.DETACH_SLOT_FREED.reached();
            }
            wakeWaiting();
        }
        return had;
    }

    // ---- memory ----

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
        if (detached || putEnd.arenaUsedTo() <= keepTo || unfinished() != 0) {
            return false;
        }
        boolean[] more = {false};
        withBothLocks(timeoutNanos, () -> {
            if (KillPoint.ON) {
                KillPoint.TRIM_LOCKED.reached();
            }
            if (!detached && isIdle()) {
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

    /** How many elements each participant has taken and not acknowledged. */
    int takenBy(int index) {
        lockGet();
        try {
            return entries.countOf(index);
        } finally {
            unlockGet(true);
        }
    }
}
