package dev.sluice;

import dev.sluice.internal.ring.Batch;
import dev.sluice.internal.ring.Cursor;
import dev.sluice.internal.ring.Deadline;
import dev.sluice.internal.ring.Drained;
import dev.sluice.internal.ring.Housekeeper;
import dev.sluice.internal.ring.Outcome;
import dev.sluice.internal.ring.Payload;
import dev.sluice.internal.ring.Received;
import dev.sluice.internal.ring.Ring;
import dev.sluice.internal.shm.SegmentException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.AbstractQueue;
import java.util.Collection;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A handle of a queue in shared memory. The elements cross as bytes; what the outcomes of the ring mean to a caller is
 * decided here.
 *
 * @param <E> the type of the elements
 */
class SharedQueue<E> extends AbstractQueue<E> implements ProcessQueue<E> {
    private static final long serialVersionUID = 1L;

    private final transient HandleState state;
    private final transient Ring ring;
    private final transient QueueConfiguration configuration;
    private final transient Elements elements;
    private final transient Feeder feeder;

    /** For messages; kept because it is handed in with each call of the inside. */
    private final transient String name;

    /** @param feeder null unless the queue is buffered; closed with the state */
    SharedQueue(HandleState state, QueueConfiguration configuration, Feeder feeder) {
        this.state = state;
        this.ring = state.attachment().ring();
        this.configuration = configuration;
        this.elements = configuration.elements();
        this.feeder = feeder;
        this.name = "the queue " + state.attachment().name();
        state.watch(this);
    }

    final HandleState state() {
        return state;
    }

    final Ring ring() {
        return ring;
    }

    final QueueConfiguration configuration() {
        return configuration;
    }

    final Elements elements() {
        return elements;
    }

    // ---- putting ----

    @Override
    public final void put(E e) throws InterruptedException {
        check(enqueue(e, Deadline.NEVER), null);
    }

    @Override
    public final void put(E e, Duration timeout) throws InterruptedException {
        check(enqueue(e, Deadline.in(timeout)), timeout);
    }

    @Override
    public final void putNoWait(E e) {
        check(enqueueNow(e), Duration.ZERO);
    }

    @Override
    public final boolean add(E e) {
        check(enqueueNow(e), Duration.ZERO);
        return true;
    }

    @Override
    public final boolean offer(E e) {
        return isAdded(enqueueNow(e));
    }

    @Override
    public final boolean offer(E e, long timeout, TimeUnit unit) throws InterruptedException {
        return isAdded(enqueue(e, within(timeout, unit)));
    }

    @Override
    public final boolean addAll(Collection<? extends E> c) {
        Objects.requireNonNull(c, "collection");
        if (c instanceof SharedQueue<?> other && equals(other)) {
            throw new IllegalArgumentException(this + " cannot be added to itself: it would never end");
        }
        try {
            return BatchPut.run(this, c, Deadline.NOW) > 0;
        } catch (InterruptedException impossible) {
            throw new AssertionError("a call that does not wait was interrupted", impossible);
        }
    }

    @Override
    public final void putAll(Collection<? extends E> c) throws InterruptedException {
        Objects.requireNonNull(c, "collection");
        if (c instanceof SharedQueue<?> other && equals(other)) {
            throw new IllegalArgumentException(this + " cannot be put into itself: it would never end");
        }
        checkOpen();
        BatchPut.run(this, c, Deadline.NEVER);
    }

    private void check(Outcome outcome, Duration timeout) {
        check(outcome, timeout, () -> "");
    }

    /** @param soFar what is to be said besides */
    final void check(Outcome outcome, Duration timeout, Supplier<String> soFar) {
        if (!isAdded(outcome, soFar)) {
            throw new QueueFullException(
                    this + " is full" + waited(timeout) + "; wait longer, raise maxSize or maxBytes,"
                            + " or add consumers" + soFar.get());
        }
    }

    private static String waited(Duration timeout) {
        return timeout == null || timeout.isZero() ? "" : " and had no room within " + timeout;
    }

    private boolean isAdded(Outcome outcome) {
        return isAdded(outcome, () -> "");
    }

