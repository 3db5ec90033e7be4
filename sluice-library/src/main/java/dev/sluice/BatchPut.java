package dev.sluice;

import dev.sluice.internal.ring.Batch;
import dev.sluice.internal.ring.Deadline;
import dev.sluice.internal.ring.Outcome;
import dev.sluice.internal.ring.Payload;
import java.time.Duration;
import java.util.Collection;
import java.util.Objects;

/**
 * One call of {@code putAll} or {@code addAll}: encodes small elements until there are some to be put together. Whatever ends
 * it in the middle, those before have been put. Confined to one thread.
 *
 * @param <E> the type of the elements
 */
final class BatchPut<E> {
    private final SharedQueue<E> queue;
    private final Deadline deadline;
    private final Batch batch;
    private long put;

    /** Whether the queue has refused an element, so that none after it may be put. */
    private boolean refused;

    private BatchPut(SharedQueue<E> queue, Deadline deadline, Batch batch) {
        this.queue = queue;
        this.deadline = deadline;
        this.batch = batch;
    }

    /** Returns how many were put. */
    static <E> long run(SharedQueue<E> queue, Collection<? extends E> elements, Deadline deadline)
            throws InterruptedException {
        Batch batch = Scratch.borrowBatch();
        try {
            return new BatchPut<E>(queue, deadline, batch).run(elements);
        } finally {
            batch.clear();
            Scratch.giveBack(batch);
        }
    }

    private long run(Collection<? extends E> elements) throws InterruptedException {
        boolean ended = false;
        try {
            for (E e : elements) {
                add(Objects.requireNonNull(e, "element"));
            }
            ended = true;
        } finally {
            if (ended || !refused) {
                flush(); // also before an element that cannot be put, or the failure of the collection
            }
        }
        return put;
    }

    private void add(E e) throws InterruptedException {
        try (Scratch scratch = Scratch.borrow()) {
            Payload payload = queue.encode(e, scratch);
            boolean byItself = queue.isBuffered() || payload.carriesHandles();
            if (byItself || !batch.hasRoomFor(payload.length())) {
                flush();
            }
            if (!byItself && batch.hasRoomFor(payload.length())) {
                batch.add(payload);
            } else {
                unlessRefused(() -> queue.putEncoded(payload, scratch, deadline));
                put++;
            }
        }
    }

    private void flush() throws InterruptedException {
        while (!batch.isEmpty()) {
            unlessRefused(() -> queue.putBatch(batch, deadline));
        }
        put += batch.countPut();
        batch.clear();
    }

    /** One step of putting. */
    private interface Step {
        Outcome run() throws InterruptedException;
    }

    private void unlessRefused(Step step) throws InterruptedException {
        refused = true;
        try {
            queue.check(step.run(), Duration.ZERO, this::soFar);
        } catch (InterruptedException e) {
            throw new InterruptedException(e.getMessage() + soFar());
        } catch (SharedMemoryException e) {
            throw new SharedMemoryException(e.getMessage() + soFar(), e.getCause());
        }
        refused = false;
    }

    private String soFar() {
        return "; of the collection " + (put + batch.countPut()) + " elements were put before";
    }
}
