package dev.sluice.internal.ring;

import dev.sluice.internal.layout.SegmentLayout;
import dev.sluice.internal.layout.Words;
import dev.sluice.internal.shm.SharedFile;
import dev.sluice.internal.waiting.Event;
import dev.sluice.internal.waiting.Spin;
import java.lang.foreign.MemorySegment;

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

    private final Sides sides;
    private final Putting putting;
    private final Taking taking;
    private final BatchPutting batchPutting;
    private final BatchTaking batchTaking;
    private final Ending ending;
    private final Recovery recovery;
    private final Trimming trimming;
    private final Spin waitSpin = new Spin();

    Ring(SharedFile file, SegmentLayout layout, Participants participants, int me) {
        sides = new Sides(file, layout, participants, me);
        Coalescing coalescing = new Coalescing(sides);
        putting = new Putting(sides, coalescing);
        taking = new Taking(sides);
        batchPutting = new BatchPutting(sides, putting);
        batchTaking = new BatchTaking(sides);
        ending = new Ending(sides);
        recovery = new Recovery(sides, putting, taking);
        trimming = new Trimming(sides, coalescing);
    }

    /** What the creator chose. */
    public SegmentLayout layout() {
        return sides.layout;
    }

    Sides sides() {
        return sides;
    }

    SharedFile file() {
        return sides.file;
    }

    Participants participants() {
        return sides.participants;
    }

    int me() {
        return sides.me;
    }

    // ---- putting and taking ----

    /** Whether an element of this length can ever be put. */
    public boolean canHold(long length) {
        return length <= layout().maxBytes() && length <= GREATEST_LENGTH;
    }

    /**
     * Appends an element that {@linkplain #canHold can be held}.
     *
     * @param raw    whether it is bytes as the user gave them
     * @param handle whose closing ends the wait
     * @return DONE, TIMED_OUT, SHUTDOWN, CLOSED or ABANDONED; only with DONE was it added
     */
    public Outcome put(Payload payload, boolean raw, Handle handle, Deadline deadline) throws InterruptedException {
        return putting.put(payload, raw, handle, deadline);
    }

    /**
     * Takes the oldest element, and copies its payload out. If an entry was {@linkplain Received#entry received}, it is to
     * be acknowledged: always in a joinable queue, else by whoever has opened the handles that the element carries.
     *
     * @return DONE, TIMED_OUT, SHUTDOWN, CLOSED or ABANDONED; only with DONE was something taken
     */
    public Outcome take(Received received, Handle handle, Deadline deadline) throws InterruptedException {
        return taking.take(received, handle, deadline);
    }

    /**
     * Appends as many elements of the batch as there is room for, and at least one; they leave the batch.
     *
     * @return DONE, TIMED_OUT, SHUTDOWN or CLOSED; only with DONE was something added
     */
    public Outcome put(Batch batch, Handle handle, Deadline deadline) throws InterruptedException {
        return batchPutting.put(batch, handle, deadline);
    }

    /**
     * Takes the oldest elements, as far as they are small and stand one behind the other. Does not wait for any.
     *
     * @param most how many at most
     * @param end  the position before which they must stand
     * @return DONE: one or more; WAIT: nothing is queued before the end; AGAIN: the next one wants to be taken by itself; SHUTDOWN, CLOSED
     */
    public Outcome take(Drained drained, int most, long end, Handle handle) {
        return batchTaking.take(drained, most, end, handle);
    }

    /** Lets what was taken together be queued again from an index on, ahead of all others, as if it had not been taken. */
    public void putBack(Drained drained, int from) {
        batchTaking.putBack(drained, from);
    }

    // ---- in place ----

    /**
     * Claims a place for a payload, which the caller fills, until he commits or aborts.
     *
     * @return DONE, TIMED_OUT, SHUTDOWN, CLOSED or ABANDONED; only with DONE is something claimed
     */
    public Outcome claim(Claimed claimed, long length, Handle handle, Deadline deadline) throws InterruptedException {
        return putting.claim(claimed, length, handle, deadline);
    }

    /** The place that was claimed, as long as the arena lives. Only where {@link #lendsMemory}. */
    public MemorySegment memory(Claimed claimed, long length, java.lang.foreign.Arena arena) {
        return sides.m.place(claimed.offset, length, arena);
    }

    /**
     * Puts what was claimed, or the beginning of it. If that is not done, it stays claimed.
     *
     * @return DONE, TIMED_OUT, SHUTDOWN, CLOSED or ABANDONED; only with DONE was it added
     */
    public Outcome commit(Claimed claimed, long length, boolean raw, Handle handle, Deadline deadline)
            throws InterruptedException {
        return putting.commit(claimed, length, raw, handle, deadline);
    }

    /** Gives up what was claimed. */
    public void abort(Claimed claimed) {
        putting.abort(claimed);
    }

    /** Whether the memory itself can be handed out, and not only a copy. */
    public boolean lendsMemory() {
        return Words.areByAddress();
    }

    /**
     * The payload of what was {@linkplain Received#stayInPlace taken and left in its place}, read-only, as long as the arena
     * lives: the memory itself, or a copy. To be {@linkplain #endLending ended} before the entry is acknowledged or put back.
     */
    public MemorySegment lend(int entry, int length, java.lang.foreign.Arena arena) {
        return taking.lend(entry, length, arena);
    }

    /** Ends one lending, whose arena is closed. */
    public void endLending() {
        taking.endLending();
    }

    // ---- what becomes of what was taken ----

    /** Lets what was taken by itself be queued again, as if it had not been taken, if it is still this process's. */
    public void putBack(int entry, long ticket) {
        taking.putBack(entry, ticket);
    }

    /** Acknowledges what was taken; false if it is no longer this process's. */
    public boolean acknowledge(int entry, long ticket) {
        return taking.acknowledge(entry, ticket);
    }

    /** Lets what was taken be delivered again; does nothing if it is no longer this process's. */
    public void giveBack(int entry, long ticket) {
        taking.giveBack(entry, ticket);
    }

    /** Makes a dead letter of what was taken and cannot be used; does nothing if it is no longer this process's. */
    public void makeDeadLetter(int entry, long ticket) {
        taking.makeDeadLetter(entry, ticket);
    }

    /** Takes an element that was delivered too often, to be carried elsewhere; false if there is none just now. */
    public boolean takeDeadLetter(Received received) {
        return taking.takeDeadLetter(received);
    }

    /** Whether some element was delivered too often and waits to be carried elsewhere; a hint. */
    public boolean hasDeadLetters() {
        return taking.hasDeadLetters();
    }

    // ---- looking ----

    /** A cursor before the oldest element. */
    public Cursor cursor() {
        return new Cursor(sides);
    }

    /**
     * Takes the very element that a cursor found, if it is still queued. In a joinable queue it is taken as by {@link #take},
     * and the entry and its deliveries are noted; in a plain one it is done with.
     */
    public boolean remove(Received received) {
        return taking.remove(received);
    }

    /** The number of queued elements, exact at one moment during the call. */
    public long size() {
        return sides.size();
    }

    /** The number of queued elements as it looks, for messages. */
    public long sizeHint() {
        return sides.sizeHint();
    }

    /**
     * The number of queued elements as it looks, less that of a new payload, should another thread of this process have put it
     * by now. Waits as a put does while others put.
     */
    public long sizeWithout(Payload payload) {
        return sides.sizeWithout(payload);
    }

    /** The encoded bytes queued; a snapshot. */
    public long bytes() {
        return sides.bytes();
    }

    /** How many elements were ever put. */
    public long added() {
        return sides.added();
    }

    /** How many elements were put and are not yet done, queued ones included. */
    public long unfinished() {
        return sides.unfinished();
    }

    public boolean isShutDown() {
        return sides.isShutDown();
    }

    // ---- waiting ----

    /** Waits until all that was put is done: DONE, TIMED_OUT or CLOSED. */
    public Outcome awaitAllDone(Handle handle, Deadline deadline) throws InterruptedException {
        Outcome outcome = Waits.until(
                () -> sides.isDetached() || handle.isClosed()
                        ? Outcome.CLOSED
                        : sides.isAllDone() || discardsAll() ? Outcome.DONE : Outcome.WAIT,
                sides.allDone,
                waitSpin,
                () -> sides.isAllDone() ? 1 : 0,
                handle,
                deadline);
        if (outcome == Outcome.DONE) {
            sides.allDone.signal(); // of those who wait for it all may go on, and one pump may sleep for many
        }
        return outcome;
    }

    private boolean discardsAll() {
        ending.finishDiscarding(Waits.LOCK_PATIENCE_NANOS);
        return sides.isAllDone();
    }

    /** Waits until an element can be had, or never will: true; or the time is over: false. */
    public boolean awaitGettable(Handle handle, Deadline deadline) throws InterruptedException {
        Outcome outcome = Waits.until(
                () -> sides.isDetached() || handle.isClosed() || sides.sizeHint() > 0 || sides.isShutDown()
                        || handle.isAbandoned()
                                ? Outcome.DONE
                                : Outcome.WAIT,
                sides.notEmpty,
                waitSpin,
                sides::gettable,
                handle,
                deadline);
        if (outcome == Outcome.DONE) {
            sides.notEmpty.signal(); // we only looked
        }
        return outcome != Outcome.TIMED_OUT;
    }

    /** Waits until fewer elements are queued than may be, or none can be put any more. */
    public void awaitRoom(Handle handle, Deadline deadline) throws InterruptedException {
        Waits.until(
                () -> sides.isDetached() || handle.isClosed() || sides.isShutDown()
                        || sides.sizeHint() < layout().greatestLength()
                                ? Outcome.DONE
                                : Outcome.WAIT,
                sides.notFull,
                waitSpin,
                sides::puttable,
                handle,
                deadline);
        sides.notFull.signal(); // we only looked
    }

    /** What is signalled when an element can be had, or never will. */
    public Event gettable() {
        return sides.notEmpty;
    }

    /** Wakes everybody who waits, so that they look at what has changed besides the queue. */
    public void wakeWaiting() {
        sides.wakeWaiting();
    }

    // ---- ending ----

    /** Ends the queue for every process, and discards what is queued if it is to end now. */
    public void shutdown(boolean now) {
        ending.shutdown(now);
    }

    /** Discards what is queued, counting it as done. */
    public void discardAll() {
        ending.discardAll();
    }

    /** Does what is left to do of a {@link #shutdown} that discards: its caller may have died, or a consumer since. */
    void finishDiscarding(long lockTimeoutNanos) {
        ending.finishDiscarding(lockTimeoutNanos);
    }

    // ---- leaving and memory: for the attachment and the housekeeper ----

    /** Another number when something was put or taken, or somebody came; as it looks. */
    long progress() {
        return sides.progress();
    }

    void giveUpLocksLeftBehind() {
        sides.giveUpLocksLeftBehind();
    }

    void giveBackPreparationsLeftBehind(long timeoutNanos) {
        putting.giveBackLeftBehind(timeoutNanos);
    }

    boolean recover(int index, long word, long timeoutNanos) {
        return recovery.recover(index, word, timeoutNanos);
    }

    void takeBackOwn() {
        recovery.takeBackOwn();
    }

    /** Whether this process has left the segment. */
    public boolean isDetached() {
        return sides.isDetached();
    }

    boolean detach(long timeoutNanos) {
        return recovery.detach(timeoutNanos);
    }

    boolean trim(long keepBytes, long stepBytes, long timeoutNanos) {
        return trimming.trim(keepBytes, stepBytes, timeoutNanos);
    }

    void releaseAll() {
        trimming.releaseAll();
    }
}
