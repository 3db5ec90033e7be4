package dev.sluice;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The function of one {@code map}: sent to each worker once, and forgotten there when the last input is done. */
final class PoolFunction {
    private static final AtomicLong COUNT = new AtomicLong();

    final long number = COUNT.incrementAndGet();
    final byte[] encoded;

    private final PoolCore core;
    private final InTransit handles = new InTransit();
    private final AtomicInteger users = new AtomicInteger(1);

    /** How long an input takes, roughly; 0 before it is known. Of benign races: only the size of chunks depends on it. */
    volatile long itemNanos;

    PoolFunction(PoolCore core, ProcessFunction<?, ?> function) {
        this.core = core;
        handles.begin();
        try {
            encoded = ObjectBytes.encode(function);
        } catch (Throwable e) {
            handles.close();
            throw e;
        } finally {
            handles.end();
        }
    }

    void use() {
        int _ = users.incrementAndGet();
    }

    void release() {
        if (users.decrementAndGet() == 0) {
            handles.close();
            core.forget(this);
        }
    }
}
