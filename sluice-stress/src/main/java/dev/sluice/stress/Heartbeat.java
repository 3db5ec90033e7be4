package dev.sluice.stress;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Notes when the machine was too busy to let a thread run that wanted to: then nobody else can be blamed for waiting. */
final class Heartbeat implements AutoCloseable {
    private static final long BEAT_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final List<Interval> gaps = new ArrayList<>();
    private volatile boolean closed;

    Heartbeat() {
        Thread.ofPlatform().daemon().name("heartbeat").start(this::beat);
    }

    private void beat() {
        long last = System.nanoTime();
        while (!closed) {
            LockSupport.parkNanos(BEAT_NANOS);
            long now = System.nanoTime();
            if (now - last > LATE_NANOS) {
                synchronized (gaps) {
                    gaps.add(new Interval(last, now));
                }
            }
            last = now;
        }
    }

    /** The times at which the machine stood still. */
    List<Interval> gaps() {
        synchronized (gaps) {
            return List.copyOf(gaps);
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
