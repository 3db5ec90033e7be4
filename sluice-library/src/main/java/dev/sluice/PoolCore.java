package dev.sluice;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One pool: its parts, the lock that guards the state of all of them, and what is asked of it from outside.
 *
 * <p>The lock is held for moments only: nothing is sent, received or completed under it.
 */
final class PoolCore {
    final PoolSettings settings;
    final ReentrantLock lock = new ReentrantLock();
    final PoolEvents events = PoolEvents.ofThisJvm();
    final PoolCounts counts;
    final PoolQueue queue;
    final PoolStaff staff = new PoolStaff(this);
    final PoolDispatch dispatch = new PoolDispatch(this);
    final PoolAnswers answers = new PoolAnswers(this);
    final PoolLimits limits = new PoolLimits(this);
    final PoolEndings endings = new PoolEndings(this);
    final PoolProgress progress;
    private final PoolKeeper keeper;
    private final Condition terminated = lock.newCondition();

    // Guarded by the lock.
    boolean shutdown;
    boolean shutdownNow;

    PoolCore(PoolSettings settings) {
        this.settings = settings;
        keeper = new PoolKeeper(settings.name(), lock);
        counts = new PoolCounts(keeper);
        queue = new PoolQueue(counts);
        progress = new PoolProgress(this::progress, settings.progress());
    }

    void submit(PoolTask<?> task) {
        submit(null, List.of(task));
    }

    void submit(PoolFunction function, List<? extends PoolTask<?>> tasks) {
        PoolWorker worker;
        lock.lock();
        try {
            if (shutdown) {
                tasks.forEach(task -> task.handles.close());
                throw new RejectedExecutionException(
                        settings.name() + " is shut down and takes no more tasks; make another pool");
            }
            counts.submitted(tasks.size());
            queue.addLast(function, tasks);
            worker = dispatch.assignToIdle();
            staff.startWorkers();
        } finally {
            lock.unlock();
        }
        if (worker != null) {
            worker.flush();
            limits.watchTime(worker);
        }
        progress.changed();
    }

    /** What a worker has answered has reached the futures. */
    void delivered(PoolWorker worker) {
        if (settings.maxMemoryBytes() > 0) {
            limits.lookAtMemory(worker);
        }
        progress.changed();
    }

    boolean countCancelled(PoolTask<?> task) {
        if (task.isDone()) {
            return false;
        }
        lock.lock();
        try {
            return counts.done(task, PoolCounts.Fate.CANCELLED);
        } finally {
            lock.unlock();
        }
    }

    ProcessPool.Progress progress() {
        lock.lock();
        try {
            int running = 0;
            int ready = 0;
            for (PoolWorker worker : staff.workers) {
                if (worker.state == PoolWorker.State.READY) {
                    ready++;
                }
                if (!worker.assigned.isEmpty()) {
                    running++;
                }
            }
            return counts.progress(running, ready);
        } finally {
            lock.unlock();
        }
    }

    void cancelled(PoolTask<?> task, boolean mayEndProcess) {
        PoolWorker worker = workerOf(task);
        if (worker != null) {
            worker.takeBack();
            if (mayEndProcess && workerOf(task) == worker) {
                limits.condemn(worker, task, null);
            }
            dispatch.serve(worker);
        }
        if (workerOf(task) == null) {
            task.release();
        }
        dispatch.dispatch();
        progress.changed();
    }

    /** As cancelling each of them without ending any process. */
    void cancelAll(List<? extends PoolTask<?>> tasks) {
        Set<PoolWorker> having = new HashSet<>();
        lock.lock();
        try {
            for (PoolTask<?> task : tasks) {
                if (task.job != null && counts.done(task, PoolCounts.Fate.CANCELLED) && task.job.worker != null) {
                    having.add(task.job.worker);
                }
            }
        } finally {
            lock.unlock();
        }
        tasks.forEach(PoolTask::drop);
        having.forEach(PoolWorker::takeBack);
        having.forEach(dispatch::serve);
        dispatch.dispatch();
        progress.changed();
    }

    private PoolWorker workerOf(PoolTask<?> task) {
        lock.lock();
        try {
            return task.job == null ? null : task.job.worker;
        } finally {
            lock.unlock();
        }
    }

