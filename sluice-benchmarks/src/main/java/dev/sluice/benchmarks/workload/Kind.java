package dev.sluice.benchmarks.workload;

/** What a workload does with its elements. */
public enum Kind {
    /** Boxed integers from producers to consumers. */
    INTEGERS,
    /** Arrays of bytes; the consumer ends with its own copy. */
    BYTES,
    /** Request and reply of an integer, back to back. */
    BUSY_EXCHANGE,
    /** Request and reply of an integer, with a pause before each request in which both sides fall asleep. */
    ASLEEP_EXCHANGE,
    /** Fresh records; the consumer reads every field. */
    RECORDS,
    /** Boxed integers, each acknowledged, and a join at the end. */
    JOINABLE;

    /** Whether it is measured by the time of a round trip, not by the number of elements. */
    public boolean isExchange() {
        return this == BUSY_EXCHANGE || this == ASLEEP_EXCHANGE;
    }
}
