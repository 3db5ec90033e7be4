package dev.sluice.stress;

import java.util.Locale;

/** What is counted besides the criteria: how hard the attack was. */
public enum Tally {
    /** Processes killed with -9. */
    KILLS("processes killed"),
    /** Those of them that killed themselves at a named step. */
    SELF_KILLS("of these at named steps"),
    /** Threads that died inside a put. */
    IN_PUT("deaths inside put"),
    /** Threads that died inside a take. */
    IN_TAKE("deaths inside take"),
    /** Threads that died while they acknowledged or gave back. */
    IN_ACK("deaths inside ack"),
    /** Threads that died while they withdrew an element. */
    IN_REMOVE("deaths inside remove"),
    /** Processes that died while they shut the queue down. */
    IN_SHUTDOWN("deaths inside shutdown"),
    /** Elements that their producers took back. */
    WITHDRAWN("elements withdrawn"),
    /** Elements that arrived. */
    ELEMENTS("elements delivered"),
    /** Deliveries of elements whose takers had died or given them back. */
    REDELIVERIES("redeliveries"),
    /** Times that a process was stopped. */
    STOPS("processes stopped for a while"),
    /** Those of them that made others wait for more than 30 milliseconds, as a rule with a lock in their hand. */
    STOPS_THAT_HELD_UP("of these held up others for over 30 ms"),
    /** The longest wait for a stopped process, in milliseconds. */
    LONGEST_BEHIND_STOPPED("longest wait for one of them, ms"),
    /** Times that a process with a large heap waited for its garbage collector. */
    COLLECTIONS("garbage collections of a large heap"),
    /** The longest of them, in milliseconds. */
    LONGEST_COLLECTION("longest of them, ms"),
    /** Those of them that made others wait for more than 30 milliseconds. */
    COLLECTIONS_THAT_HELD_UP("of these held up others for over 30 ms"),
    /** The longest wait for a process that collected garbage, in milliseconds. */
    LONGEST_BEHIND_COLLECTION("longest wait for one of them, ms"),
    /** The longest time for which the machine did not let an idle thread run, in milliseconds. */
    LONGEST_GAP("longest pause of the machine, ms");

    private final String title;

    Tally(String title) {
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
     * @return as in {@code self-kills}
     */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    long and(long one, long other) {
        return switch (this) {
            case LONGEST_BEHIND_STOPPED, LONGEST_COLLECTION, LONGEST_BEHIND_COLLECTION, LONGEST_GAP ->
                    Math.max(one, other);
            default -> one + other;
        };
    }
}
