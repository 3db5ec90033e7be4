package dev.sluice;

import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;

/**
 * Where a child's standard output or standard error goes.
 *
 * @see ChildProcess.Builder#output(ProcessOutput)
 */
public final class ProcessOutput {
    private static final ProcessOutput INHERIT = new ProcessOutput(Redirect.INHERIT);
    private static final ProcessOutput DISCARD = new ProcessOutput(Redirect.DISCARD);

    private final Redirect redirect;

    private ProcessOutput(Redirect redirect) {
        this.redirect = redirect;
    }

    /**
     * To where this process's own goes: the terminal, as a rule. This is the default.
     *
     * @return the choice
     */
    public static ProcessOutput inherit() {
        return INHERIT;
    }

    /**
     * Nowhere.
     *
     * @return the choice
     */
    public static ProcessOutput discard() {
        return DISCARD;
    }

    /**
     * To the end of a file, which is made if it does not exist. Several children may write to one file.
     *
     * @param file the file; a relative one is looked up from this process's working folder
     * @return the choice
     */
    public static ProcessOutput appendTo(Path file) {
        return new ProcessOutput(Redirect.appendTo(file.toAbsolutePath().toFile()));
    }

    Redirect redirect() {
        return redirect;
    }

    @Override
    public String toString() {
        return "ProcessOutput[" + redirect + "]";
    }
}
