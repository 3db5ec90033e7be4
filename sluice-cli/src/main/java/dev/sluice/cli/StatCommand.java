package dev.sluice.cli;

import dev.sluice.QueueStatus;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows one named queue. */
@Command(
        name = "stat",
        description = "Show all about a named queue. Looking neither holds it nor waits for anybody.",
        exitCodeListHeading = ExitCodes.HEADING,
        exitCodeList = {"0:shown", ExitCodes.NO_QUEUE_LINE, ExitCodes.USAGE_LINE, ExitCodes.ERROR_LINE})
final class StatCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "The name of the queue.")
    private String name;

    @Option(names = "--json", description = "Print an object; maxSize is null if there is no bound.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    StatCommand() {}

    @Override
    public Integer call() {
        QueueStatus status = QueueStatus.of(name);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.write(QueueView.json(status)));
        } else {
            out.print(QueueView.details(status));
            out.flush();
        }
        return ExitCodes.OK;
    }
}
