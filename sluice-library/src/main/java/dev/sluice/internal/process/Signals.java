package dev.sluice.internal.process;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Signals by number and name, and whether one of them is what ends this JVM. */
public final class Signals {
    /** SIGTERM, the polite request to end. */
    public static final int SIGTERM = 15;

    /** SIGKILL, which no process can refuse. */
    public static final int SIGKILL = 9;

    private static final List<String> NAMES = List.of(
            "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM",
            "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF",
            "WINCH", "IO", "PWR", "SYS");

    private static final String HANDLER_SUFFIX = " handler";

    private Signals() {}

    /**
     * The name of a signal, as Linux numbers them.
     *
     * @param signal its number
     * @return such as {@code SIGTERM}, or {@code signal 40} for one without a name
     */
    public static String name(int signal) {
        return signal >= 1 && signal <= NAMES.size() ? "SIG" + NAMES.get(signal - 1) : "signal " + signal;
    }

    /**
     * Which signal made this JVM end, asked in a shutdown hook. The JVM answers SIGHUP, SIGINT and SIGTERM by an
     * orderly exit with 128 + N, which nobody outside can tell from a call of {@code System.exit(128 + N)}. Only the
     * stack of the thread that began the end can: the JVM handles a signal in a thread named after it.
     *
     * @return the number of the signal; empty if no signal is being handled by the JVM
     */
    public static OptionalInt endingThisJvm() {
        for (Map.Entry<Thread, StackTraceElement[]> thread : Thread.getAllStackTraces().entrySet()) {
            String name = thread.getKey().getName();
            if (name.startsWith("SIG") && name.endsWith(HANDLER_SUFFIX) && handledByJvm(thread.getValue())) {
                int index = NAMES.indexOf(name.substring(3, name.length() - HANDLER_SUFFIX.length()));
                if (index >= 0) {
                    return OptionalInt.of(index + 1);
                }
            }
        }
        return OptionalInt.empty();
    }

    /** A handler of the application's own may call System.exit with a code of its choice: that is no end by signal. */
    private static boolean handledByJvm(StackTraceElement[] stack) {
        for (StackTraceElement frame : stack) {
            if (frame.getClassName().startsWith("java.lang.Terminator")) {
                return true;
            }
        }
        return false;
    }
}
