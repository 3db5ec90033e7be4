package dev.sluice;

import java.util.List;

/**
 * Why a {@link ProcessPool} has given a task up: the worker processes that ran it died, or no worker could be started to
 * run it. Only the task itself is concerned; the pool has replaced the workers and goes on.
 *
 * <p>The {@linkplain #getCause() cause} is the last of the {@linkplain #deaths() deaths}.
 */
public final class WorkerDiedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Copied, hence serializable. */
    @SuppressWarnings("serial") // an immutable list of the JDK
    private final List<Throwable> deaths;

    /**
     * Makes the exception.
     *
     * @param message what happened to the task, and what to do
     * @param deaths  why each of the workers ended, oldest first; at least one
     */
    public WorkerDiedException(String message, List<? extends Throwable> deaths) {
        super(message, deaths.getLast());
        this.deaths = List.copyOf(deaths);
    }

    /**
     * Why each of the workers ended: as a rule a {@link ChildDiedException}.
     *
     * @return the reasons, oldest first
     */
    public List<Throwable> deaths() {
        return deaths;
    }
}
