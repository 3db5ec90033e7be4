package dev.sluice;

import java.io.ObjectInputFilter;
import java.io.Serializable;
import java.time.Duration;
import java.util.Collection;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;

/**
 * A first-in-first-out queue shared by any number of processes: a {@link BlockingQueue} whose other side may be another
 * JVM.
 *
 * <p>Any thread, platform or virtual, of any process that holds a handle may call any method. A handle captured by a
 * {@link ProcessTask}, put into a queue or sent through a {@link Connection} arrives as a working handle of the same
 * queue. Elements cross by value: what is taken is a copy of what was put, as it was at the moment of the put.
 *
 * <p><b>Order.</b> One queue is one FIFO for all processes: if put A returned before put B began, A is taken before B.
 * <b>Visibility.</b> All that a thread did before {@code put} is reflected in the element taken. {@link #size()},
 * {@link #isEmpty()} and {@link #isFull()} are exact at the moment of the call and agree at once in all processes.
 *
 * <p><b>Death.</b> When {@code put} returns, the element outlives its producer. A consumer that is killed takes with it
 * at most the one element that it had in hand; in a {@link JoinableQueue} not even that. A process that is killed, with
 * -9 and at any instruction, never corrupts the queue, blocks the others for no longer than a second and leaks no
 * capacity. A process that is merely stopped or slow is never taken for dead: what it has taken stays its own. If it was
 * stopped within one of the short steps that hold a lock, waits still end by their timeout, an interrupt or the closing of
 * the handle, at most a second late; calls that do not wait otherwise, and therefore have no timeout, wait until it goes on
 * or is killed.
 *
 * <p><b>End.</b> {@link #shutdown()} ends the queue for every process at once, {@link #close()} only this handle. An
 * anonymous queue vanishes with its last holder; a named one stays until {@link #unlink} or a restart of the machine.
 *
 * <p>Null elements are refused with {@link NullPointerException}. Elements that cannot cross fail in the put, at the
 * caller, with {@link SerializationException}, and cost no room. {@code contains}, {@code remove(Object)} and the
 * iterators compare decoded copies by {@code equals}; iterators are weakly consistent.
 *
 * @param <E> the type of the elements: any serializable class, record, enum, array, collection, boxed value or string,
 *            or whatever the queue's {@link Codec} takes
 */
public interface ProcessQueue<E> extends BlockingQueue<E>, AutoCloseable, Serializable {
    /** The byte budget of a queue that names none: 4 GiB of encoded elements. */
    long DEFAULT_MAX_BYTES = 4L << 30;

    /**
     * Creates an anonymous queue without a bound on the number of elements.
     *
     * @param <E> the type of the elements
     * @return its first handle
     */
    static <E> ProcessQueue<E> create() {
        return ProcessQueue.<E>builder().build();
    }

    /**
     * Creates an anonymous queue of at most {@code maxSize} elements.
     *
     * @param <E>     the type of the elements
     * @param maxSize the bound, at least 1
     * @return its first handle
     * @throws IllegalArgumentException if {@code maxSize} is below 1
     */
    static <E> ProcessQueue<E> create(int maxSize) {
        return ProcessQueue.<E>builder().maxSize(maxSize).build();
    }

    /**
     * A builder for a queue with other settings than the defaults.
     *
     * @param <E> the type of the elements
     * @return a new builder
     */
    static <E> Builder<E> builder() {
        return new Builder<>();
    }

    /**
     * Opens an existing named queue. Each call makes a handle of its own, closed on its own. The handle of a queue that
     * was built joinable is a {@link JoinableQueue}.
     *
     * @param <E>  the type of the elements
     * @param name the name, or {@code shm:} and the name, or a URI of another engine on the class path
     * @return a new handle
     * @throws QueueNotFoundException   if there is none
     * @throws QueueDamagedException    if what stands under that name is not a queue of this version
     * @throws IllegalArgumentException if it is not a valid name, or no engine answers to the URI
     */
    static <E> ProcessQueue<E> open(String name) {
        return QueueNames.open(name);
    }

