package dev.sluice;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps this JVM alive while its pool has tasks, and no longer: a program that has forgotten to close its pool loses no
 * task, and ends. It is a thread that is not a daemon and does nothing; it stays for a moment when the last task is done, so
 * that not every task needs a new one.
 */
final class PoolKeeper implements Runnable {
    private static final long LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final String pool;
    private final ReentrantLock lock;

    // Guarded by the lock of the pool.
    private Thread thread;
    private boolean hasTasks;
    private boolean ended;
    private long restingSinceNanos;

    PoolKeeper(String pool, ReentrantLock lock) {
        this.pool = pool;
        this.lock = lock;
    }

    /** There is a task. With the lock. */
    void working() {
        hasTasks = true;
        if (thread == null) {
            thread = Thread.ofPlatform().name("sluice-" + pool).daemon(false).start(this);
        }
    }

    /** There is none any more. With the lock. */
    void resting() {
        hasTasks = false;
        restingSinceNanos = System.nanoTime();
    }

    /** There will be none. With the lock. */
    void end() {
        ended = true;
        LockSupport.unpark(thread);
    }

    @Override
    public void run() {
        while (!mayGo()) {
            LockSupport.parkNanos(this, LINGER_NANOS);
        }
    }

    private boolean mayGo() {
        lock.lock();
        try {
            boolean may = ended || (!hasTasks && System.nanoTime() - restingSinceNanos >= LINGER_NANOS);
            if (may) {
                thread = null;
            }
            return may;
        } finally {
            lock.unlock();
        }
    }
}
