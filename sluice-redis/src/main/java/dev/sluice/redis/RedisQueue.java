package dev.sluice.redis;

import dev.sluice.ElementTooLargeException;
import dev.sluice.ProcessQueue;
import dev.sluice.QueueClosedException;
import dev.sluice.QueueEmptyException;
import dev.sluice.QueueFullException;
import dev.sluice.QueueShutdownException;
import dev.sluice.spi.EngineToken;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.lang.ref.Cleaner;
import java.time.Duration;
import java.util.AbstractQueue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * A handle of a queue on a server. What is buffered is written at once, too: that keeps all that is promised of it.
 *
 * @param <E> the type of the elements
 */
class RedisQueue<E> extends AbstractQueue<E> implements ProcessQueue<E> {
    private static final long serialVersionUID = 1L;

    /** Larger ones would keep all users of the server waiting, and some do not fit into one request. */
    static final int MAX_ELEMENT_BYTES = 64 << 20;

    private static final int BATCH = 64;
    private static final int BATCH_BYTES = 1 << 20;
    private static final long FOR_EVER = 1L << 52;
    private static final Cleaner CLEANER = Cleaner.create();

    private final transient QueueClient client;
    private final transient State state;
    private final transient Cleaner.Cleanable cleanable;

    // Of those who wait for the same, one asks when there is news; the others wait for him.
    private final transient ReentrantLock takers = new ReentrantLock();
    private final transient ReentrantLock putters = new ReentrantLock();

    /** What is to be done when nobody reaches the handle any more. */
    private static final class State implements Runnable {
        private final QueueClient client;
        private final AtomicBoolean closed = new AtomicBoolean();

        State(QueueClient client) {
            this.client = client;
        }

        @Override
        public void run() {
            if (closed.compareAndSet(false, true)) {
                Signal news = client.signalIfAny();
                if (news != null) {
                    news.raise();
                }
                try {
                    client.settle("back", client.held().removeAllOf(this));
                } finally {
                    client.release();
                }
            }
        }
    }

    /** Takes over one use of the client. */
    RedisQueue(QueueClient client) {
        this.client = client;
        this.state = new State(client);
        this.cleanable = CLEANER.register(this, state);
    }

    final QueueClient client() {
        return client;
    }

    final Object handle() {
        return state;
    }

    // ---- waiting ----

    /** One try; its answer is a refusal for now if it is one of these. */
    interface Try {
        List<Object> once(boolean willWait);
    }

    private static boolean isForNow(List<Object> reply) {
        return QueueClient.is(reply, "FULL") || QueueClient.is(reply, "EMPTY") || QueueClient.is(reply, "WAIT");
    }

    /** Tries until it is more than a refusal for now, or the patience is over. */
    final List<Object> until(ReentrantLock line, Patience patience, Try attempt) throws InterruptedException {
        checkOpen();
        patience.check();
        List<Object> reply = attempt.once(false);
        if (!isForNow(reply) || patience.leftNanos() <= 0) {
            return reply;
        }
        boolean first = line == null || line.tryLock(patience.leftNanos(), TimeUnit.NANOSECONDS);
        if (!first) {
            checkOpen();
            return attempt.once(false);
        }
        try {
            Signal news = client.signal();
            while (true) {
                checkOpen();
                long seen = news.count();
                reply = attempt.once(true);
                long left = patience.leftNanos();
                if (!isForNow(reply) || left <= 0) {
                    return reply;
                }
                checkOpen();
                long lease = QueueClient.number(reply.get(1));
                news.await(seen, lease < 0 ? left : Math.min(left, TimeUnit.MILLISECONDS.toNanos(lease)));
            }
        } finally {
            if (line != null) {
                line.unlock();
            }
        }
    }

    private static AssertionError never(InterruptedException impossible) {
        return new AssertionError("a call that does not wait was interrupted", impossible);
    }

    // ---- putting ----

    @Override
    public final void put(E e) throws InterruptedException {
        putOrFail(e, Patience.ENDLESS, Duration.ZERO);
    }

    @Override
    public final void put(E e, Duration timeout) throws InterruptedException {
        putOrFail(e, Patience.of(timeout), timeout);
    }

    @Override
    public final void putNoWait(E e) {
        add(e);
    }

    @Override
    public final boolean add(E e) {
        try {
            putOrFail(e, Patience.NONE, Duration.ZERO);
        } catch (InterruptedException impossible) {
            throw never(impossible);
        }
        return true;
    }

    @Override
    public final boolean offer(E e) {
        try {
            return enqueue(e, Patience.NONE);
        } catch (InterruptedException impossible) {
            throw never(impossible);
        }
    }