    /**
     * Removes the name of a queue. Those who hold it go on; with its last holder the queue vanishes, with all that is in
     * it.
     *
     * @param name the name, as in {@link #open}
     * @return false if there was none
     */
    static boolean unlink(String name) {
        return QueueNames.unlink(name);
    }

    /**
     * Appends the element, waiting while the queue is full.
     *
     * @throws InterruptedException     if interrupted before or while waiting; the element was not added
     * @throws QueueShutdownException   if the queue was shut down before there was room; the element was not added
     * @throws QueueClosedException     if this handle was closed before there was room; the element was not added
     * @throws SerializationException   if the element cannot cross; the queue is unchanged
     * @throws ElementTooLargeException if its encoding exceeds the queue's byte budget; the queue is unchanged
     * @throws SharedMemoryException    if the system has no memory left for it; the queue is unchanged
     */
    @Override
    void put(E e) throws InterruptedException;

    /**
     * Appends the element, waiting for room no longer than the given time.
     *
     * @param e       the element
     * @param timeout how long to wait; zero or less: not at all
     * @throws InterruptedException     if interrupted before or while waiting; the element was not added
     * @throws QueueFullException       if no room appeared in time; the element was not added
     * @throws QueueShutdownException   if the queue was shut down before there was room; the element was not added
     * @throws QueueClosedException     if this handle was closed before there was room; the element was not added
     * @throws SerializationException   if the element cannot cross; the queue is unchanged
     * @throws ElementTooLargeException if its encoding exceeds the queue's byte budget; the queue is unchanged
     * @throws SharedMemoryException    if the system has no memory left for it; the queue is unchanged
     */
    void put(E e, Duration timeout) throws InterruptedException;

    /**
     * Appends the element if there is room at this moment. Does not wait.
     *
     * @param e the element
     * @throws QueueFullException       if there is no room; the element was not added
     * @throws QueueShutdownException   if the queue was shut down; the element was not added
     * @throws QueueClosedException     if this handle is closed
     * @throws SerializationException   if the element cannot cross; the queue is unchanged
     * @throws ElementTooLargeException if its encoding exceeds the queue's byte budget; the queue is unchanged
     * @throws SharedMemoryException    if the system has no memory left for it; the queue is unchanged
     */
    void putNoWait(E e);

    /**
     * Appends all elements of a collection, in the order of its iterator, waiting for room as {@link #put(Object)} does.
     * Faster than a put for each: several small elements are appended in one step. Other processes may put in between, and
     * may take the first before the last is put.
     *
     * <p>Whatever ends it in the middle, the elements before have been put, and none after: they are the first of the
     * collection. If it is the queue that ends it (an interrupt, a shutdown, a close, want of memory), the message of the
     * exception says how many were put. If it is an element (null, or one that cannot cross or is too large) or the collection
     * itself, all those before it have been put. The elements are taken from the collection and encoded some way ahead of their
     * putting. A process that is killed in the middle leaves the first elements of the collection, each of them whole.
     *
     * @param c the elements; not this queue
     * @throws InterruptedException     if interrupted before or while waiting
     * @throws QueueShutdownException   if the queue was shut down before all were put
     * @throws QueueClosedException     if this handle was closed before all were put
     * @throws SerializationException   if an element cannot cross
     * @throws ElementTooLargeException if the encoding of an element exceeds the queue's byte budget
     * @throws SharedMemoryException    if the system has no memory left
     * @throws IllegalArgumentException if the collection is this queue
     */
    default void putAll(Collection<? extends E> c) throws InterruptedException {
        for (E e : c) {
            put(e);
        }
    }

