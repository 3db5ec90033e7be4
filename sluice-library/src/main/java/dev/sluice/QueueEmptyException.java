package dev.sluice;

import java.util.NoSuchElementException;

/** Thrown by {@code getNoWait}, {@code remove}, {@code element} and a timed {@code get} when no element appeared in time. */
public final class QueueEmptyException extends NoSuchElementException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what happened, where, and what to do
     */
    public QueueEmptyException(String message) {
        super(message);
    }
}