    @Override
    public final boolean offer(E e, long timeout, TimeUnit unit) throws InterruptedException {
        return enqueue(e, Patience.of(Objects.requireNonNull(unit, "unit").toNanos(timeout)));
    }

    private void putOrFail(E e, Patience patience, Duration timeout) throws InterruptedException {
        if (!enqueue(e, patience)) {
            throw full(timeout, "");
        }
    }

    private QueueFullException full(Duration timeout, String soFar) {
        return new QueueFullException(this + " is full"
                + (timeout.isPositive() ? " and had no room within " + timeout : "")
                + "; wait longer, raise maxSize or maxBytes, or add consumers" + soFar);
    }

    private byte[] encode(E e) {
        Objects.requireNonNull(e, "element");
        byte[] bytes = client.coding().encode(e);
        long most = Math.min(MAX_ELEMENT_BYTES, client.identity().maxBytes());
        if (bytes.length > most) {
            throw new ElementTooLargeException("a " + e.getClass().getName() + " of " + bytes.length
                    + " encoded bytes can never fit into " + this + ", where " + most
                    + (most == MAX_ELEMENT_BYTES ? " are the limit of a server" : " are its maxBytes")
                    + "; put it in pieces");
        }
        return bytes;
    }

    private boolean enqueue(E e, Patience patience) throws InterruptedException {
        byte[] bytes = encode(e);
        List<Object> reply = until(putters, patience, willWait -> putSome(willWait, List.of(bytes), 0));
        return isPut(reply, "");
    }

    private List<Object> putSome(boolean willWait, List<byte[]> batch, int from) {
        Object[] arguments = new Object[1 + batch.size() - from];
        arguments[0] = willWait ? 1 : 0;
        for (int i = from; i < batch.size(); i++) {
            arguments[1 + i - from] = batch.get(i);
        }
        return client.change(Script.NEEDS_MEMORY, "put", arguments);
    }

    private boolean isPut(List<Object> reply, String soFar) {
        if (QueueClient.is(reply, "SHUTDOWN")) {
            throw new QueueShutdownException(this
                    + " was shut down: it takes no more elements; end the producer, or put into another queue" + soFar);
        }
        return QueueClient.is(reply, "OK");
    }

    @Override
    public final boolean addAll(Collection<? extends E> c) {
        Objects.requireNonNull(c, "collection");
        if (isSame(c)) {
            throw new IllegalArgumentException(this + " cannot be added to itself: it would never end");
        }
        try {
            return new BatchPut(Patience.NONE).run(c) > 0;
        } catch (InterruptedException impossible) {
            throw never(impossible);
        }
    }

    @Override
    public final void putAll(Collection<? extends E> c) throws InterruptedException {
        Objects.requireNonNull(c, "collection");
        if (isSame(c)) {
            throw new IllegalArgumentException(this + " cannot be put into itself: it would never end");
        }
        checkOpen();
        long _ = new BatchPut(Patience.ENDLESS).run(c);
    }

    private boolean isSame(Object c) {
        return c instanceof RedisQueue<?> other && equals(other);
    }

    /** One call of {@code putAll} or {@code addAll}. Whatever ends it in the middle, those before have been put. */
    private final class BatchPut {
        private final Patience patience;
        private final List<byte[]> batch = new ArrayList<>();
        private int batchBytes;
        private long put;
        private boolean refused;

        private BatchPut(Patience patience) {
            this.patience = patience;
        }

        private long run(Collection<? extends E> elements) throws InterruptedException {
            boolean ended = false;
            try {
                for (E e : elements) {
                    byte[] bytes = encode(e);
                    if (batch.size() == BATCH || batchBytes + bytes.length > BATCH_BYTES) {
                        flush();
                    }
                    batch.add(bytes);
                    batchBytes += bytes.length;
                }
                ended = true;
            } finally {
                if (ended || !refused) {
                    flush(); // also before an element that cannot be put, or the failure of the collection
                }
            }
            return put;
        }

        private void flush() throws InterruptedException {
            int from = 0;
            while (from < batch.size()) {
                int next = from;
                refused = true;
                List<Object> reply;
                try {
                    reply = until(putters, patience, willWait -> putSome(willWait, batch, next));
                } catch (InterruptedException e) {
                    throw new InterruptedException(e.getMessage() + soFar());
                }
                if (!isPut(reply, soFar())) {
                    throw full(Duration.ZERO, soFar());
                }
                refused = false;
                int count = (int) QueueClient.number(reply.get(1));
                from += count;
                put += count;
            }
            batch.clear();
            batchBytes = 0;
        }

        private String soFar() {
            return "; of the collection " + put + " elements were put before";
        }
    }

    // ---- getting ----