    /**
     * Appends the elements of a collection as {@link #putAll} does, but without waiting for room.
     *
     * @param c the elements; not this queue
     * @return whether there were any
     * @throws QueueFullException       if there is no room for one of them; those before it have been added, and the message
     *                                  says how many
     * @throws QueueShutdownException   if the queue was shut down
     * @throws QueueClosedException     if this handle is closed
     * @throws SerializationException   if an element cannot cross; those before it have been added
     * @throws ElementTooLargeException if an element's encoding exceeds the queue's byte budget; those before it have been
     *                                  added
     * @throws SharedMemoryException    if the system has no memory left
     * @throws IllegalArgumentException if the collection is this queue
     */
    @Override
    boolean addAll(Collection<? extends E> c);

    /**
     * Takes the elements that are in the queue when the call begins, oldest first, and adds them to a collection. Does not
     * wait. Faster than a poll for each: several small elements are taken in one step. What somebody else takes meanwhile goes
     * to him.
     *
     * <p>If the collection refuses an element by an exception, that element and all that were taken with it are in the queue
     * again, ahead of all others, and the exception goes to the caller. If an element cannot be decoded here, it is consumed as
     * by {@link #get()}, and those taken with it are in the queue again; what came before is in the collection. In a
     * {@link JoinableQueue} each element in the collection wants its {@code taskDone()}.
     *
     * <p>A process that is killed in the middle of the call takes with it at most what the call had in hand: what it has added
     * to the collection, and up to 64 small elements besides. In a joinable queue nothing is lost.
     *
     * @param c where to add them; not this queue
     * @return how many were added; 0 also after a shutdown
     * @throws QueueClosedException   if this handle is closed
     * @throws SerializationException if an element cannot be decoded here
     */
    @Override
    int drainTo(Collection<? super E> c);

    /**
     * Takes elements as {@link #drainTo(Collection)} does, but not more than the given number.
     *
     * @param c           where to add them; not this queue
     * @param maxElements how many at most
     * @return how many were added
     * @throws QueueClosedException   if this handle is closed
     * @throws SerializationException if an element cannot be decoded here
     */
    @Override
    int drainTo(Collection<? super E> c, int maxElements);

    /**
     * Takes the oldest element, waiting while there is none.
     *
     * @return the element
     * @throws InterruptedException   if interrupted before or while waiting; nothing was taken
     * @throws QueueShutdownException if the queue was shut down and nothing is left
     * @throws QueueClosedException   if this handle was closed before there was an element
     * @throws SerializationException if the element cannot be decoded here; it is consumed, the next one is unaffected
     */
    E get() throws InterruptedException;

    /**
     * Takes the oldest element, waiting for one no longer than the given time.
     *
     * @param timeout bounds the whole call; zero or less: does not wait
     * @return the element
     * @throws InterruptedException   if interrupted before or while waiting; nothing was taken
     * @throws QueueEmptyException    if none appeared in time
     * @throws QueueShutdownException if the queue was shut down and nothing is left
     * @throws QueueClosedException   if this handle was closed before there was an element
     * @throws SerializationException if the element cannot be decoded here; it is consumed, the next one is unaffected
     */
    E get(Duration timeout) throws InterruptedException;

    /**
     * Takes the oldest element if there is one at this moment. Does not wait.
     *
     * @return the element
     * @throws QueueEmptyException    if there is none
     * @throws QueueShutdownException if the queue was shut down and nothing is left
     * @throws QueueClosedException   if this handle is closed
     * @throws SerializationException if the element cannot be decoded here; it is consumed, the next one is unaffected
     */
    E getNoWait();

    /**
     * The number of elements in the queue, exact at one moment during the call. Elements that were taken from a
     * {@link JoinableQueue} and are not yet acknowledged do not count.
     *
     * @return the number of elements; at most {@link Integer#MAX_VALUE}
     */
    @Override
    int size();

    /**
     * Whether there is no element, exact at one moment during the call: right after {@code put} has returned it is
     * false in every process, until somebody takes the element.
     */
    @Override
    boolean isEmpty();

