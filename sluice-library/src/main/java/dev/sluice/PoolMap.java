package dev.sluice;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.Spliterator;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One {@code map}: reads as much of its input as keeps the workers busy, and more when results are taken, all in the thread
 * that takes them. So an input without end needs no more memory than a short one, and a stream that is forgotten leaves
 * nothing behind that goes on.
 */
final class PoolMap<T, R> implements Spliterator<ProcessPool.Outcome<T, R>>, AutoCloseable {
    private static final long CHUNK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int LARGEST_CHUNK = 256;
    private static final int LARGEST_CHUNK_BYTES = 256 * 1024;
    private static final int CHUNKS_PER_WORKER = 3;

    private final PoolCore core;
    private final PoolFunction function;
    private final Iterator<? extends T> inputs;
    private final int chunkSize;
    private final boolean inOrder;
    private final int mostChunks;

    /** Those that no result was taken of, if that is done in their order. */
    private final ArrayDeque<Item> pending = new ArrayDeque<>();

    /** The same, if it is not. */
    private final Set<Item> unordered = new HashSet<>();

    private final LinkedBlockingQueue<Item> done = new LinkedBlockingQueue<>();
    private int waiting;
    private int chunks;
    private long read;
    private boolean exhausted;
    private boolean closed;

    /**
     * Begins nothing before the first result is asked for.
     *
     * @param chunkSize how many inputs are sent at once; 0: as many as take a millisecond or so
     */
    PoolMap(
            PoolCore core,
            ProcessFunction<? super T, ? extends R> function,
            Iterator<? extends T> inputs,
            int chunkSize,
            boolean inOrder) {
        this.core = core;
        this.function = new PoolFunction(core, function);
        this.inputs = inputs;
        this.chunkSize = chunkSize;
        this.inOrder = inOrder;
        mostChunks = CHUNKS_PER_WORKER * core.settings.workers();
    }

    /** One input on its way. */
    private final class Item extends PoolTask<R> {
        private final long index;
        private final T input;
        private boolean endsChunk;

        Item(long index, T input) {
            super(core);
            this.index = index;
            this.input = input;
        }

        @Override
        void settled() {
            if (!inOrder) {
                done.add(this);
            }
        }

        ProcessPool.Outcome<T, R> outcome() {
            try {
                return new ProcessPool.Outcome<>(index, input, get(), null);
            } catch (ExecutionException e) {
                return new ProcessPool.Outcome<>(index, input, null, e.getCause());
            } catch (InterruptedException e) {
                throw new AssertionError("it is done", e);
            }
        }
    }

    @Override
    public boolean tryAdvance(Consumer<? super ProcessPool.Outcome<T, R>> action) {
        if (!closed) {
            readAhead();
        }
        if (waiting == 0) {
            close();
            return false;
        }
        Item item = next();
        waiting--;
        if (item.endsChunk) {
            chunks--;
        }
        if (waiting == 0 && exhausted) {
            close();
        }
        action.accept(item.outcome());
        return true;
    }

    private Item next() {
        try {
            if (!inOrder) {
                Item item = done.take();
                boolean _ = unordered.remove(item);
                return item;
            }
            Item item = pending.pollFirst();
            try {
                R _ = item.get();
            } catch (ExecutionException failed) {
                // It is in the outcome.
            }
            return item;
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while waiting for a result of " + core.settings.name()
                    + "; the map is closed, and what it had not begun is cancelled");
        }
    }

    private void readAhead() {
        try {
            while (chunks < mostChunks && !exhausted) {
                sendChunk();
            }
        } catch (Throwable e) {
            close();
            throw e;
        }
    }

    private void sendChunk() {
        List<Item> chunk = new ArrayList<>();
        int size = chunkSize > 0 ? chunkSize : suitableSize();
        int bytes = 0;
        Item last = null;
        try {
            while (chunk.size() < size && bytes < LARGEST_CHUNK_BYTES && hasNext()) {
                Item item = new Item(read++, inputs.next());
                boolean _ = inOrder ? pending.add(item) : unordered.add(item);
                waiting++;
                last = item;
                try {
                    item.encode(item.input);
                    chunk.add(item);
                    bytes += item.encoded.length;
                } catch (SerializationException e) {
                    item.fail(e);
                }
            }
        } finally {
            if (last != null) {
                chunks++;
                last.endsChunk = true;
            }
            if (!chunk.isEmpty()) {
                function.use();
                core.submit(function, chunk);
            }
        }
    }

    private boolean hasNext() {
        exhausted = !inputs.hasNext();
        return !exhausted;
    }

    private int suitableSize() {
        long nanos = function.itemNanos;
        return nanos == 0 ? 1 : Math.clamp(CHUNK_NANOS / nanos, 1, LARGEST_CHUNK);
    }

    /** Cancels what has not begun; what runs is left to its end, but its result is dropped. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        List<Item> left = List.copyOf(inOrder ? pending : unordered);
        pending.clear();
        unordered.clear();
        waiting = 0;
        core.cancelAll(left);
        function.release();
    }

    @Override
    public Spliterator<ProcessPool.Outcome<T, R>> trySplit() {
        return null; // a parallel stream would read a thousand inputs before it takes a result
    }

    @Override
    public long estimateSize() {
        return Long.MAX_VALUE;
    }

    @Override
    public int characteristics() {
        return inOrder ? ORDERED | NONNULL : NONNULL;
    }

    /** What the ordered stream shows of an outcome. */
    static <R> R orThrow(ProcessPool.Outcome<?, R> outcome) {
        if (outcome.failure() == null) {
            return outcome.result();
        }
        throw new CompletionException("input " + outcome.index() + " failed: " + outcome.failure(), outcome.failure());
    }
}
