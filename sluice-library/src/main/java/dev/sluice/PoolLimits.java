package dev.sluice;

import dev.sluice.internal.process.ResidentMemory;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * What a task and a worker may take: the time of a task, the memory, the age and the tasks of a worker. A task that takes
 * too long is ended together with its process; a worker that is worn out is replaced between two tasks.
 */
final class PoolLimits {
    private static final long MEMORY_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final PoolCore core;

    PoolLimits(PoolCore core) {
        this.core = core;
    }

    /** An initializer that hangs must not be waited for without end. */
    void watchStart(PoolWorker worker) {
        lookLater(core.settings.startLimitNanos(), worker, this::lookAtStart);
    }

    private void lookAtStart(PoolWorker worker) {
        core.lock.lock();
        try {
            if (worker.state != PoolWorker.State.STARTING) {
                return;
            }
            worker.startedTooLate = new TimeoutException(worker + " was not ready within "
                    + Duration.ofNanos(core.settings.startLimitNanos())
                    + " and was ended: its initializer, or the start of its JVM, hangs or takes longer than the pool"
                    + " allows; mend it, or allow more by startLimit(...)");
        } finally {
            core.lock.unlock();
        }
        worker.kill();
    }

    void watchTime(PoolWorker worker) {
        if (core.settings.timeLimitNanos() <= 0) {
            return;
        }
        long left;
        core.lock.lock();
        try {
            if (worker.timerSet || worker.assigned.isEmpty() || worker.state != PoolWorker.State.READY) {
                return;
            }
            worker.timerSet = true;
            left = worker.busySinceNanos + core.settings.timeLimitNanos() - System.nanoTime();
        } finally {
            core.lock.unlock();
        }
        lookLater(left, worker, this::lookAtTime);
    }

    private void lookAtTime(PoolWorker worker) {
        PoolTask<?> late = null;
        core.lock.lock();
        try {
            worker.timerSet = false;
            if (!worker.assigned.isEmpty()
                    && System.nanoTime() - worker.busySinceNanos >= core.settings.timeLimitNanos()) {
                late = worker.assigned.peekFirst().current();
            }
        } finally {
            core.lock.unlock();
        }
        if (late != null) {
            condemn(worker, late, new TimeoutException("the task ran for longer than the time limit of the pool, "
                    + core.settings.timeLimit() + ", and was ended together with its process, " + worker));
        }
        watchTime(worker);
    }

    /**
     * Ends the process of a task, and of no other: what it was given ahead is had back first, and if the worker turns out to
     * be at another task by then, it goes on.
     *
     * @param reason what the task fails with; null if it is done already
     */
    void condemn(PoolWorker worker, PoolTask<?> task, Throwable reason) {
        core.lock.lock();
        try {
            if (worker.state != PoolWorker.State.READY || !isAt(worker, task)) {
                return;
            }
            worker.state = PoolWorker.State.ENDING;
        } finally {
            core.lock.unlock();
        }
        worker.takeBack();
        boolean kill;
        core.lock.lock();
        try {
            kill = isAt(worker, task) && worker.assigned.size() == 1;
            if (kill) {
                worker.condemnedFor = task;
                worker.condemnedWith = reason;
            } else if (!core.shutdownNow) {
                worker.state = PoolWorker.State.READY;
            }
        } finally {
            core.lock.unlock();
        }
        if (kill) {
            worker.kill();
        } else {
            core.dispatch.serve(worker);
        }
        core.dispatch.dispatch();
    }

    private static boolean isAt(PoolWorker worker, PoolTask<?> task) {
        PoolJob job = worker.assigned.peekFirst();
        return job != null && !job.isOver() && job.current().equals(task);
    }

    void lookAtMemory(PoolWorker worker) {
        long now = System.nanoTime();
        core.lock.lock();
        try {
            if (worker.wornOut || now - worker.memoryLookNanos < MEMORY_LOOK_NANOS) {
                return;
            }
            worker.memoryLookNanos = now;
        } finally {
            core.lock.unlock();
        }
        if (ResidentMemory.bytesOf(worker.pid()) > core.settings.maxMemoryBytes()) {
            wearOut(worker);
        }
    }

    void wearOut(PoolWorker worker) {
        core.lock.lock();
        try {
            worker.wornOut = true;
            if (worker.state == PoolWorker.State.READY) {
                core.staff.retireIfWornOut(worker);
            }
        } finally {
            core.lock.unlock();
        }
        core.dispatch.dispatch();
    }

    void watchAge(PoolWorker worker) {
        if (core.settings.maxAgeNanos() > 0) {
            lookLater(core.settings.maxAgeNanos(), worker, this::wearOut);
        }
    }

    /** A worker that has ended is not kept in memory for it. */
    private static void lookLater(long nanos, PoolWorker worker, Consumer<PoolWorker> look) {
        WeakReference<PoolWorker> reference = new WeakReference<>(worker);
        later(nanos, () -> {
            PoolWorker still = reference.get();
            if (still != null) {
                look.accept(still);
            }
        });
    }

    static void later(long nanos, Runnable action) {
        CompletableFuture.delayedExecutor(Math.max(0, nanos), TimeUnit.NANOSECONDS).execute(action);
    }
}
