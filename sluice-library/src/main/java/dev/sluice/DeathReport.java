package dev.sluice;

import dev.sluice.internal.process.ChildJvm;
import dev.sluice.internal.process.JavaCommand;
import dev.sluice.internal.process.Signals;

/**
 * Words for the end of a child.
 *
 * @param name     its name
 * @param jvm      its process
 * @param exitCode its exit code, or -N for signal N
 * @param begun    whether its task began
 */
record DeathReport(String name, ChildJvm jvm, int exitCode, boolean begun) {
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
        return new ChildDiedException(message, exitCode, cause);
    }

    ChildDiedException ofProcess(Exception controlFailure) {
        String message = child() + (exitCode < 0 ? signalled(-exitCode) : exited());
        return new ChildDiedException(message, exitCode, controlFailure);
    }

    private String signalled(int signal) {
        String by = jvm.signalSent().orElse(0) == signal
                ? ", sent by this process"
                : ", not sent by this process"
                        + (signal == Signals.SIGKILL
                                ? ": by somebody else, or by the kernel for want of memory (its log tells)"
                                : "");
        return " was ended by " + Signals.name(signal) + by + (begun ? "" : ", before its task began");
    }

    private String exited() {
        return begun
                ? " ended with exit code " + exitCode
                        + " before its task returned: something in it called System.exit or Runtime.halt with this code"
                : " ended with exit code " + exitCode
                        + " before its task began; its JVM says why on its standard error."
                        + " Check the JVM options of the child; command: " + command();
    }

    private String child() {
        return name + " (pid " + jvm.pid() + ")";
    }

    private String command() {
        return JavaCommand.text(jvm.command());
    }
}
