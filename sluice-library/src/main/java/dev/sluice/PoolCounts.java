package dev.sluice;

/** How many tasks a pool has, and what became of those that it had. Guarded by the lock of the pool. */
final class PoolCounts {
    /** What may become of a task. */
    enum Fate {
        SUCCEEDED,
        FAILED,
        CANCELLED
    }

    private final PoolKeeper keeper;
    private long outstanding;
    private long succeeded;
    private long failed;
    private long cancelled;
    private long retried;

    PoolCounts(PoolKeeper keeper) {
        this.keeper = keeper;
    }

    void submitted(int tasks) {
        outstanding += tasks;
        keeper.working();
    }

    /** False if it was counted before. */
    boolean done(PoolTask<?> task, Fate fate) {
        if (task.counted) {
            return false;
        }
        task.counted = true;
        outstanding--;
        switch (fate) {
            case SUCCEEDED -> succeeded++;
            case FAILED -> failed++;
            case CANCELLED -> cancelled++;
        }
        if (outstanding == 0) {
            keeper.resting();
        }
        return true;
    }

    void retried() {
        retried++;
    }

    boolean isAllDone() {
        return outstanding == 0;
    }

    /**
     * The counts of this moment.
     *
     * @param busy  workers that have tasks
     * @param ready workers that are ready
     */
    ProcessPool.Progress progress(int busy, int ready) {
        int running = (int) Math.min(busy, outstanding);
        return new ProcessPool.Progress(outstanding - running, running, succeeded, failed, cancelled, retried, ready);
    }
}
