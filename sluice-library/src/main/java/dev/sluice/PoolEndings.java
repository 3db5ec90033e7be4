package dev.sluice;

import java.util.ArrayList;
import java.util.List;

/** What follows from the end of a worker: for the task that it was at, for those that it had been given ahead, for the pool. */
final class PoolEndings {
    private final PoolCore core;

    PoolEndings(PoolCore core) {
        this.core = core;
    }

    /** Run by the thread of the worker when its process has ended; the last that this thread does in the pool. */
    void ended(PoolWorker worker, Throwable end) {
        boolean hadStarted;
        boolean wanted;
        Throwable reason;
        core.lock.lock();
        try {
            reason = worker.startedTooLate != null ? worker.startedTooLate : end;
            hadStarted = worker.wasReady;
            wanted = worker.state != PoolWorker.State.ENDING;
            worker.state = PoolWorker.State.ENDING;
            core.staff.idle.remove(worker);
        } finally {
            core.lock.unlock();
        }
        worker.takeBack();
        List<Runnable> fates = new ArrayList<>();
        core.lock.lock();
        try {
            core.events.workerEnded(worker.name, worker.pid(), worker.tasksBegun,
                    worker.retired ? "not needed any more" : reason.getMessage());
            for (PoolJob job = worker.assigned.pollFirst(); job != null; job = worker.assigned.pollFirst()) {
                decide(worker, job, reason, fates);
            }
            if (!hadStarted && wanted && !core.shutdownNow) {
                core.staff.starts.failed(reason);
                giveUpIfNoneStarts(fates);
            } else
                if (hadStarted && !worker.retired && !core.shutdown && core.staff.live() < core.settings.minWorkers()) {
                    core.staff.startWorker();
                }
        } finally {
            core.lock.unlock();
        }
        fates.forEach(Runnable::run);
        core.lock.lock();
        try {
            core.staff.workers.remove(worker);
        } finally {
            core.lock.unlock();
        }
        core.dispatch.dispatch();
        core.progress.changed();
    }

    /** What becomes of the task at which a worker died, and of those that were to come after it. With the lock. */
    private void decide(PoolWorker worker, PoolJob job, Throwable reason, List<Runnable> fates) {
        PoolTask<?> victim = job.current();
        job.next++;
        if (!job.isOver()) {
            List<? extends PoolTask<?>> rest = job.tasks.subList(job.next, job.tasks.size());
            core.queue.addFirst(job.function, List.copyOf(rest));
        }
        if (core.shutdownNow) {
            core.counts.done(victim, PoolCounts.Fate.CANCELLED);
            fates.add(victim::drop);
        } else if (victim.equals(worker.condemnedFor)) {
            Throwable late = worker.condemnedWith;
            if (late != null && core.counts.done(victim, PoolCounts.Fate.FAILED)) {
                fates.add(() -> victim.fail(late));
            } else {
                fates.add(victim::release);
            }
        } else if (victim.isDone()) {
            fates.add(victim::release);
        } else {
            victim.died(reason);
            if (victim.deaths.size() <= core.settings.retries()) {
                core.counts.retried();
                core.events.retry(worker.name, worker.pid(), victim.deaths.size(), reason.getMessage());
                core.queue.addFirst(job.function, List.of(victim));
            } else {
                core.counts.done(victim, PoolCounts.Fate.FAILED);
                WorkerDiedException death = PoolDeaths.ofTask(victim.deaths);
                fates.add(() -> victim.fail(death));
            }
        }
        core.queue.over(job);
    }

    /** With the lock. */
    private void giveUpIfNoneStarts(List<Runnable> fates) {
        boolean anyReady = core.staff.workers.stream().anyMatch(worker -> worker.state == PoolWorker.State.READY);
        if (anyReady || !core.staff.starts.areHopeless()) {
            return;
        }
        WorkerDiedException reason = PoolDeaths.ofStarts(core.settings.name(), core.staff.starts.failures());
        for (PoolJob job = core.queue.poll(); job != null; job = core.queue.poll()) {
            for (PoolTask<?> task : job.wanted()) {
                if (core.counts.done(task, PoolCounts.Fate.FAILED)) {
                    fates.add(() -> task.fail(reason));
                }
            }
            core.queue.over(job);
        }
    }
}
