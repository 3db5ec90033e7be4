package dev.sluice;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One task of a pool, from being submitted to its fate.
 *
 * <p>The thread that receives from a worker must not be held up by what a program builds on this future. So a future that
 * has dependents other than threads that wait is completed by a virtual thread of its own, and any other on the spot.
 * {@code stages} settles who comes first: the stage that is being built, or the completion.
 */
class PoolTask<T> extends CompletableFuture<T> {
    private static final int NONE = 0;
    private static final int HAS_STAGES = 1;
    private static final int BEING_COMPLETED = 2;

    private final PoolCore core;
    private final AtomicInteger stages = new AtomicInteger(NONE);

    /** Threads in a call that waits; each counts among the dependents for a part of that time. */
    private final AtomicInteger waiting = new AtomicInteger();

    /** Held until the task is done with, for it may have to be sent again. */
    final InTransit handles = new InTransit();

    /** A task message, or an input of a chunk with room for the header of one; null when done with. */
    byte[] encoded;

    // Guarded by the lock of the pool.
    PoolJob job;
    boolean counted;
    List<Throwable> deaths = List.of();

    PoolTask(PoolCore core) {
        this.core = core;
    }

    /** Encodes what is to be run, and holds the handles in it. */
    final void encode(Object task) {
        handles.begin();
        try {
            encoded = PoolMessage.encode(task);
        } catch (Throwable e) {
            handles.close();
            throw e;
        } finally {
            handles.end();
        }
    }

    final void died(Throwable death) {
        List<Throwable> all = new ArrayList<>(deaths);
        all.add(death);
        deaths = all;
    }

    /** The result as the caller gets it. */
    @SuppressWarnings("unchecked") // it is what the task has returned
    T result(Object value) {
        return (T) value;
    }

    /** Called after every way in which it may end. */
    void settled() {}

    /** What {@link PoolCore#shutdownNow} returns for it if it has never begun; null: nothing. */
    Runnable original() {
        return null;
    }

    final void succeed(Object value) {
        release();
        run(() -> super.complete(result(value)));
    }

    void fail(Throwable e) {
        release();
        run(() -> super.completeExceptionally(e));
    }

    /** Ends it without anybody having asked for that through the future. */
    final void drop() {
        release();
        run(() -> super.cancel(false));
    }

    private void run(Runnable completion) {
        if (getNumberOfDependents() <= waiting.get() && stages.compareAndSet(NONE, BEING_COMPLETED)) {
            completion.run();
            settled();
        } else {
            Thread.ofVirtual().name("sluice-pool-completion").start(() -> {
                completion.run();
                settled();
            });
        }
    }

    final void release() {
        encoded = null;
        handles.close();
    }

    /**
     * Cancels it: a task that has not begun never does; one that runs is ended together with its process if that is
     * allowed, and else goes on, but its result is dropped.
     */
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean isNew = core.countCancelled(this);
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        if (isNew) {
            core.cancelled(this, mayInterruptIfRunning);
            settled();
        }
        return cancelled;
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        int _ = waiting.incrementAndGet();
        try {
            return super.get();
        } finally {
            int _ = waiting.decrementAndGet();
        }
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        int _ = waiting.incrementAndGet();
        try {
            return super.get(timeout, unit);
        } finally {
            int _ = waiting.decrementAndGet();
        }
    }

    @Override
    public T join() {
        int _ = waiting.incrementAndGet();
        try {
            return super.join();
        } finally {
            int _ = waiting.decrementAndGet();
        }
    }

    /** A stage is being built on this one. */
    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        getStage();
        return new CompletableFuture<>();
    }

    /** A stage that is composed of this one is about to be built on it. */
    @Override
    public CompletableFuture<T> toCompletableFuture() {
        getStage();
        return this;
    }

    private void getStage() {
        if (!stages.compareAndSet(NONE, HAS_STAGES)) {
            while (stages.get() == BEING_COMPLETED && !isDone()) {
                Thread.onSpinWait();
            }
        }
    }
}
