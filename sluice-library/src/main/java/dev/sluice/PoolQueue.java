package dev.sluice;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** The jobs that wait for a worker, in the order in which they will be handed out. Guarded by the lock of the pool. */
final class PoolQueue {
    private final PoolCounts counts;
    private final ArrayDeque<PoolJob> jobs = new ArrayDeque<>();

    /** One for each job that is over, to be released without the lock. */
    private final List<PoolFunction> over = new ArrayList<>();

    private long made;

    PoolQueue(PoolCounts counts) {
        this.counts = counts;
    }

    boolean isEmpty() {
        return jobs.isEmpty();
    }

    int size() {
        return jobs.size();
    }

    void addLast(PoolFunction function, List<? extends PoolTask<?>> tasks) {
        jobs.addLast(new PoolJob(++made, function, tasks));
    }

    /** Makes a job of tasks that were waiting or running before. */
    void addFirst(PoolFunction function, List<? extends PoolTask<?>> tasks) {
        if (function != null) {
            function.use();
        }
        jobs.addFirst(new PoolJob(++made, function, tasks));
    }

    /** A job that was assigned, and has not begun. */
    void putBack(PoolJob job) {
        if (job.worker != null) {
            job.worker.tasksBegun -= job.left();
        }
        job.worker = null;
        job.sent = false;
        jobs.addFirst(job);
    }

    PoolJob peek() {
        return jobs.peekFirst();
    }

    PoolJob poll() {
        return jobs.pollFirst();
    }

    /** The next job that somebody still wants, or null. */
    PoolJob next() {
        for (PoolJob job = jobs.pollFirst(); job != null; job = jobs.pollFirst()) {
            List<PoolTask<?>> wanted = job.wanted();
            if (wanted.size() == job.tasks.size()) {
                return job;
            }
            for (PoolTask<?> task : job.tasks.subList(job.next, job.tasks.size())) {
                if (!wanted.contains(task)) {
                    counts.done(task, PoolCounts.Fate.CANCELLED); // completed by the program itself, if not cancelled
                }
            }
            if (!wanted.isEmpty()) {
                return new PoolJob(job.number, job.function, wanted);
            }
            over(job);
        }
        return null;
    }

    void clear() {
        jobs.clear();
    }

    /** All tasks of the job are answered, or given up. */
    void over(PoolJob job) {
        job.worker = null;
        if (job.function != null) {
            over.add(job.function);
        }
    }

    /** To be released by the caller, without the lock. */
    List<PoolFunction> takeReleased() {
        if (over.isEmpty()) {
            return List.of();
        }
        List<PoolFunction> released = List.copyOf(over);
        over.clear();
        return released;
    }
}
