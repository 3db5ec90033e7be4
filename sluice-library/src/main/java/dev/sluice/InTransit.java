package dev.sluice;

/**
 * Keeps alive the handles that were serialized for another process until that process has made them its own: without it,
 * a parent that hands an end of a pipe to a child and closes its own copy at once would be the last holder to leave.
 */
final class InTransit implements AutoCloseable {
    private InTransit() {}

    /** Begins to collect the handles that this thread serializes, until {@link #collected()}. */
    static InTransit collect() {
        throw new UnsupportedOperationException("under construction");
    }

    /** Ends the collecting; what was collected stays alive until {@link #close()}. Called by the collecting thread. */
    void collected() {
        throw new UnsupportedOperationException("under construction");
    }

    /** Lets go of what was collected, once the other process holds it or is gone. Idempotent; any thread. */
    @Override
    public void close() {
        throw new UnsupportedOperationException("under construction");
    }
}
