package dev.sluice;

/**
 * Why a child did not end well, in words: see {@link ChildProcess#exception()}. Its cause is the exception that ended
 * the child's task, with the stack trace of the child, if there was one and it could cross; if it could not, its stack
 * trace is part of the message.
 */
public final class ChildDiedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The exit code of the child, or -N for signal N. */
    private final int exitCode;

    /**
     * Makes the exception.
     *
     * @param message  which child ended, how, and what to do
     * @param exitCode the exit code of the child, or -N for signal N
     * @param cause    the exception of its task, or null
     */
    public ChildDiedException(String message, int exitCode, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /**
     * How the child ended.
     *
     * @return its exit code, or -N if signal N ended it
     */
    public int exitCode() {
        return exitCode;
    }
}