    /** Whether a worker has been given up while it was being started. */
    boolean isUnwanted(PoolWorker worker) {
        lock.lock();
        try {
            return worker.state == PoolWorker.State.ENDING;
        } finally {
            lock.unlock();
        }
    }

    void forget(PoolFunction function) {
        List<PoolWorker> all;
        lock.lock();
        try {
            all = List.copyOf(staff.workers);
        } finally {
            lock.unlock();
        }
        all.forEach(worker -> worker.forget(function.number));
    }

    // ---- the end ----

    void shutdown() {
        lock.lock();
        try {
            shutdown = true;
            List.copyOf(staff.idle).forEach(staff::retire);
            if (queue.isEmpty()) {
                staff.endStarting();
            }
            endIfDone();
        } finally {
            lock.unlock();
        }
    }

    List<Runnable> shutdownNow() {
        List<PoolWorker> all;
        lock.lock();
        try {
            shutdown = true;
            shutdownNow = true;
            all = List.copyOf(staff.workers);
            for (PoolWorker worker : all) {
                worker.state = PoolWorker.State.ENDING;
            }
            staff.idle.clear();
        } finally {
            lock.unlock();
        }
        all.forEach(PoolWorker::takeBack);
        List<PoolTask<?>> neverBegun = new ArrayList<>();
        List<PoolTask<?>> running = new ArrayList<>();
        lock.lock();
        try {
            for (PoolJob job = queue.poll(); job != null; job = queue.poll()) {
                for (PoolTask<?> task : job.wanted()) {
                    counts.done(task, PoolCounts.Fate.CANCELLED);
                    neverBegun.add(task);
                }
                queue.over(job);
            }
            for (PoolWorker worker : all) {
                worker.assigned.forEach(job -> running.addAll(job.wanted()));
            }
            running.forEach(task -> counts.done(task, PoolCounts.Fate.CANCELLED));
        } finally {
            lock.unlock();
        }
        all.forEach(PoolWorker::kill);
        List<Runnable> originals = new ArrayList<>();
        for (PoolTask<?> task : neverBegun) {
            Runnable original = task.original();
            task.drop();
            if (original != null) {
                originals.add(original);
            }
        }
        running.forEach(PoolTask::drop);
        dispatch.dispatch();
        progress.changed();
        return originals;
    }

    /** With the lock. */
    void endIfDone() {
        if (!shutdown) {
            return;
        }
        if (counts.isAllDone()) {
            queue.clear();
            staff.endStarting();
            List.copyOf(staff.idle).forEach(staff::retire);
        }
        if (counts.isAllDone() && staff.workers.isEmpty()) {
            keeper.end();
            terminated.signalAll();
        }
    }

    boolean isShutdown() {
        lock.lock();
        try {
            return shutdown;
        } finally {
            lock.unlock();
        }
    }

    boolean isTerminated() {
        lock.lock();
        try {
            return shutdown && counts.isAllDone() && staff.workers.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    boolean awaitTermination(long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            for (PoolWorker worker : staff.workers) {
                if (worker.isThisThread()) {
                    throw new IllegalStateException("the thread that receives from " + worker
                            + " cannot wait for its own end; wait in another thread, such as that of an async stage");
                }
            }
            while (!isTerminated()) {
                if (nanos <= 0) {
                    return false;
                }
                nanos = terminated.awaitNanos(nanos);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** For messages of tests and people. */
    @Override
    public String toString() {
        lock.lock();
        try {
            StringBuilder text = new StringBuilder(settings.name())
                    .append('[')
                    .append(shutdown ? staff.workers.isEmpty() ? "terminated, " : "shut down, " : "")
                    .append(progress())
                    .append(", ")
                    .append(queue.size())
                    .append(" queued");
            for (PoolWorker worker : staff.workers) {
                text.append("; ")
                        .append(worker)
                        .append(' ')
                        .append(worker.state)
                        .append(" with ")
                        .append(worker.assigned.size());
            }
            return text.append(']').toString();
        } finally {
            lock.unlock();
        }
    }
}
