package dev.sluice;

import dev.sluice.internal.process.ChildJvm;
import dev.sluice.internal.process.CrashReport;
import dev.sluice.internal.process.JavaCommand;
import dev.sluice.internal.process.Signals;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Words for the end of a child.
 *
 * @param name       its name
 * @param jvm        its process
 * @param exitCode   its exit code, or -N for signal N
 * @param begun      whether its task began
 * @param orderly    whether its JVM has run its shutdown hooks
 * @param crash      what its JVM wrote about its crash
 * @param oomKilled  whether the kernel has ended a process for want of memory while it ran
 * @param endedFor   why this process has ended it; null if it has not, or gave no reason
 * @param lastErrors the last lines of its standard error
 */
record DeathReport(
        String name,
        ChildJvm jvm,
        int exitCode,
        boolean begun,
        boolean orderly,
        Optional<CrashReport> crash,
        boolean oomKilled,
        String endedFor,
        List<String> lastErrors) {
    private static final String OUT_OF_MEMORY = "java.lang.OutOfMemoryError";
    private static final int CODE_OF_OUT_OF_MEMORY = 3;

    ChildDiedException ofTask(TaskFailure failure) {
        String message = failure.begun()
                ? child() + " failed: " + failure.summary()
                : child() + " could not begin its task: " + failure.summary()
                        + ". What the task consists of must be on the class path of the child, as it is in this process;"
                        + " command: " + command();
        Throwable cause = failure.decode();
        if (cause == null) {
            message += System.lineSeparator() + "The exception itself could not cross; in the child it was: "
                    + failure.trace().stripTrailing();
        }
        return exception(message, cause);
    }

    ChildDiedException ofProcess(Exception controlFailure) {
        List<String> message = new ArrayList<>();
        message.add(
                child() + (crash.isPresent() ? crashed(crash.get()) : exitCode < 0 ? signalled(-exitCode) : exited()));
        if (crash.isEmpty() && !saysOutOfMemory() && tellsOf(OUT_OF_MEMORY)) {
            message.add("Its standard error tells of an OutOfMemoryError: give it a larger heap (-Xmx).");
        }
        if (!lastErrors.isEmpty()) {
            message.add("The last lines of its standard error:");
            lastErrors.forEach(line -> message.add("    " + line));
        }
        return exception(String.join(System.lineSeparator(), message), controlFailure);
    }

    private ChildDiedException exception(String message, Throwable cause) {
        Path report = crash.map(CrashReport::file).orElse(null);
        return new ChildDiedException(message, exitCode, cause, report, lastErrors);
    }

    private String crashed(CrashReport report) {
        return "'s JVM crashed" + tooEarly() + ": " + report.headline() + ". Its report is " + report.file()
                + " (" + ending() + ")";
    }

    private String ending() {
        return exitCode < 0 ? Signals.name(-exitCode) : "exit code " + exitCode;
    }

    private String signalled(int signal) {
        boolean ours = jvm.signalSent().orElse(0) == signal;
        String by = ours
                ? ", sent by this process" + (endedFor == null ? "" : ": " + endedFor)
                : ", not sent by this process" + (signal == Signals.SIGKILL ? killer() : "");
        return " was ended by " + Signals.name(signal) + by + tooEarly();
    }

    private String killer() {
        return oomKilled
                ? ": by the kernel, which has ended a process for want of memory while it ran; give it less heap (-Xmx),"
                        + " or the machine or container more memory"
                : ": by somebody else, or by the kernel for want of memory (its log tells)";
    }

    private String tooEarly() {
        return begun ? "" : ", before its task began";
    }

    private String exited() {
        if (saysOutOfMemory()) {
            return " ended with exit code " + exitCode
                    + " because of an OutOfMemoryError, as its options demand (-XX:+ExitOnOutOfMemoryError)"
                    + tooEarly()
                    + ": give it a larger heap (-Xmx)";
        }
        if (begun) {
            return " ended with exit code " + exitCode
                    + " before its task returned: something in it called System.exit or Runtime.halt with this code";
        }
        if (orderly) {
            return " ended with exit code " + exitCode
                    + " before its task began: something called System.exit while the task was decoded,"
                    + " such as the static initializer of a class that it needs";
        }
        return " ended with exit code " + exitCode
                + " before its task began; its JVM says why on its standard error."
                + " Check the JVM options of the child; command: " + command();
    }

    private boolean saysOutOfMemory() {
        return exitCode == CODE_OF_OUT_OF_MEMORY
                && !orderly
                && jvm.command().lastIndexOf("-XX:+ExitOnOutOfMemoryError")
                        > jvm.command().lastIndexOf("-XX:-ExitOnOutOfMemoryError");
    }

    private boolean tellsOf(String what) {
        return lastErrors.stream().anyMatch(line -> line.contains(what));
    }

    private String child() {
        return name + " (pid " + jvm.pid() + ")";
    }

    private String command() {
        return JavaCommand.text(jvm.command());
    }
}
