package dev.sluice;

import dev.sluice.internal.ring.Deadline;
import dev.sluice.internal.ring.Outcome;
import dev.sluice.internal.ring.Received;
import dev.sluice.internal.shm.SegmentException;
import java.time.Duration;

/**
 * A handle of a joinable queue in shared memory: what is taken is noted until it is acknowledged.
 *
 * @param <E> the type of the elements
 */
final class SharedJoinableQueue<E> extends SharedQueue<E> implements JoinableQueue<E> {
    private static final long serialVersionUID = 1L;

    private final transient HeldElements held;

    SharedJoinableQueue(HandleState state, QueueConfiguration configuration, Feeder feeder, HeldElements held) {
        super(state, configuration, feeder);
        this.held = held;
    }

    @Override
    E accept(Received received) {
        E e = decodeOrEnd(received);
        taken(received.entry(), received.ticket());
        return e;
    }

    @Override
    void taken(int entry, long ticket) {
        held.add(entry, ticket, state());
        giveBackIfClosed();
    }

    @Override
    boolean isRefused(int entry, long ticket) {
        return held.remove(entry, ticket);
    }

    @Override
    void handedOver(int entry, long ticket) {
        // It is held until it is acknowledged.
    }

    /** Whoever closed the handle may have looked for what it held just before we noted it. */
    private void giveBackIfClosed() {
        if (state().isClosed()) {
            Failures.turned(
                    name(),
                    () -> held.removeAllOf(state()).forEach(taken -> ring().giveBack(taken.entry, taken.ticket)));
            throw closed();
        }
    }

    /** What cannot be decoded here must not come back to us for ever, nor keep {@code join()} waiting: a dead letter. */
    @Override
    void undecodable(int entry, long ticket) {
        Failures.turned(name(), () -> ring().makeDeadLetter(entry, ticket));
    }

    @Override
    void removed(Received received) {
        held.add(received.entry(), received.ticket(), state());
    }

    @Override
    public void taskDone() {
        checkOpen();
        HeldElements.Held oldest = held.removeOldest();
        if (oldest == null) {
            throw new IllegalStateException("taskDone() was called more often than elements were taken from " + this
                    + ": this process holds none");
        }
        Failures.turned(name(), () -> ring().acknowledge(oldest.entry, oldest.ticket));
    }

    @Override
    public void join() throws InterruptedException {
        join(Deadline.NEVER);
    }

    @Override
    public boolean join(Duration timeout) throws InterruptedException {
        return join(Deadline.in(timeout));
    }

    private boolean join(Deadline deadline) throws InterruptedException {
        Outcome outcome;
        try {
            outcome = ring().awaitAllDone(state(), deadline);
        } catch (SegmentException | IndexOutOfBoundsException | IllegalArgumentException | InternalError failure) {
            throw Failures.of(name(), failure);
        }
        if (outcome == Outcome.CLOSED) {
            throw closed();
        }
        return outcome == Outcome.DONE;
    }

    @Override
    public Delivery<E> receive() throws InterruptedException {
        return deliver(Deadline.NEVER, Duration.ZERO);
    }

    @Override
    public Delivery<E> receive(Duration timeout) throws InterruptedException {
        return deliver(Deadline.in(timeout), timeout);
    }

    private Delivery<E> deliver(Deadline deadline, Duration timeout) throws InterruptedException {
        try (Scratch scratch = Scratch.borrow()) {
            Received received = scratch.received;
            if (!receive(received, deadline)) {
                throw new QueueEmptyException(this + " is empty and got no element within " + timeout
                        + "; wait longer, or until it is shut down");
            }
            E e = decodeOrEnd(received);
            HeldElements.Held taken = held.addDelivery(received, state());
            giveBackIfClosed();
            return new SharedDelivery(e, received.deliveries(), taken);
        }
    }

    private final class SharedDelivery implements Delivery<E> {
        private final E element;
        private final int count;
        private final HeldElements.Held taken;

        private SharedDelivery(E element, int count, HeldElements.Held taken) {
            this.element = element;
            this.count = count;
            this.taken = taken;
        }

        @Override
        public E element() {
            return element;
        }

        @Override
        public int count() {
            return count;
        }

        @Override
        public void done() {
            if (held.removeDelivery(taken)) {
                Failures.turned(name(), () -> ring().acknowledge(taken.entry, taken.ticket));
            }
        }

        @Override
        public void giveBack() {
            if (held.removeDelivery(taken)) {
                Failures.turned(name(), () -> ring().giveBack(taken.entry, taken.ticket));
            }
        }

        @Override
        public void close() {
            giveBack();
        }
    }
}
