package dev.sluice;

import java.util.ArrayList;
import java.util.List;

/** What the workers of a pool have answered: which task it concerns, and what it says about the speed of a worker. */
final class PoolAnswers {
    private final PoolCore core;

    PoolAnswers(PoolCore core) {
        this.core = core;
    }

    /** Finds the tasks that the messages answer: null for a message that answers none. */
    List<PoolTask<?>> answered(PoolWorker worker, List<byte[]> messages) {
        List<PoolTask<?>> answered = new ArrayList<>(messages.size());
        core.lock.lock();
        try {
            long now = System.nanoTime();
            int items = 0;
            PoolFunction function = null;
            PoolFunction known = null;
            for (byte[] message : messages) {
                if (PoolMessage.kind(message) == PoolMessage.READY) {
                    becomeReady(worker, now);
                    answered.add(null);
                    continue;
                }
                PoolJob job = answeredJob(worker, PoolMessage.number(message));
                PoolTask<?> task = job.current();
                job.next++;
                items++;
                function = job.function;
                boolean good = PoolMessage.kind(message) != PoolMessage.FAILED;
                core.counts.done(task, good ? PoolCounts.Fate.SUCCEEDED : PoolCounts.Fate.FAILED);
                core.events.task(worker.name, worker.pid(), now - worker.busySinceNanos, good ? "succeeded" : "failed");
                if (!good && PoolMessage.cannotGoOn(message)) {
                    worker.wornOut = true;
                }
                if (good && function != null && !function.equals(known)) {
                    known = function;
                    worker.functionsKnown.add(function.number);
                }
                if (job.isOver()) {
                    worker.assigned.remove(job);
                    core.queue.over(job);
                }
                answered.add(task);
            }
            if (items > 0) {
                long each = Math.max(1, (now - worker.busySinceNanos) / items);
                worker.itemNanos = worker.itemNanos == 0 ? each : (3 * worker.itemNanos + each) / 4;
                worker.busySinceNanos = now;
                if (function != null) {
                    function.itemNanos = worker.itemNanos;
                }
            }
        } finally {
            core.lock.unlock();
        }
        return answered;
    }

    /** As a rule its first one; but those before it may be being had back at this moment. */
    private static PoolJob answeredJob(PoolWorker worker, long number) {
        for (PoolJob job : worker.assigned) {
            if (job.number == number) {
                return job;
            }
        }
        throw new IllegalStateException(
                worker + " answered a task that it does not have; something in it has damaged its memory");
    }

    private void becomeReady(PoolWorker worker, long now) {
        if (worker.state == PoolWorker.State.STARTING && worker.startedTooLate == null) {
            worker.state = PoolWorker.State.READY;
            worker.wasReady = true;
            worker.busySinceNanos = now;
            core.staff.starts.succeeded();
            core.events.workerStarted(worker.name, worker.pid());
            core.limits.watchAge(worker);
        }
    }
}
