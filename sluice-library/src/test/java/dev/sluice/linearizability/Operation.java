package dev.sluice.linearizability;

/**
 * One call of one client, with the moments of its beginning and its end.
 *
 * @param client   who called; a client makes one call after the other
 * @param argument the element, for the calls that have one
 * @param result   an element, a number, or one of the constants here
 * @param invoked  read from the clock before the call
 * @param returned read from the clock after it; {@link #NEVER} if its process died first
 */
record Operation(int client, Kind kind, int argument, int result, long invoked, long returned) {
    /** The call said no: false, or null. */
    static final int NO = 0;
    static final int YES = 1;
    /** The call failed because the queue was shut down. */
    static final int SHUT_DOWN = -1;
    /** The call found nothing, for either reason. */
    static final int NOTHING = -2;
    /** Nobody lived to tell. */
    static final int UNKNOWN = -3;

    static final long NEVER = Long.MAX_VALUE;

    enum Kind {
        /** Appends, waiting for room. */
        PUT,
        /** Appends if there is room. */
        OFFER,
        /** Takes, waiting for an element. */
        TAKE,
        /** Takes if there is an element. */
        POLL,
        PEEK,
        SIZE,
        /** Takes the very element out, wherever it stands. */
        REMOVE,
        SHUTDOWN,
        /** The second step of a shutdown that discards, after a {@link #SHUTDOWN}: nobody takes anything any more. */
        SHUTDOWN_NOW,
        /** A later step of it: the oldest goes, if there is one. */
        DISCARD,
        TASK_DONE,
        /** Whether all is done. */
        JOIN,
        /** No call: what the client held goes back, because its process died. */
        RECOVERY
    }

    boolean isPending() {
        return returned == NEVER;
    }

    @Override
    public String toString() {
        String answer = switch (result) {
            case SHUT_DOWN -> "shut down";
            case NOTHING -> "nothing";
            case UNKNOWN -> "?";
            default -> Integer.toString(result);
        };
        return client + ": " + kind + "(" + (argument == 0 ? "" : argument) + ") -> " + answer;
    }
}
