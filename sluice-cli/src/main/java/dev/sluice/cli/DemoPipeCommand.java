package dev.sluice.cli;

import dev.sluice.examples.PipeExample;
import java.io.IOException;
import picocli.CommandLine.Command;

/** Runs a conversation over pipes. */
@Command(
        name = "pipe",
        description = "Parent and child send and receive on both ends of pipes.",
        exitCodeListHeading = ExitCodes.HEADING,
        exitCodeList = {ExitCodes.RIGHT_LINE, ExitCodes.WRONG_LINE, ExitCodes.USAGE_LINE, ExitCodes.ERROR_LINE})
final class DemoPipeCommand implements Demo {
    DemoPipeCommand() {}

    @Override
    public boolean run() throws IOException, InterruptedException {
        return PipeExample.run();
    }
}
