package dev.sluice.internal.ring;

/** How an attempt ended. None of them is a failure. */
public enum Outcome {
    DONE,
    /** There is no room, or no element: it may be tried again. */
    WAIT,
    /** The queue was shut down, and for a get: nothing is left. */
    SHUTDOWN,
    /** This process's handle was closed. */
    CLOSED,
    /** The time was over before there was room, or an element. */
    TIMED_OUT,
    /** Nobody holds the other end of the pipe. */
    ABANDONED,
    /** A lock could not be had in time, so nothing is known: it may be tried again. */
    AGAIN
}
