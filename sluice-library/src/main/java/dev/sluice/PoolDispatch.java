package dev.sluice;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Who gets which job. Nothing is sent under the lock of the pool: a method that decides says what is to be done, and its
 * caller does that without the lock.
 *
 * <p>A worker whose tasks are quick is given a few ahead, so that it need not wait for this process between two. They are
 * not begun: they are {@linkplain PoolWorker#takeBack had back} as soon as another worker could begin them earlier, which
 * is looked at whenever a worker asks for more.
 */
final class PoolDispatch {
    private static final long AHEAD_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final int MOST_AHEAD = 16;
    private static final int MOST_BYTES_AHEAD = 64 * 1024;
    private static final long STUCK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final PoolCore core;

    PoolDispatch(PoolCore core) {
        this.core = core;
    }

    /** Gives the first job to an idle worker. With the lock. */
    PoolWorker assignToIdle() {
        PoolWorker worker = core.staff.idle.peekLast();
        if (worker == null) {
            return null;
        }
        PoolJob job = core.queue.next();
        if (job == null) {
            return null;
        }
        core.staff.idle.removeLast();
        assign(worker, job);
        return worker;
    }

    private void assign(PoolWorker worker, PoolJob job) {
        job.worker = worker;
        job.sent = false;
        if (worker.assigned.isEmpty()) {
            worker.busySinceNanos = System.nanoTime();
        }
        worker.assigned.addLast(job);
        worker.unsent.addLast(job);
        worker.tasksBegun += job.left();
    }

    /** Gives a worker as much as it should have. With the lock. */
    private void refill(PoolWorker worker) {
        if (worker.state != PoolWorker.State.READY) {
            return;
        }
        core.staff.retireIfWornOut(worker);
        while (worker.state == PoolWorker.State.READY && !core.queue.isEmpty() && hasRoom(worker)) {
            PoolJob job = core.queue.next();
            if (job == null) {
                break;
            }
            core.staff.idle.remove(worker);
            assign(worker, job);
        }
        if (worker.state == PoolWorker.State.READY && worker.assigned.isEmpty() && !core.staff.idle.contains(worker)) {
            if (core.shutdown) {
                core.staff.retire(worker);
            } else {
                worker.idleSinceNanos = System.nanoTime();
                core.staff.idle.addLast(worker);
                core.staff.watchIdle();
            }
        }
    }

    private boolean hasRoom(PoolWorker worker) {
        if (worker.assigned.isEmpty()) {
            return true;
        }
        if (worker.itemNanos == 0 || worker.wornOut || core.staff.mayBeWornOut(worker)) {
            return false;
        }
        PoolJob job = core.queue.peek();
        byte[] encoded = job.current().encoded;
        if (encoded != null && encoded.length > MOST_BYTES_AHEAD) {
            return false;
        }
        long items = Math.min(MOST_AHEAD, AHEAD_NANOS / worker.itemNanos);
        for (PoolJob has : worker.assigned) {
            items -= has.left();
        }
        return job.function == null ? items >= 0 : items >= 0 || worker.assigned.size() == 1;
    }

    List<PoolJob> takeUnsent(PoolWorker worker) {
        core.lock.lock();
        try {
            if (worker.unsent.isEmpty()) {
                return List.of();
            }
            List<PoolJob> jobs = List.copyOf(worker.unsent);
            worker.unsent.clear();
            return jobs;
        } finally {
            core.lock.unlock();
        }
    }

    /** A task of the job was cancelled before it could be sent. */
    void notWanted(PoolWorker worker, PoolJob job) {
        core.lock.lock();
        try {
            if (worker.assigned.remove(job)) {
                core.queue.putBack(job);
                refill(worker);
            }
        } finally {
            core.lock.unlock();
        }
    }

    void cannotSend(PoolWorker worker, PoolJob job, Throwable reason) {
        List<PoolTask<?>> failing;
        core.lock.lock();
        try {
            if (!worker.assigned.remove(job)) {
                return;
            }
            failing = job.wanted();
            failing.forEach(task -> core.counts.done(task, PoolCounts.Fate.FAILED));
            core.queue.over(job);
            refill(worker);
        } finally {
            core.lock.unlock();
        }
        failing.forEach(task -> task.fail(reason));
    }

    /** The jobs of these numbers are in the pipe of the worker no more; with them what was never sent. */
    void takenBack(PoolWorker worker, Set<Long> numbers) {
        core.lock.lock();
        try {
            List<PoolJob> back = new ArrayList<>();
            for (PoolJob job : worker.assigned) {
                if (!job.sent || numbers.contains(job.number)) {
                    back.add(job);
                }
            }
            worker.assigned.removeAll(back);
            worker.unsent.clear();
            for (PoolJob job : back.reversed()) {
                core.queue.putBack(job);
            }
        } finally {
            core.lock.unlock();
        }
    }

    /** Gives the worker more to do, and lends it what others have been given ahead and cannot begin. */
    void serve(PoolWorker worker) {
        PoolWorker stuck;
        core.lock.lock();
        try {
            stuck = holderOfStuckTasks(worker);
            if (stuck == null) {
                refill(worker);
            }
        } finally {
            core.lock.unlock();
        }
        if (stuck != null) {
            stuck.takeBack();
            core.lock.lock();
            try {
                refill(worker);
                refill(stuck);
            } finally {
                core.lock.unlock();
            }
            stuck.flush();
        }
        worker.flush();
        core.limits.watchTime(worker);
        dispatch();
    }

    /** Who has tasks ahead that this worker could begin earlier, or null. With the lock. */
    private PoolWorker holderOfStuckTasks(PoolWorker asking) {
        if (asking.state != PoolWorker.State.READY || !asking.assigned.isEmpty()) {
            return null;
        }
        long now = System.nanoTime();
        for (PoolWorker worker : core.staff.workers) {
            if (worker != asking
                    && worker.assigned.size() > 1
                    && (core.queue.isEmpty() || now - worker.busySinceNanos > STUCK_NANOS)) {
                return worker;
            }
        }
        return null;
    }

    /** Gives queued jobs to idle workers, and starts workers for the rest. */
    void dispatch() {
        List<PoolWorker> served = new ArrayList<>();
        List<PoolFunction> released;
        core.lock.lock();
        try {
            for (PoolWorker worker = assignToIdle(); worker != null; worker = assignToIdle()) {
                served.add(worker);
            }
            core.staff.startWorkers();
            released = core.queue.takeReleased();
            core.endIfDone();
        } finally {
            core.lock.unlock();
        }
        for (PoolWorker worker : served) {
            worker.flush();
            core.limits.watchTime(worker);
        }
        released.forEach(PoolFunction::release);
    }
}
