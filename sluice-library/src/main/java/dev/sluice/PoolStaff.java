package dev.sluice;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The workers of a pool: how many there are, who is idle, and when one is started or let go. Guarded by the lock of the pool.
 */
final class PoolStaff {
    final List<PoolWorker> workers = new ArrayList<>();
    final ArrayDeque<PoolWorker> idle = new ArrayDeque<>();
    final PoolStarts starts = new PoolStarts();
    private final PoolCore core;
    private int workersMade;
    private boolean idleTimerSet;

    PoolStaff(PoolCore core) {
        this.core = core;
    }

    /** Starts as many workers as there is work for. With the lock. */
    void startWorkers() {
        if (core.queue.isEmpty() || core.shutdownNow) {
            return;
        }
        int live = live();
        int starting = count(PoolWorker.State.STARTING);
        while (live < core.settings.workers() && starting < starts.mostAtOnce(core.queue.size())) {
            long wait = starts.nanosToWait();
            if (wait > 0) {
                if (starts.setTimer()) {
                    PoolLimits.later(wait, () -> {
                        starts.timerFired();
                        core.dispatch.dispatch();
                    });
                }
                return;
            }
            startWorker();
            live++;
            starting++;
        }
    }

    void startWorker() {
        PoolWorker worker;
        try {
            worker = new PoolWorker(core, core.settings.name() + "-worker-" + ++workersMade);
            worker.start();
        } catch (RuntimeException | OutOfMemoryError e) { // neither memory for its pipes nor a thread
            starts.failed(e);
            return;
        }
        workers.add(worker);
    }

    /** Starts workers up to the least number. */
    void prestart() {
        core.lock.lock();
        try {
            while (!core.shutdown && live() < core.settings.minWorkers()) {
                startWorker();
            }
        } finally {
            core.lock.unlock();
        }
    }

    int live() {
        return workers.size() - count(PoolWorker.State.ENDING);
    }

    private int count(PoolWorker.State state) {
        int count = 0;
        for (PoolWorker worker : workers) {
            if (worker.state == state) {
                count++;
            }
        }
        return count;
    }

    /** With the lock. */
    void retire(PoolWorker worker) {
        worker.state = PoolWorker.State.ENDING;
        worker.retired = true;
        idle.remove(worker);
        Thread.ofVirtual().name("sluice-pool-retire").start(worker::retire);
    }

    boolean mayBeWornOut(PoolWorker worker) {
        return core.settings.maxTasks() > 0 && worker.tasksBegun >= core.settings.maxTasks();
    }

    void retireIfWornOut(PoolWorker worker) {
        if (worker.assigned.isEmpty() && (worker.wornOut || mayBeWornOut(worker))) {
            retire(worker);
            if (!core.shutdown && live() < core.settings.minWorkers()) {
                startWorker();
            }
        }
    }

    /** With the lock. */
    void watchIdle() {
        if (!idleTimerSet && core.settings.minWorkers() < core.settings.workers()
                && live() > core.settings.minWorkers()) {
            idleTimerSet = true;
            PoolWorker oldest = idle.peekFirst();
            PoolLimits.later(oldest.idleSinceNanos + core.settings.keepAliveNanos() - System.nanoTime(),
                    this::lookAtIdle);
        }
    }

    private void lookAtIdle() {
        core.lock.lock();
        try {
            idleTimerSet = false;
            long now = System.nanoTime();
            while (!idle.isEmpty()
                    && live() > core.settings.minWorkers()
                    && now - idle.peekFirst().idleSinceNanos >= core.settings.keepAliveNanos()) {
                retire(idle.peekFirst());
            }
            if (!idle.isEmpty()) {
                watchIdle();
            }
        } finally {
            core.lock.unlock();
        }
    }

    void endStarting() {
        for (PoolWorker worker : workers) {
            if (worker.state == PoolWorker.State.STARTING) {
                worker.state = PoolWorker.State.ENDING;
                worker.kill();
            }
        }
    }
}