    private boolean isAdded(Outcome outcome, Supplier<String> soFar) {
        return switch (outcome) {
            case DONE -> true;
            case SHUTDOWN -> throw shutDown(
                    "it takes no more elements; end the producer, or put into another queue" + soFar.get());
            case CLOSED -> throw closed(soFar.get());
            case TIMED_OUT, WAIT, ABANDONED, AGAIN -> false;
        };
    }

    private Outcome enqueueNow(E e) {
        try {
            return enqueue(e, Deadline.NOW);
        } catch (InterruptedException impossible) {
            throw new AssertionError("a call that does not wait was interrupted", impossible);
        }
    }

    private Outcome enqueue(E e, Deadline deadline) throws InterruptedException {
        Objects.requireNonNull(e, "element");
        try (Scratch scratch = Scratch.borrow()) {
            Payload payload = elements.encode(e, scratch);
            if (!ring.canHold(payload.length())) {
                throw tooLarge(e, payload);
            }
            if (feeder != null) {
                return feeder.offer(payload, scratch.inTransit, deadline);
            }
            Outcome outcome = ring.put(payload, false, state, deadline);
            if (outcome == Outcome.DONE && payload.carriesHandles()) {
                Departed.hold(state.attachment(), payload.position(), scratch.inTransit.takeOver());
            }
            return outcome;
        } catch (SegmentException | IndexOutOfBoundsException | IllegalArgumentException | InternalError failure) {
            throw Failures.of(name(), failure);
        } finally {
            Reference.reachabilityFence(this); // the garbage collector must not close a handle that is in use
        }
    }

    private ElementTooLargeException tooLarge(E e, Payload payload) {
        return new ElementTooLargeException("a " + e.getClass().getName() + " of " + payload.length()
                + " encoded bytes can never fit into " + this + " with maxBytes=" + ring.layout().maxBytes()
                + "; raise maxBytes, or put it in pieces");
    }

    // The steps of enqueue() for who puts several. There they stand together: what is deep is not inlined.

    /** Encodes into the scratch what fits into the queue. */
    final Payload encode(E e, Scratch scratch) {
        Payload payload = elements.encode(e, scratch);
        if (!ring.canHold(payload.length())) {
            throw tooLarge(e, payload);
        }
        return payload;
    }

    final Outcome putEncoded(Payload payload, Scratch scratch, Deadline deadline) throws InterruptedException {
        try {
            if (feeder != null) {
                return feeder.offer(payload, scratch.inTransit, deadline);
            }
            Outcome outcome = ring.put(payload, false, state, deadline);
            if (outcome == Outcome.DONE && payload.carriesHandles()) {
                Departed.hold(state.attachment(), payload.position(), scratch.inTransit.takeOver());
            }
            return outcome;
        } catch (SegmentException | IndexOutOfBoundsException | IllegalArgumentException | InternalError failure) {
            throw Failures.of(name(), failure);
        } finally {
            Reference.reachabilityFence(this); // the garbage collector must not close a handle that is in use
        }
    }

