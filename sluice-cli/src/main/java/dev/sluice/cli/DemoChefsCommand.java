package dev.sluice.cli;

import dev.sluice.examples.ChefsExample;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;

/** Runs chefs and eaters. */
@Command(
        name = "chefs",
        description = "Three chefs cook for two daemon eaters; join() waits until all has been eaten.",
        exitCodeListHeading = ExitCodes.HEADING,
        exitCodeList = {ExitCodes.RIGHT_LINE, ExitCodes.WRONG_LINE, ExitCodes.USAGE_LINE, ExitCodes.ERROR_LINE})
final class DemoChefsCommand implements Demo {
    private static final Duration BEAT = Duration.ofMillis(100);
    private static final Duration ARTICLES_BEAT = Duration.ofSeconds(1);

    @Option(
            names = "--real-time",
            description = "One to three seconds for each portion, as in the original program, instead of a tenth.")
    private boolean realTime;

    DemoChefsCommand() {}

    @Override
    public boolean run() throws InterruptedException {
        return ChefsExample.run(realTime ? ARTICLES_BEAT : BEAT, Ansi.AUTO.enabled());
    }
}
