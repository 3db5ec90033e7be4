package dev.sluice.cli;

import dev.sluice.ProcessQueue;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Removes the names of queues. */
@Command(
        name = "rm",
        description = "Remove named queues. Processes that hold one go on; with the last of them it vanishes.",
        exitCodeListHeading = ExitCodes.HEADING,
        exitCodeList = {
            "0:all were removed",
            "1:there was no queue of at least one of the names",
            ExitCodes.USAGE_LINE,
            ExitCodes.ERROR_LINE
        })
final class RmCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "NAME", description = "The names of the queues.")
    private List<String> names;

    @Spec
    private CommandSpec spec;

    RmCommand() {}

    @Override
    public Integer call() {
        boolean allFound = true;
        for (String name : names) {
            if (ProcessQueue.unlink(name)) {
                spec.commandLine().getOut().println("removed " + name);
            } else {
                spec.commandLine().getErr().println("sluice: no queue '" + name + "'; 'sluice ls' lists them");
                allFound = false;
            }
        }
        return ExitCodes.of(allFound);
    }
}
