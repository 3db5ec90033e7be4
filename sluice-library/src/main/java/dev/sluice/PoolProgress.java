package dev.sluice;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Tells a listener how far the pool is: one call at a time, and always one after the last change. Changes that come while
 * it is being told are told together by the thread that tells already.
 */
final class PoolProgress {
    private final Supplier<ProcessPool.Progress> state;
    private final Consumer<ProcessPool.Progress> listener;
    private final AtomicInteger untold = new AtomicInteger();

    /**
     * Tells nobody yet.
     *
     * @param listener null: there is nobody to be told
     */
    PoolProgress(Supplier<ProcessPool.Progress> state, Consumer<ProcessPool.Progress> listener) {
        this.state = state;
        this.listener = listener;
    }

    /** Called without any lock. */
    void changed() {
        if (listener == null || untold.getAndIncrement() != 0) {
            return;
        }
        int told;
        do {
            told = untold.get();
            try {
                listener.accept(state.get());
            } catch (Throwable e) {
                Thread thread = Thread.currentThread();
                thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
            }
        } while (untold.addAndGet(-told) != 0);
    }
}
