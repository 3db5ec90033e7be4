package dev.sluice.internal.process;

import java.util.OptionalInt;

/** How a process ended: the code it gave, or the negated number of the signal that ended it. */
public final class ExitStatus {
    private static final int SIGNAL_BASE = 128;
    private static final int LAST_SIGNAL = 64;

    private ExitStatus() {}

    /**
     * Tells an exit code from a signal. {@link Process#exitValue()} is 128 + N for both a process ended by signal N and
     * one that called {@code System.exit(128 + N)}.
     *
     * @param exitValue    what {@link Process#exitValue()} says
     * @param orderly      whether the child said, while ending, that it ends by itself and not by a signal; a JVM that
     *                     is killed, or halts, says nothing
     * @param signalByUs   the last signal that this process sent it, if any
     * @return the code, or -N for signal N
     */
    public static int of(int exitValue, boolean orderly, OptionalInt signalByUs) {
        int signal = exitValue - SIGNAL_BASE;
        if (signal < 1 || signal > LAST_SIGNAL) {
            return exitValue;
        }
        boolean ours = signalByUs.isPresent() && signalByUs.getAsInt() == signal;
        return orderly && !ours ? exitValue : -signal;
    }
}
