package dev.sluice;

import dev.sluice.internal.ring.Attachment;
import dev.sluice.internal.ring.Deadline;
import dev.sluice.internal.ring.Handle;
import dev.sluice.internal.ring.Housekeeper;
import dev.sluice.internal.ring.Outcome;
import dev.sluice.internal.ring.Payload;
import dev.sluice.internal.ring.Ring;
import dev.sluice.internal.shm.SegmentException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The feeder thread of one handle of a buffered queue: elements wait in this process, encoded, until the thread has put them
 * into the queue. The bound of the queue counts those that wait here, too, but not those in other processes. The thread
 * starts with the first element, and ends when the handle is closed and all is written; the JVM does not end before, unless
 * that was {@linkplain #cancelJoin cancelled}.
 *
 * <p>The thread waits for the queue on behalf of all: those who put wait for the thread only, so none of them takes the
 * wake-up that was meant for it.
 */
final class Feeder {
    private static final Logger LOG = System.getLogger("dev.sluice");

    /** The feeder goes on after its handle was closed. */
    private static final Handle NEVER_CLOSED = () -> false;

    private final Attachment attachment;
    private final Ring ring;
    private final Runnable atExit = this::finishAtExit;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    // Guarded by the lock.
    private final Deque<Element> waiting = new ArrayDeque<>();
    private int putters;
    /** What the thread is putting, which is still the first of those that wait. */
    private Payload writing;
    private Thread thread;
    private SegmentException failure;
    private boolean cancelled;
    private boolean ending;

    private volatile boolean closed;

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Element(byte[] bytes, List<InTransit.Hold> holds) {
        void drop() {
            holds.forEach(InTransit.Hold::letGo);
        }
    }

    Feeder(Attachment attachment) {
        this.attachment = attachment;
        this.ring = attachment.ring();
    }

    /** Lets an element wait for the feeder, with what travels in it, as soon as the bound allows. */
    Outcome offer(Payload payload, InTransit inTransit, Deadline deadline) throws InterruptedException {
        byte[] bytes = payload.toArray();
        if (deadline.mayWait()) {
            lock.lockInterruptibly();
        } else {
            lock.lock();
        }
        try {
            for (;;) {
                if (closed) {
                    return Outcome.CLOSED;
                }
                if (ending || ring.isShutDown()) {
                    return Outcome.SHUTDOWN;
                }
                if (failure != null) {
                    throw failure; // nobody would ever write it
                }
                boolean isLastLook = deadline.isOver();
                if (hasRoom(isLastLook)) {
                    if (!start()) {
                        return Outcome.CLOSED;
                    }
                    waiting.add(new Element(bytes, inTransit.takeOver()));
                    changed.signalAll();
                    return Outcome.DONE;
                }
                if (isLastLook) {
                    return Outcome.TIMED_OUT;
                }
                awaitRoom(deadline);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Whether one more may wait here. What the thread has just put and not yet noted counts as queued and as waiting: who waits
     * is told when it is noted, but at the last look it must not be taken for two.
     */
    private boolean hasRoom(boolean isLastLook) {
        long room = (long) ring.layout().maxSize() - waiting.size();
        long queued = ring.sizeHint();
        if (queued < room) {
            return true;
        }
        return isLastLook && writing != null && queued - 1 < room && ring.sizeWithout(writing) < room;
    }

    private void awaitRoom(Deadline deadline) throws InterruptedException {
        if (!start()) {
            return;
        }
        putters++;
        try {
            changed.signalAll();
            deadline.await(changed);
        } finally {
            putters--;
        }
    }

    private boolean start() {
        if (thread == null && attachment.retain()) {
            Housekeeper.beforeExit(atExit);
            thread = Thread.ofPlatform()
                    .daemon()
                    .name("sluice-feeder-" + attachment.name())
                    .start(this::feed);
        }
        return thread != null;
    }

    private void feed() {
        try {
            for (Element next = next(); next != null; next = next()) {
                Payload payload = writing;
                if (ring.put(payload, false, NEVER_CLOSED, Deadline.NEVER) != Outcome.DONE) {
                    LOG.log(
                            Level.WARNING,
                            "{0} was shut down before {1} buffered elements of this process were in it; they are lost",
                            attachment.name(),
                            count());
                    return;
                }
                written(); // first: what Departed holds is not ours to let go any more
                Departed.hold(attachment, payload.position(), next.holds);
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        } catch (SegmentException e) {
            fail(e);
        } catch (RuntimeException | Error e) {
            // A full heap, for one. Nobody would write what is put from now on, so whoever puts is told.
            fail(new SegmentException(
                    SegmentException.Kind.IO,
                    "the thread that writes the buffered elements of " + attachment.name() + " has ended by " + e
                            + "; close this handle and open another one",
                    e));
        } finally {
            drop();
            endIfAsked();
            attachment.release();
            Housekeeper.removeBeforeExit(atExit);
        }
    }

    /** Waits for the next element, and for room while others wait for that; null at the end. */
    private Element next() throws InterruptedException {
        lock.lock();
        try {
            while (waiting.isEmpty()) {
                if (closed || ending || ring.isShutDown()) {
                    return null;
                }
                if (putters == 0) {
                    changed.await();
                } else {
                    awaitRoomInQueue();
                }
            }
            Element next = waiting.getFirst();
            writing = new Payload().set(next.bytes, next.bytes.length).carrying(!next.holds.isEmpty());
            return next;
        } finally {
            lock.unlock();
        }
    }

    /** Without the lock. Whoever closes the handle wakes us. */
    private void awaitRoomInQueue() throws InterruptedException {
        lock.unlock();
        try {
            ring.awaitRoom(() -> closed, Deadline.NEVER);
        } finally {
            lock.lock();
        }
        changed.signalAll();
    }

    private void written() {
        lock.lock();
        try {
            waiting.removeFirst();
            writing = null;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Lets the shutdown follow what waits here, as an end mark would; puts are refused from now on.
     *
     * @return false if nothing waits here: then the caller shuts the queue down
     */
    boolean shutdown() {
        lock.lock();
        try {
            if (waiting.isEmpty()) {
                return false;
            }
            ending = true;
            changed.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    boolean isEnding() {
        lock.lock();
        try {
            return ending;
        } finally {
            lock.unlock();
        }
    }

    private void endIfAsked() {
        if (!isEnding()) {
            return;
        }
        try {
            ring.shutdown(false);
        } catch (SegmentException e) {
            LOG.log(Level.ERROR, "the queue could not be shut down: " + Failures.of(e).getMessage(), e);
        }
    }

    private int count() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    private void fail(SegmentException e) {
        lock.lock();
        try {
            failure = e;
        } finally {
            lock.unlock();
        }
        LOG.log(Level.ERROR, "buffered elements are lost: " + e.getMessage(), e);
    }

    private void drop() {
        lock.lock();
        try {
            waiting.forEach(Element::drop);
            waiting.clear();
            writing = null;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Lets the thread end once all is written. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void join() throws InterruptedException {
        Thread running;
        lock.lock();
        try {
            if (!closed) {
                throw new IllegalStateException(
                        "close() the queue before joinThread(): the feeder thread ends with it");
            }
            running = thread;
        } finally {
            lock.unlock();
        }
        if (running != null) {
            running.join();
        }
    }

    void cancelJoin() {
        lock.lock();
        try {
            cancelled = true;
        } finally {
            lock.unlock();
        }
        Housekeeper.removeBeforeExit(atExit);
    }

    private void finishAtExit() {
        if (cancelled) {
            return;
        }
        close();
        try {
            join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
