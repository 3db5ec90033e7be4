package dev.sluice.peer;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A job that the other side of a test is at work on. */
public abstract class Running<R> {
    private static final long PATIENCE_SECONDS = 60;

    final CompletableFuture<R> result = new CompletableFuture<>();

    /** The result of the job; what the job threw is thrown here as it is. */
    public final R get() throws Exception {
        try {
            return result.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw Throwing.asException(e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("the other side did not end within " + PATIENCE_SECONDS + " s", e);
        }
    }

    public final boolean isDone() {
        return result.isDone();
    }

    /**
     * Returns when the job probably waits for something: it has begun and computes no longer. Only to make the
     * interesting order of events likely; no test may fail because it was wrong.
     */
    public abstract Running<R> awaitBlocked() throws Exception;
}