    /**
     * Whether the number of elements has reached the bound, exact at one moment during the call.
     *
     * @return true if {@code size() >= maxSize()}
     */
    boolean isFull();

    /**
     * The bound on the number of elements.
     *
     * @return the bound, {@link Integer#MAX_VALUE} if there is none
     */
    int maxSize();

    /**
     * Ends the queue for every process at once: every put fails from now on, the consumers drain what is left and then
     * get {@link QueueShutdownException}. Calling it again changes nothing.
     *
     * <p>In a {@link Builder#buffered buffered} queue it follows, as an end mark would, what was put through this handle and
     * is not yet in the queue: this handle refuses puts at once, the others when the feeder thread has written all. What
     * waits in the buffers of other handles then is lost, with a warning: let producers end before.
     */
    void shutdown();

    /**
     * Ends the queue for every process at once and discards what is queued, which counts as done; what waits in the buffers
     * of a buffered queue is lost. A get that began before may still return an element while this call runs, none when it
     * has returned.
     */
    void shutdownNow();

    /**
     * Whether the queue was shut down, by any process.
     *
     * @return true after {@link #shutdown()} or {@link #shutdownNow()}
     */
    boolean isShutdown();

    /**
     * The elements as they come, until the queue is shut down and drained:
     * {@snippet :
     * for (E e : queue.untilShutdown()) {
     *     work(e);
     * }
     * }
     * Each step takes one element, waiting for it. An interrupt ends the loop with the interrupt flag set. In a
     * {@link JoinableQueue} each element wants its {@code taskDone()} as after {@code get()}.
     *
     * @return an iterable whose iterators share the queue with all other consumers
     */
    Iterable<E> untilShutdown();

    /**
     * Closes this handle; other handles, in this and in other processes, are not affected. Threads that wait on it get
     * {@link QueueClosedException} at once, as does every later call. What this process took through this handle from a
     * {@link JoinableQueue} and has not acknowledged is delivered again. Closing twice is harmless. In a buffered queue
     * what was put is still written, in the background.
     */
    @Override
    void close();

    /**
     * Waits until all that was put through this handle is in the queue. Returns at once unless the queue was built
     * {@link Builder#buffered buffered}, in which case it waits, after {@link #close()}, for the feeder thread to end.
     *
     * @throws InterruptedException  if interrupted while waiting
     * @throws IllegalStateException if the queue is buffered and this handle is not closed
     */
    void joinThread() throws InterruptedException;

    /**
     * In a {@link Builder#buffered buffered} queue: lets this process end without waiting for its feeder thread, which
     * may lose elements that were put and are not yet in the queue. Otherwise does nothing.
     */
    void cancelJoinThread();

    /**
     * The settings of a queue to be built or opened. Not safe for use by several threads at once; may be used for several
     * queues.
     *
     * @param <E> the type of the elements
     */
    final class Builder<E> {
        private QueueSettings settings = QueueSettings.DEFAULT;

        Builder() {}

        /**
         * Bounds the number of elements; without it there is no bound.
         *
         * @param maxSize the bound, at least 1
         * @return this builder
         * @throws IllegalArgumentException if it is below 1
         */
        public Builder<E> maxSize(int maxSize) {
            settings = settings.withMaxSize(maxSize);
            return this;
        }

        /**
         * Bounds the sum of the encoded sizes of the queued elements. An element larger than this can never be put.
         * Memory is used only as needed.
         *
         * @param maxBytes the budget in bytes, at least 1; {@link ProcessQueue#DEFAULT_MAX_BYTES} unless set
         * @return this builder
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder<E> maxBytes(long maxBytes) {
            settings = settings.withMaxBytes(maxBytes);
            return this;
        }

        /**
         * Names the queue, so that any process of this user on this machine can {@link ProcessQueue#open} it; by a URI such
         * as {@code redis://host:6379/name}, so that any process that reaches the server can.
         *
         * @param name 1 to 200 characters of {@code A-Z a-z 0-9 . _ -}, not starting with a dot; or a URI of another engine
         *             on the class path
         * @return this builder
         * @throws IllegalArgumentException if it is not such a name
         */
        public Builder<E> name(String name) {
            settings = settings.withName(Objects.requireNonNull(name, "name"));
            return this;
        }

