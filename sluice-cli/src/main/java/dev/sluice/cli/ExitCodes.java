package dev.sluice.cli;

/** The exit codes of all subcommands, and how their help describes them. */
public final class ExitCodes {
    /** Done, and the answer is yes. */
    public static final int OK = 0;
    /** Done, and the answer is no: there is no such queue, a result is wrong, something is missing. */
    public static final int NO = 1;
    /** The command line is wrong. */
    public static final int USAGE = 2;
    /** The library or the system reported an error. */
    public static final int ERROR = 3;

    /** The heading of the list in the help. */
    public static final String HEADING = "%nExit codes:%n";

    static final String OK_LINE = "0:done";
    /** The line for {@link #USAGE}. */
    public static final String USAGE_LINE = "2:the command line is wrong";
    /** The line for {@link #ERROR}. */
    public static final String ERROR_LINE = "3:the library or the system reported an error";

    static final String NO_QUEUE_LINE = "1:there is no queue of that name";
    static final String RIGHT_LINE = "0:the result was checked and is right";
    static final String WRONG_LINE = "1:the result is wrong, or the programs did not get so far";

    private ExitCodes() {}

    static int of(boolean yes) {
        return yes ? OK : NO;
    }
}
