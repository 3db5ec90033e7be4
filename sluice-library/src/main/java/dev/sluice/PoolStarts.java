package dev.sluice;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How starting workers has gone of late. After a failure one is tried at a time, each later than the one before. Guarded by
 * the lock of the pool.
 */
final class PoolStarts {
    private static final int HOPELESS = 3;
    private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final List<Throwable> failures = new ArrayList<>();
    private long pauseNanos = FIRST_PAUSE_NANOS;
    private long notBeforeNanos;
    private boolean timerSet;

    void succeeded() {
        failures.clear();
        pauseNanos = FIRST_PAUSE_NANOS;
    }

    void failed(Throwable reason) {
        if (failures.size() == HOPELESS) {
            failures.removeFirst();
        }
        failures.add(reason);
        notBeforeNanos = System.nanoTime() + pauseNanos;
        pauseNanos = Math.min(LONGEST_PAUSE_NANOS, 2 * pauseNanos);
    }

    /** Those without a success since. */
    List<Throwable> failures() {
        return List.copyOf(failures);
    }

    /** Whether whoever waits for a worker should be told that there is none. */
    boolean areHopeless() {
        return failures.size() >= HOPELESS;
    }

    int mostAtOnce(int wanted) {
        return failures.isEmpty() ? wanted : 1;
    }

    long nanosToWait() {
        return failures.isEmpty() ? 0 : notBeforeNanos - System.nanoTime();
    }

    /** True if nobody has set one yet. */
    boolean setTimer() {
        boolean isNew = !timerSet;
        timerSet = true;
        return isNew;
    }

    void timerFired() {
        timerSet = false;
    }
}