        /**
         * Replaces the built-in encoding.
         *
         * @param codec the codec
         * @return this builder
         */
        public Builder<E> codec(Codec<E> codec) {
            settings = settings.withCodec(Objects.requireNonNull(codec, "codec"));
            return this;
        }

        /**
         * Narrows which classes may be decoded from this queue, in the syntax of {@link ObjectInputFilter.Config}, for
         * example {@code "com.example.*;java.base/*;dev.sluice/*;!*"}. A process whose system property
         * {@code dev.sluice.filter} names one, too, decodes what both allow.
         *
         * @param pattern the filter pattern
         * @return this builder
         * @throws IllegalArgumentException if it is not a valid pattern
         */
        public Builder<E> filter(String pattern) {
            settings = settings.withFilter(pattern);
            return this;
        }

        /**
         * Whether puts through handles of this queue go to a buffer of the process first, which a feeder thread empties
         * into the queue, as in Python: the element becomes visible a little later, and {@code put} does not wait for bytes.
         * As in Python, {@link #maxSize} counts those in the buffer, too: {@code put} waits while the queue and the buffer
         * of this handle together hold so many. Buffers of other handles and processes are not counted, so several who put
         * at the same moment may get a little ahead of the bound; the queue itself never does.
         *
         * @param buffered true for a feeder thread; false unless set
         * @return this builder
         */
        public Builder<E> buffered(boolean buffered) {
            settings = settings.withBuffered(buffered);
            return this;
        }

        /**
         * Limits how often an element of a joinable queue is delivered, when its consumers die or give it back.
         *
         * @param maxDeliveries the limit, at least 1; unlimited unless set
         * @return this builder
         * @throws IllegalArgumentException if it is below 1
         */
        public Builder<E> maxDeliveries(int maxDeliveries) {
            settings = settings.withMaxDeliveries(maxDeliveries);
            return this;
        }

        /**
         * Where an element goes that has reached {@link #maxDeliveries}; without it such an element is dropped and
         * counted as done, with a warning.
         *
         * @param queue the queue for such elements
         * @return this builder
         */
        public Builder<E> deadLetters(ProcessQueue<? super E> queue) {
            settings = settings.withDeadLetters(Objects.requireNonNull(queue, "queue"));
            return this;
        }

        /**
         * Creates a plain queue.
         *
         * @return its first handle
         * @throws QueueExistsException  if the name is taken
         * @throws SharedMemoryException if the system refuses the memory
         * @throws IllegalStateException if settings were made that only a joinable queue has
         */
        public ProcessQueue<E> build() {
            return QueueNames.create(settings.plain());
        }

        /**
         * Creates a joinable queue.
         *
         * @return its first handle
         * @throws QueueExistsException  if the name is taken
         * @throws SharedMemoryException if the system refuses the memory
         */
        public JoinableQueue<E> buildJoinable() {
            return (JoinableQueue<E>) QueueNames.<E>create(settings.joinable());
        }

        /**
         * Opens the named queue, or creates it if there is none. Several processes may do so at once; one creates it.
         *
         * @return a new handle
         * @throws IllegalStateException if there is one with other settings, or no name was given
         */
        public ProcessQueue<E> openOrBuild() {
            return QueueNames.openOrCreate(settings.plain());
        }

        /**
         * Opens the named joinable queue, or creates it if there is none. Several processes may do so at once; one
         * creates it.
         *
         * @return a new handle
         * @throws IllegalStateException if there is one with other settings, or no name was given
         */
        public JoinableQueue<E> openOrBuildJoinable() {
            return (JoinableQueue<E>) QueueNames.<E>openOrCreate(settings.joinable());
        }
    }
}
