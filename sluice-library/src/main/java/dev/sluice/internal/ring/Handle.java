package dev.sluice.internal.ring;

/** Whose wait it is: what besides the queue itself ends it. */
public interface Handle {
    /** Whether the handle was closed by this process. */
    boolean isClosed();

    /** Whether nobody is left on the other side, so that waiting is in vain. */
    default boolean isAbandoned() {
        return false;
    }
}
