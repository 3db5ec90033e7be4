package dev.sluice;

import java.util.ArrayList;
import java.util.List;

/**
 * What is sent to a worker at once: one task, or the inputs of a chunk, which it answers one by one. All but the final
 * fields is guarded by the lock of the pool.
 */
final class PoolJob {
    final long number;
    final PoolFunction function;
    final List<? extends PoolTask<?>> tasks;

    /** Who has it or is about to get it; null while it is queued. */
    PoolWorker worker;

    /** Whether it is in the pipe, or was. */
    boolean sent;

    /** The index of the task that is answered next. */
    int next;

    PoolJob(long number, PoolFunction function, List<? extends PoolTask<?>> tasks) {
        this.number = number;
        this.function = function;
        this.tasks = tasks;
        for (PoolTask<?> task : tasks) {
            task.job = this;
        }
    }

    /** The tasks that are still wanted. */
    List<PoolTask<?>> wanted() {
        List<PoolTask<?>> wanted = new ArrayList<>();
        for (PoolTask<?> task : tasks.subList(next, tasks.size())) {
            if (!task.isDone()) {
                wanted.add(task);
            }
        }
        return wanted;
    }

    boolean isOver() {
        return next == tasks.size();
    }

    PoolTask<?> current() {
        return tasks.get(next);
    }

    int left() {
        return tasks.size() - next;
    }
}