    @Override
    public final E get() throws InterruptedException {
        return dequeue(Patience.ENDLESS);
    }

    @Override
    public final E take() throws InterruptedException {
        return dequeue(Patience.ENDLESS);
    }

    @Override
    public final E get(Duration timeout) throws InterruptedException {
        E e = dequeue(Patience.of(timeout));
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
        return dequeue(Patience.of(Objects.requireNonNull(unit, "unit").toNanos(timeout)));
    }

    @Override
    public final E poll() {
        try {
            return dequeue(Patience.NONE);
        } catch (InterruptedException impossible) {
            throw never(impossible);
        }
    }

    @Override
    public final E remove() {
        return getNoWait();
    }

    final QueueEmptyException empty(Duration timeout) {
        return new QueueEmptyException(this + " is empty"
                + (timeout.isPositive() ? " and got no element within " + timeout : "")
                + "; wait longer, or until it is shut down");
    }

    private E dequeue(Patience patience) throws InterruptedException {
        Taken taken = takeOne(patience);
        return taken == null ? null : accept(taken);
    }

    /** Null if there was none in time. */
    final Taken takeOne(Patience patience) throws InterruptedException {
        List<Object> reply = until(takers, patience, willWait -> request(1, FOR_EVER, willWait));
        if (QueueClient.is(reply, "SHUTDOWN")) {
            throw new QueueShutdownException(this + " was shut down: nothing is left in it; end the consumer");
        }
        return QueueClient.is(reply, "TAKEN") ? QueueClient.taken(reply).getFirst() : null;
    }

    private List<Object> request(int most, long before, boolean willWait) {
        return client.change(Script.FREES_MEMORY, "take", most, before, BATCH_BYTES, willWait ? 1 : 0);
    }

    /** Makes what was taken the caller's. */
    E accept(Taken taken) {
        return decode(taken);
    }

    @SuppressWarnings("unchecked") // what comes out was put in by somebody with the same type argument
    final E decoded(byte[] bytes) {
        return (E) client.coding().decode(bytes);
    }

    /** Decodes; what cannot be decoded is done with. */
    final E decode(Taken taken) {
        boolean decoded = false;
        try {
            E e = decoded(taken.bytes);
            decoded = true;
            return e;
        } finally {
            if (!decoded) {
                undecodable(taken);
            }
        }
    }

    void undecodable(Taken taken) {
        // In a plain queue it has left already.
    }

    /** Called before what was taken by {@code drainTo} is handed over. */
    void handingOver(Taken taken) {
        // In a plain queue nobody asks for it afterwards.
    }

    /** Puts back what could not be handed over, as if it had not been taken. */
    void refuse(Collection<Taken> elements) {
        client.putBack(elements);
    }

    @Override
    public final int drainTo(Collection<? super E> c) {
        return drainTo(c, Integer.MAX_VALUE);
    }

    @Override
    public final int drainTo(Collection<? super E> c, int maxElements) {
        Objects.requireNonNull(c, "collection");
        if (isSame(c)) {
            throw new IllegalArgumentException(this + " cannot be drained into itself; name another collection");
        }
        checkOpen();
        if (maxElements <= 0) {
            return 0;
        }
        long end = QueueClient.number(client.ask("size").get(2));
        int count = 0;
        while (count < maxElements) {
            checkOpen();
            List<Object> reply = request(Math.min(BATCH, maxElements - count), end, false);
            if (!QueueClient.is(reply, "TAKEN")) {
                break;
            }
            count += handOver(QueueClient.taken(reply), c);
        }
        return count;
    }

    private int handOver(List<Taken> taken, Collection<? super E> c) {
        ArrayDeque<Taken> left = new ArrayDeque<>(taken);
        try {
            while (!left.isEmpty()) {
                Taken next = left.peek();
                E e;
                try {
                    e = decoded(next.bytes);
                } catch (RuntimeException | Error failure) {
                    left.remove();
                    undecodable(next);
                    throw failure;
                }
                c.add(e);
                left.remove();
                handingOver(next);
            }
            return taken.size();
        } finally {
            refuse(left);
        }
    }

    // ---- looking ----

    @Override
    public final E peek() {
        Iterator<E> all = iterator();
        return all.hasNext() ? all.next() : null;
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
        return (int) Math.min(Integer.MAX_VALUE, QueueClient.number(client.ask("size").get(1)));
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
        return client.identity().maxSize();
    }

    @Override
    public final int remainingCapacity() {
        int size = size();
        return maxSize() == Integer.MAX_VALUE ? Integer.MAX_VALUE : Math.max(0, maxSize() - size);
    }

