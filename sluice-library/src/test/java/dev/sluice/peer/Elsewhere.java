package dev.sluice.peer;

/** The other side of a test: another thread, or another process. */
public interface Elsewhere extends AutoCloseable {
    /** Runs the job with a handle of its own, or with this one, and leaves this one open. */
    <H extends AutoCloseable, R> Running<R> run(H handle, Job<? super H, R> job);

    /**
     * Runs the job with the handle, which this side gives up. It is closed when the job ends, and this side's copy, if
     * it is another one, as soon as the job holds its own.
     */
    <H extends AutoCloseable, R> Running<R> give(H handle, Job<? super H, R> job);

    @Override
    void close();
}
