package dev.sluice;

import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Where a child's standard output or standard error goes.
 *
 * @see ChildProcess.Builder#output(ProcessOutput)
 */
public final class ProcessOutput {
    private static final ProcessOutput INHERIT = new ProcessOutput("inherit", Redirect.INHERIT, Redirect.PIPE, null);
    private static final ProcessOutput DIRECT =
            new ProcessOutput("inheritDirectly", Redirect.INHERIT, Redirect.INHERIT, null);
    private static final ProcessOutput DISCARD =
            new ProcessOutput("discard", Redirect.DISCARD, Redirect.DISCARD, null);

    private final String description;
    private final Redirect output;
    private final Redirect errors;
    private final Consumer<? super Line> consumer;

    private ProcessOutput(String description, Redirect output, Redirect errors, Consumer<? super Line> consumer) {
        this.description = description;
        this.output = output;
        this.errors = errors;
        this.consumer = consumer;
    }

    /**
     * One line that a child has printed.
     *
     * @param child   the name of the child
     * @param pid     its process id
     * @param isError whether it was printed to the standard error
     * @param text    the line, without its end
     */
    public record Line(String child, long pid, boolean isError, String text) {}

    /**
     * To where this process's own goes: the terminal, as a rule. This is the default.
     *
     * <p>The standard output is this process's own. The standard error takes a way through this process, which
     * writes on what it reads at once and remembers the last lines, for the day on which the child dies and has to be
     * {@linkplain ChildDiedException explained}. If that is not wanted, take {@link #inheritDirectly()}.
     *
     * @return the choice
     */
    public static ProcessOutput inherit() {
        return INHERIT;
    }

    /**
     * To this process's own, without a detour: the child has the same terminal or file, and can print also while this
     * process is stopped. Its last lines are not remembered.
     *
     * @return the choice
     */
    public static ProcessOutput inheritDirectly() {
        return DIRECT;
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
        Redirect redirect = Redirect.appendTo(file.toAbsolutePath().toFile());
        return new ProcessOutput("appendTo " + file, redirect, redirect, null);
    }

    /**
     * Line by line to a consumer in this process. It is called by a thread of the child's own for each of its two
     * streams, for one line after the other; several children may have the same consumer, which is then called by several
     * threads at once.
     *
     * <p>The child never waits for the consumer: what that has not taken yet waits in memory, and beyond a megabyte in a
     * temporary file. The child's end is known ({@link ChildProcess#join()} returns) when the consumer has had its last line; so
     * it must not wait for the child itself. What the consumer throws goes to its thread's handler of uncaught exceptions, and
     * the next line comes all the same. A line of more than a megabyte comes in pieces.
     *
     * @param consumer what to do with a line
     * @return the choice
     */
    public static ProcessOutput lines(Consumer<? super Line> consumer) {
        Objects.requireNonNull(consumer, "consumer");
        return new ProcessOutput("lines to " + consumer, Redirect.PIPE, Redirect.PIPE, consumer);
    }

    Redirect outputRedirect() {
        return output;
    }

    Redirect errorsRedirect() {
        return errors;
    }

    /** Null if lines go elsewhere. */
    Consumer<? super Line> consumer() {
        return consumer;
    }

    @Override
    public String toString() {
        return "ProcessOutput[" + description + "]";
    }
}
