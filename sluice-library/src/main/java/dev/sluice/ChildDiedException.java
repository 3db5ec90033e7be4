package dev.sluice;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Why a child did not end well, in words: see {@link ChildProcess#exception()}. The message says which child it was, and what
 * ended it, as far as that can be known: its exit code, a signal by name and who sent it, an exhausted heap, a crash
 * of its JVM with the place of the report, the kernel for want of memory; and the last lines of its standard error.
 *
 * <p>Its cause is the exception that ended the child's task, with the stack trace of the child, if there was one and it
 * could cross; if it could not, its stack trace is part of the message.
 */
public final class ChildDiedException extends RuntimeException {
    private static final long serialVersionUID = 2L;

    /** The exit code of the child, or -N for signal N. */
    private final int exitCode;

    /** The file, or null. */
    private final String crashReport;

    /** The last lines of its standard error; a serializable list. */
    @SuppressWarnings("serial")
    private final List<String> lastErrors;

    /**
     * Makes the exception.
     *
     * @param message  which child ended, how, and what to do
     * @param exitCode the exit code of the child, or -N for signal N
     * @param cause    the exception of its task, or null
     */
    public ChildDiedException(String message, int exitCode, Throwable cause) {
        this(message, exitCode, cause, null, List.of());
    }

    ChildDiedException(String message, int exitCode, Throwable cause, Path crashReport, List<String> lastErrors) {
        super(message, cause);
        this.exitCode = exitCode;
        this.crashReport = crashReport == null ? null : crashReport.toString();
        this.lastErrors = List.copyOf(lastErrors);
    }

    /**
     * How the child ended.
     *
     * @return its exit code, or -N if signal N ended it
     */
    public int exitCode() {
        return exitCode;
    }

    /**
     * What its JVM wrote about its own crash.
     *
     * @return the file; empty if it did not crash, or its report was not found
     */
    public Optional<Path> crashReport() {
        return Optional.ofNullable(crashReport).map(Path::of);
    }

    /**
     * The last lines of its standard error, oldest first; they are part of the message, too, unless the exception of the task
     * says it all.
     *
     * @return at most 20 lines; none if they do not pass through this process (see {@link ProcessOutput})
     */
    public List<String> lastErrors() {
        return lastErrors;
    }
}
