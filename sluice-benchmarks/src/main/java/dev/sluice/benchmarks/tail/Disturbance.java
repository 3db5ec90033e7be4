package dev.sluice.benchmarks.tail;

/** What happens to a process that is attached to the queue and puts now and then, while the others are measured. */
enum Disturbance {
    /** There is no such process. */
    NONE("none"),
    /** It collects garbage in a heap of half a gibibyte. */
    GARBAGE("another collects garbage"),
    /** It is stopped at random, for 100 ms each time. */
    STOPPED("another is stopped"),
    /** It is killed at random, and another takes its place. */
    KILLED("another is killed");

    private final String label;

    Disturbance(String label) {
        this.label = label;
    }

    /** Its name for people. */
    String label() {
        return label;
    }
}