    /** Puts what there is room for, and at least one. */
    final Outcome putBatch(Batch batch, Deadline deadline) throws InterruptedException {
        try {
            return ring.put(batch, state, deadline);
        } catch (SegmentException | IndexOutOfBoundsException | IllegalArgumentException | InternalError failure) {
            throw Failures.of(name(), failure);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    final boolean isBuffered() {
        return feeder != null;
    }

    private static Deadline within(long timeout, TimeUnit unit) {
        return Deadline.in(Objects.requireNonNull(unit, "unit").toNanos(timeout));
    }

    // ---- getting ----

    @Override
    public final E get() throws InterruptedException {
        return dequeue(Deadline.NEVER);
    }

    @Override
    public final E take() throws InterruptedException {
        return dequeue(Deadline.NEVER);
    }

    @Override
    public final E get(Duration timeout) throws InterruptedException {
        E e = dequeue(Deadline.in(timeout));
        if (e == null) {
            throw empty(timeout);
        }
        return e;
    }

    @Override
    public final E getNoWait() {
        E e = poll();
        if (e == null) {
            throw empty(Duration.ZERO);
        }
        return e;
    }

    @Override
    public final E poll(long timeout, TimeUnit unit) throws InterruptedException {
        return dequeue(within(timeout, unit));
    }

    @Override
    public final E poll() {
        try {
            return dequeue(Deadline.NOW);
        } catch (InterruptedException impossible) {
            throw new AssertionError("a call that does not wait was interrupted", impossible);
        }
    }

    @Override
    public final E remove() {
        return getNoWait();
    }

    private QueueEmptyException empty(Duration timeout) {
        if (ring.isShutDown()) {
            return new QueueEmptyException(this + " is empty, and nothing will come; end the consumer");
        }
        return new QueueEmptyException(this + " is empty"
                + (timeout.isZero() ? "" : " and got no element within " + timeout)
                + "; wait longer, or until it is shut down");
    }

    /** Null if there was none in time. */
    private E dequeue(Deadline deadline) throws InterruptedException {
        try (Scratch scratch = Scratch.borrow()) {
            return receive(scratch.received, deadline) ? accept(scratch.received) : null;
        }
    }

    /** Takes an element as bytes; false if there was none in time. */
    final boolean receive(Received received, Deadline deadline) throws InterruptedException {
        try {
            return switch (ring.take(received, state, deadline)) {
                case DONE -> true;
                case SHUTDOWN -> throw shutDown("nothing is left in it; end the consumer");
                case CLOSED -> throw closed();
                case TIMED_OUT, WAIT, ABANDONED, AGAIN -> false;
            };
        } catch (SegmentException | IndexOutOfBoundsException | IllegalArgumentException | InternalError failure) {
            throw Failures.of(name(), failure);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** Decodes what was taken and makes it the caller's. */
    E accept(Received received) {
        return received.carriesHandles() ? decodeAndAcknowledge(received) : decode(received);
    }

    /** What carries handles stays in the queue until they are open: its sender holds what they stand for until then. */
    private E decodeAndAcknowledge(Received received) {
        boolean isOurs = false;
        E e;
        try {
            e = decode(received);
        } finally {
            isOurs = Failures.turned(name(), () -> ring.acknowledge(received.entry(), received.ticket()));
            Reference.reachabilityFence(this);
        }
        if (!isOurs) {
            throw closed(); // this process left meanwhile, and the element waits for others again
        }
        return e;
    }

    @SuppressWarnings("unchecked") // what comes out was put in by somebody with the same type argument
    final E decode(Received received) {
        return (E) elements.decode(received);
    }

    // ---- looking ----

    @Override
    public final E peek() {
        checkOpen();
        return nextCopy(ring.cursor(), new Received());
    }

    @Override
    public final E element() {
        E e = peek();
        if (e == null) {
            throw empty(Duration.ZERO);
        }
        return e;
    }

    @Override
    public final int size() {
        checkOpen();
        return (int) Math.min(length(), Integer.MAX_VALUE);
    }

    private long length() {
        return Failures.turned(name(), ring::size);
    }

    @Override
    public final boolean isEmpty() {
        return size() == 0;
    }

    @Override
    public final boolean isFull() {
        return size() >= maxSize();
    }

    @Override
    public final int maxSize() {
        return ring.layout().maxSize();
    }

    @Override
    public final int remainingCapacity() {
        int size = size();
        return maxSize() == QueueSettings.UNLIMITED ? Integer.MAX_VALUE : Math.max(0, maxSize() - size);
    }

    @Override
    public final boolean contains(Object o) {
        checkOpen();
        Received received = new Received();
        Cursor cursor = ring.cursor();
        while (next(cursor, received)) {
            if (isCopyEqual(cursor, received, o)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public final boolean remove(Object o) {
        checkOpen();
        Received received = new Received();
        Cursor cursor = ring.cursor();
        while (next(cursor, received)) {
            if (isCopyEqual(cursor, received, o) && takeOut(received)) {
                return true;
            }
        }
        return false;
    }

    private boolean next(Cursor cursor, Received received) {
        return Failures.turned(name(), () -> cursor.next(received));
    }

    /** A copy of the next element that is still queued, with handles of its own; null if there is none. */
    private E nextCopy(Cursor cursor, Received received) {
        while (next(cursor, received)) {
            E copy = copy(cursor, received);
            if (copy != null) {
                return copy;
            }
        }
        return null;
    }

    /** Null if the element was taken meanwhile, and what travelled in it may be gone. */
    private E copy(Cursor cursor, Received received) {
        try {
            return decode(received);
        } catch (SerializationException e) {
            if (received.carriesHandles() && !Failures.turned(name(), () -> cursor.isQueued(received))) {
                return null;
            }
            throw e;
        }
    }

    private boolean isCopyEqual(Cursor cursor, Received received, Object o) {
        if (o == null) {
            return false;
        }
        if (!received.carriesHandles()) {
            return o.equals(decode(received));
        }
        try (Arrivals arrivals = new Arrivals()) { // nobody gets the copy
            E copy = arrivals.during(() -> copy(cursor, received));
            return copy != null && o.equals(copy);
        }
    }

    private boolean takeOut(Received received) {
        boolean taken = Failures.turned(name(), () -> ring.remove(received));
        if (taken) {
            removed(received);
        }
        return taken;
    }

    /** Called when an element has left to the caller by its removal. */
    void removed(Received received) {
        // In a plain queue nothing remains of it.
    }

    @Override
    public final Iterator<E> iterator() {
        checkOpen();
        return new ElementIterator();
    }

    private final class ElementIterator implements Iterator<E> {
        private final Cursor cursor = ring.cursor();
        private Received ahead = new Received();
        private Received current = new Received();
        private E next;
        private boolean removable;

        ElementIterator() {
            advance();
        }

        private void advance() {
            next = nextCopy(cursor, ahead);
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public E next() {
            if (next == null) {
                throw new NoSuchElementException("the iterator has passed the last element");
            }
            E e = next;
            Received returned = ahead;
            ahead = current;
            current = returned;
            removable = true;
            advance();
            return e;
        }

        @Override
        public void remove() {
            if (!removable) {
                throw new IllegalStateException("nothing to remove: call next() before each remove()");
            }
            boolean _ = removeIfStillQueued();
        }

        /** Removes what {@link #next} returned last, unless somebody has taken it meanwhile. */
        boolean removeIfStillQueued() {
            removable = false;
            return takeOut(current);
        }
    }

    @Override
    public final boolean removeIf(Predicate<? super E> filter) {
        Objects.requireNonNull(filter, "filter");
        checkOpen();
        boolean removed = false;
        ElementIterator all = new ElementIterator();
        while (all.hasNext()) {
            if (filter.test(all.next()) && all.removeIfStillQueued()) {
                removed = true;
            }
        }
        return removed;
    }

    @Override
    public final boolean removeAll(Collection<?> c) {
        Objects.requireNonNull(c, "collection");
        return removeIf(c::contains);
    }

    @Override
    public final boolean retainAll(Collection<?> c) {
        Objects.requireNonNull(c, "collection");
        return removeIf(e -> !c.contains(e));
    }

    @Override
    public final int drainTo(Collection<? super E> c) {
        return drainTo(c, Integer.MAX_VALUE);
    }

    @Override
    public final int drainTo(Collection<? super E> c, int maxElements) {
        Objects.requireNonNull(c, "collection");
        if (c instanceof SharedQueue<?> other && equals(other)) {
            throw new IllegalArgumentException(this + " cannot be drained into itself; name another collection");
        }
        checkOpen();
        return maxElements <= 0 ? 0 : new Drain<E>(this, c).run(maxElements);
    }

    @SuppressWarnings("unchecked") // as in decode(Received)
    private E decoded(Drained drained, int index) {
        return (E) elements.decode(drained, index);
    }

    /** Decodes one of several; what cannot be decoded is done with. */
    final E decode(Drained drained, int index) {
        boolean decoded = false;
        try {
            E e = decoded(drained, index);
            decoded = true;
            return e;
        } finally {
            if (!decoded) {
                undecodable(drained.entry(index), drained.ticket(index));
            }
        }
    }

    /** Decodes what was taken and has an entry; what cannot be decoded is done with. */
    final E decodeOrEnd(Received received) {
        boolean decoded = false;
        try {
            E e = decode(received);
            decoded = true;
            return e;
        } finally {
            if (!decoded) {
                undecodable(received.entry(), received.ticket());
            }
        }
    }

    /** Called with what was taken and cannot be decoded. */
    void undecodable(int entry, long ticket) {
        if (entry >= 0) {
            Failures.turned(name(), () -> ring.acknowledge(entry, ticket));
        }
    }

    /** Called before what was taken by {@code drainTo} is handed over. */
    void taken(int entry, long ticket) {
        // In a plain queue nobody asks for it afterwards.
    }

    /** Called when it was not accepted: whether it is still ours, and may be queued again. */
    boolean isRefused(int entry, long ticket) {
        return true;
    }

    /** Called when what was taken by itself has been handed over. */
    void handedOver(int entry, long ticket) {
        if (entry >= 0 && !Failures.turned(name(), () -> ring.acknowledge(entry, ticket))) {
            throw closed(); // the JVM ends, and the element waits for others again
        }
    }

    @Override
    public final void clear() {
        checkOpen();
        Failures.turned(name(), ring::discardAll);
    }

    // ---- ending ----

    @Override
    public final void shutdown() {
        checkOpen();
        if (feeder == null || !feeder.shutdown()) {
            Failures.turned(name(), () -> ring.shutdown(false));
        }
    }

    @Override
    public final void shutdownNow() {
        checkOpen();
        Failures.turned(name(), () -> ring.shutdown(true));
    }

    @Override
    public final boolean isShutdown() {
        checkOpen();
        return ring.isShutDown() || (feeder != null && feeder.isEnding());
    }

    @Override
    public final Iterable<E> untilShutdown() {
        return () -> new Iterator<>() {
            private E next;

            @Override
            public boolean hasNext() {
                if (next != null) {
                    return true;
                }
                try {
                    next = take();
                    return true;
                } catch (QueueShutdownException end) {
                    return false;
                } catch (InterruptedException end) {
                    Thread.currentThread().interrupt();
                    return false;
                }
            }

            @Override
            public E next() {
                if (!hasNext()) {
                    throw new NoSuchElementException(
                            "the queue is shut down and drained, or the thread was interrupted");
                }
                E e = next;
                next = null;
                return e;
            }
        };
    }

    @Override
    public final void close() {
        state.close();
    }

    @Override
    public final void joinThread() throws InterruptedException {
        if (feeder != null) {
            feeder.join();
        }
    }

    @Override
    public final void cancelJoinThread() {
        if (feeder != null) {
            feeder.cancelJoin();
        }
    }

    final void checkOpen() {
        if (state.isClosed()) {
            throw closed();
        }
    }

    final QueueClosedException closed() {
        return closed("");
    }

    private QueueClosedException closed(String soFar) {
        if (Housekeeper.awaitEndOfJvm()) {
            return new QueueClosedException(Failures.letGoAtEnd(this) + soFar);
        }
        return new QueueClosedException(
                "this handle of " + this + " was closed in this process; open another one" + soFar);
    }

    private QueueShutdownException shutDown(String what) {
        return new QueueShutdownException(this + " was shut down: " + what);
    }

    // ---- identity ----

    final String name() {
        return name;
    }

    @Override
    public final boolean equals(Object o) {
        return o instanceof SharedQueue<?> other
                && state.attachment().id().equals(other.state.attachment().id());
    }

    @Override
    public final int hashCode() {
        return state.attachment().id().hashCode();
    }

    /** What the queue is and how it stands, not its elements: those are for consumers. */
    @Override
    public final String toString() {
        String kind = ring.layout().isJoinable() ? "JoinableQueue" : "ProcessQueue";
        String bound = maxSize() == QueueSettings.UNLIMITED ? "no bound" : "at most " + maxSize();
        return kind + "[" + state.attachment().name() + ", " + ring.sizeHint() + " elements, " + bound
                + (ring.isShutDown() ? ", shut down" : "") + "]";
    }

    /** Not private: joinable queues, which are a subclass, cross in the same way. */
    @Serial
    Object writeReplace() {
        checkOpen();
        InTransit.depart(state.attachment(), null);
        return new QueueToken(state.attachment().locator());
    }

    @Serial
    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("a queue crosses as a token, not as itself");
    }
}
