package dev.sluice;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Several tasks that are waited for together. */
final class PoolInvocations {
    private PoolInvocations() {}

    /** Waits until all are done; cancels what is not done in time, or when it is left by an exception. */
    static <T> List<Future<T>> all(ProcessPool pool, Collection<? extends Callable<T>> tasks, long nanos)
            throws InterruptedException {
        long start = System.nanoTime();
        List<Future<T>> futures = new ArrayList<>(tasks.size());
        try {
            for (Callable<T> task : tasks) {
                futures.add(pool.submit(task));
            }
            for (Future<T> future : futures) {
                await(future, nanos - (System.nanoTime() - start));
            }
            return futures;
        } catch (TimeoutException e) {
            return futures;
        } finally {
            futures.forEach(future -> future.cancel(true));
        }
    }

    private static void await(Future<?> future, long nanos) throws InterruptedException, TimeoutException {
        try {
            Object _ = future.get(nanos, TimeUnit.NANOSECONDS);
        } catch (ExecutionException | CancellationException done) {
            // The caller sees it in the future.
        }
    }

    /** Waits for the first that succeeds, and cancels the others. */
    static <T> T any(ProcessPool pool, Collection<? extends Callable<T>> tasks, long nanos)
            throws InterruptedException, ExecutionException, TimeoutException {
        long start = System.nanoTime();
        if (tasks.isEmpty()) {
            throw new IllegalArgumentException("invokeAny of no tasks has nothing to return; give at least one");
        }
        List<CompletableFuture<T>> futures = new ArrayList<>(tasks.size());
        LinkedBlockingQueue<CompletableFuture<T>> done = new LinkedBlockingQueue<>();
        try {
            for (Callable<T> task : tasks) {
                CompletableFuture<T> future = pool.submit(task);
                futures.add(future);
                CompletableFuture<T> _ = future.whenComplete((_, _) -> done.add(future));
            }
            ExecutionException last = null;
            for (int i = 0; i < futures.size(); i++) {
                CompletableFuture<T> future = done.poll(nanos - (System.nanoTime() - start), TimeUnit.NANOSECONDS);
                if (future == null) {
                    throw new TimeoutException("none of " + futures.size() + " tasks has succeeded within "
                            + Duration.ofNanos(nanos) + "; they are cancelled");
                }
                try {
                    return future.get();
                } catch (ExecutionException e) {
                    last = e;
                } catch (CancellationException e) {
                    last = new ExecutionException(e);
                }
            }
            throw last;
        } finally {
            futures.forEach(future -> future.cancel(true));
        }
    }
}
