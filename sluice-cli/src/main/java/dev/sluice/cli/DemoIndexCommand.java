package dev.sluice.cli;

import dev.sluice.examples.index.IndexExample;
import dev.sluice.examples.index.IndexExample.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs the index. */
@Command(
        name = "index",
        description = "Index thousands of files with worker processes, and prove that nothing is lost or counted twice.",
        exitCodeListHeading = ExitCodes.HEADING,
        exitCodeList = {
            "0:the index of the workers equals that of a single process",
            ExitCodes.WRONG_LINE,
            ExitCodes.USAGE_LINE,
            ExitCodes.ERROR_LINE
        })
final class DemoIndexCommand implements Demo {
    private static final Settings DEFAULTS = Settings.ofTheJdk();

    @Parameters(
            arity = "0..1",
            paramLabel = "ZIP|DIR",
            description = "What to index (default: lib/src.zip of the JDK).")
    private String place = DEFAULTS.place();

    @Option(
            names = "--workers",
            paramLabel = "N",
            description = "Worker processes (default: one per processor, 2 at least).")
    private int workers = DEFAULTS.workers();

    @Option(names = "--kill", description = "Kill -9 workers at random while they work; the result is the same.")
    private boolean kill;

    DemoIndexCommand() {}

    @Override
    public boolean run() throws InterruptedException {
        return IndexExample.run(new Settings(place, workers, kill));
    }
}