    @Override
    public final boolean contains(Object o) {
        if (o == null) {
            checkOpen();
            return false;
        }
        ElementIterator all = new ElementIterator();
        while (all.hasNext()) {
            if (o.equals(all.next())) {
                return true;
            }
        }
        return false;
    }

    @Override
    public final boolean remove(Object o) {
        if (o == null) {
            checkOpen();
            return false;
        }
        ElementIterator all = new ElementIterator();
        while (all.hasNext()) {
            if (o.equals(all.next()) && all.removeIfStillQueued()) {
                return true;
            }
        }
        return false;
    }

    /** Called when an element has left to the caller by its removal. */
    void removed(Taken taken) {
        // In a plain queue nothing remains of it.
    }

    @Override
    public final Iterator<E> iterator() {
        return new ElementIterator();
    }

    /** Looks at some at a time: what is taken after that is still shown. */
    private final class ElementIterator implements Iterator<E> {
        @SuppressWarnings("ArrayRecordComponent") // never compared
        private record Seen(String phase, String id, byte[] bytes) {}

        private final ArrayDeque<Seen> ahead = new ArrayDeque<>();
        private String phase = "r";
        private String last = "0";
        private String current;
        private Seen nextSeen;
        private E next;

        ElementIterator() {
            checkOpen();
            advance();
        }

        private void advance() {
            if (ahead.isEmpty()) {
                for (Object each : (List<?>) client.ask("scan", phase, last).get(1)) {
                    List<?> entry = (List<?>) each;
                    ahead.add(new Seen(
                            QueueClient.text(entry.get(0)), QueueClient.text(entry.get(1)), (byte[]) entry.get(2)));
                }
                if (!ahead.isEmpty()) {
                    phase = ahead.getLast().phase;
                    last = ahead.getLast().id;
                }
            }
            nextSeen = ahead.poll();
            next = nextSeen == null ? null : decoded(nextSeen.bytes);
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
            current = nextSeen.id;
            advance();
            return e;
        }

        @Override
        public void remove() {
            if (current == null) {
                throw new IllegalStateException("nothing to remove: call next() before each remove()");
            }
            boolean _ = removeIfStillQueued();
        }

        /** Removes what was returned last, unless somebody has taken it meanwhile. */
        boolean removeIfStillQueued() {
            String id = current;
            current = null;
            checkOpen();
            List<Object> reply = client.change(Script.FREES_MEMORY, "remove", id);
            if (!QueueClient.is(reply, "OK")) {
                return false;
            }
            removed(new Taken(id, QueueClient.number(reply.get(1)), null));
            return true;
        }
    }

    @Override
    public final boolean removeIf(Predicate<? super E> filter) {
        Objects.requireNonNull(filter, "filter");
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
    public final void clear() {
        checkOpen();
        List<Object> _ = client.change(Script.FREES_MEMORY, "clear");
    }

    // ---- ending ----

    @Override
    public final void shutdown() {
        checkOpen();
        List<Object> _ = client.ask("shutdown", 0);
    }

    @Override
    public final void shutdownNow() {
        checkOpen();
        List<Object> _ = client.ask("shutdown", 1);
    }

    @Override
    public final boolean isShutdown() {
        checkOpen();
        return QueueClient.number(client.ask("size").get(3)) == 1;
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
        cleanable.clean();
    }

    final boolean isClosed() {
        return state.closed.get();
    }

    final void checkOpen() {
        if (isClosed()) {
            throw closed();
        }
    }

    final QueueClosedException closed() {
        return new QueueClosedException("this handle of " + this + " was closed in this process; open another one");
    }

    @Override
    public final void joinThread() throws InterruptedException {
        if (client.identity().buffered() && !isClosed()) {
            throw new IllegalStateException("close() the queue before joinThread()");
        }
    }

    @Override
    public final void cancelJoinThread() {
        // What was put is on the server.
    }

    // ---- identity ----

    @Override
    public final boolean equals(Object o) {
        return o instanceof RedisQueue<?> other && client.identity().id().equals(other.client.identity().id());
    }

    @Override
    public final int hashCode() {
        return client.identity().id().hashCode();
    }

    /** What the queue is; how it stands would have to be asked. */
    @Override
    public final String toString() {
        return (client.identity().joinable() ? "JoinableQueue[" : "ProcessQueue[") + client.address() + ", "
                + (maxSize() == Integer.MAX_VALUE ? "no bound" : "at most " + maxSize()) + "]";
    }

    /** Not private: joinable queues, which are a subclass, cross in the same way. */
    @Serial
    Object writeReplace() {
        checkOpen();
        return new EngineToken(client.address().uri());
    }

    @Serial
    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("a queue crosses as a token, not as itself");
    }
}
