package dev.sluice;

import dev.sluice.internal.ring.Attachment;
import dev.sluice.internal.ring.Deadline;
import dev.sluice.internal.ring.Handle;
import dev.sluice.internal.ring.Housekeeper;
import dev.sluice.internal.ring.Outcome;
import dev.sluice.internal.ring.Payload;
import dev.sluice.internal.shm.SegmentException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingDeque;

/**
 * The feeder thread of one handle of a buffered queue: elements wait in this process, encoded, until the thread has put them
 * into the queue. At most as many wait as the queue may hold. The thread starts with the first element, and ends when the
 * handle is closed and all is written, which an empty element says; the JVM does not end before, unless that was {@linkplain #cancelJoin cancelled}.
 */
final class Feeder {
    private static final Logger LOG = System.getLogger("dev.sluice");

    /** The feeder goes on after its handle was closed. */
    private static final Handle NEVER_CLOSED = () -> false;

    private final Attachment attachment;
    private final LinkedBlockingDeque<Optional<byte[]>> waiting;
    private final Runnable atExit = this::finishAtExit;
    private Thread thread;
    private boolean closed;
    private volatile boolean cancelled;
    private volatile SegmentException failure;

    Feeder(Attachment attachment, int capacity) {
        this.attachment = attachment;
        this.waiting = new LinkedBlockingDeque<>(capacity);
    }

    /** Lets an element wait for the feeder; only the local room counts, unless the queue was shut down. */
    Outcome offer(Payload payload, HandleState state, Deadline deadline) throws InterruptedException {
        Optional<byte[]> element = Optional.of(payload.toArray());
        start(state);
        for (;;) {
            if (state.isClosed()) {
                return Outcome.CLOSED;
            }
            if (attachment.ring().isShutDown()) {
                return Outcome.SHUTDOWN;
            }
            if (failure != null) {
                throw failure; // nobody would ever write it
            }
            if (deadline.offerTo(waiting, element)) {
                return Outcome.DONE;
            }
            if (deadline.isOver()) {
                return Outcome.TIMED_OUT;
            }
        }
    }

    private synchronized void start(HandleState state) {
        if (thread == null && !closed && !state.isClosed() && attachment.retain()) {
            Housekeeper.beforeExit(atExit);
            thread = Thread.ofPlatform()
                    .daemon()
                    .name("sluice-feeder-" + attachment.name())
                    .start(this::feed);
        }
    }

    private void feed() {
        Payload payload = new Payload();
        try {
            for (Optional<byte[]> next = waiting.take(); next.isPresent(); next = waiting.take()) {
                byte[] bytes = next.get();
                Outcome outcome =
                        attachment.ring().put(payload.set(bytes, bytes.length), false, NEVER_CLOSED, Deadline.NEVER);
                if (outcome != Outcome.DONE) {
                    LOG.log(
                            Level.WARNING,
                            "{0} was shut down before {1} buffered elements of this process were in it; they are lost",
                            attachment.name(),
                            1 + waiting.size());
                    return;
                }
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        } catch (SegmentException e) {
            failure = e;
            LOG.log(Level.ERROR, "buffered elements are lost: " + Failures.of(e).getMessage(), e);
        } finally {
            waiting.clear();
            attachment.release();
        }
    }

    /** Lets the thread end once all is written. */
    synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (thread != null) {
            // The end mark needs no room of its own: it is given by a helper that waits for it.
            Thread.ofPlatform().daemon().name("sluice-feeder-end").start(() -> {
                try {
                    waiting.put(Optional.empty());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
    }

    void join() throws InterruptedException {
        Thread running;
        synchronized (this) {
            if (!closed) {
                throw new IllegalStateException(
                        "close() the queue before joinThread(): the feeder thread ends with it");
            }
            running = thread;
        }
        if (running != null) {
            running.join();
            Housekeeper.removeBeforeExit(atExit);
        }
    }

    void cancelJoin() {
        cancelled = true;
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
