package dev.sluice.stress;

import java.util.Locale;

/** What must hold; each has a row in the table of the verdict. */
public enum Criterion {
    /** An element arrived that is not what its producer put. */
    TORN("torn elements"),
    /** An element arrived that nobody had put, or whose put had been refused. */
    INVENTED("invented elements"),
    /** An element was delivered while its first taker had it and lived. */
    TWICE("delivered twice"),
    /** An element was delivered that its producer had withdrawn. */
    WITHDRAWN("delivered though withdrawn"),
    /** An element vanished though no taker of it died. */
    LOST("lost from the living"),
    /** Elements that vanished with a consumer of a plain queue or pipe; at most one for each that died in a take. */
    IN_HAND("lost with a killed consumer"),
    /** An element came again after it had been acknowledged. */
    ACKNOWLEDGED("redelivered though acknowledged"),
    /** A redelivery whose count is not right. */
    COUNT("redelivered with a wrong count"),
    /** An element came later than another that had been put after it. */
    ORDER("out of order"),
    /** The longest time for which a living process waited though it could have worked. */
    STUCK("longest stall of a survivor, ms"),
    /** A size below zero, or above the bound. */
    SIZE("size() out of bounds"),
    /** Elements that found no room in the queue after it had been emptied, or were still counted. */
    CAPACITY("room leaked, elements"),
    /** Places for processes that are still taken. */
    SLOTS("participant slots leaked"),
    /** Memory of an empty queue that is in no list, so that nobody will use it. */
    LEAK("memory leaked, bytes"),
    /** Memory in use in an empty queue. */
    MEMORY("memory of the empty queue, MiB"),
    /** Elements put or taken though the queue had been shut down, and other things that do not work then. */
    SHUTDOWN("shutdown() ignored or unfinished"),
    /** A join() that ended early, or did not end. */
    JOIN("join() early or hanging"),
    /** Files in the private directory, after the next program has started. */
    FILES("files left"),
    /** Processes that were left. */
    PROCESSES("processes left"),
    /** Processes that failed or were stuck. */
    FAILURES("workers failed or stuck");

    private final String title;

    Criterion(String title) {
        this.title = title;
    }

    /**
     * What the row is called.
     *
     * @return some words
     */
    public String title() {
        return title;
    }

    /**
     * The name for programs.
     *
     * @return as in {@code in-hand}
     */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
