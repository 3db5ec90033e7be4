package dev.sluice.cli;

import dev.sluice.QueueDamagedException;
import dev.sluice.QueueNotFoundException;
import dev.sluice.QueueStatus;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the named queues. */
@Command(
        name = "ls",
        description = "List your named queues on this machine, and who holds them.",
        exitCodeListHeading = ExitCodes.HEADING,
        exitCodeList = {
            "0:listed, were it none",
            "1:a file among them is not a queue of this version",
            ExitCodes.USAGE_LINE,
            ExitCodes.ERROR_LINE
        })
final class LsCommand implements Callable<Integer> {
    @Option(names = "--json", description = "Print a list of objects as of 'sluice stat --json'.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    LsCommand() {}

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        List<QueueStatus> queues = new ArrayList<>();
        boolean allSound = true;
        for (String name : QueueStatus.names()) {
            try {
                queues.add(QueueStatus.of(name));
            } catch (QueueNotFoundException removedMeanwhile) {
                // The list is right without it.
            } catch (QueueDamagedException damaged) {
                spec.commandLine().getErr().println(ErrorReport.line(damaged));
                allSound = false;
            }
        }
        if (json) {
            out.println(Json.write(queues.stream().map(QueueView::json).toList()));
        } else if (!queues.isEmpty()) {
            QueueView.table(queues).forEach(out::println);
        } else if (allSound) {
            out.println("no named queues");
        }
        return ExitCodes.of(allSound);
    }
}
