package dev.sluice.cli;

import dev.sluice.examples.isolate.IsolateExample;
import dev.sluice.examples.isolate.IsolateExample.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the thumbnails of hostile pictures. */
@Command(
        name = "isolate",
        description = "Make thumbnails of pictures of which some crash their decoder, in a pool of processes that outlives them.",
        exitCodeListHeading = ExitCodes.HEADING,
        exitCodeList = {
            "0:all good pictures have thumbnails, all bad ones are named, and the pool is whole",
            ExitCodes.WRONG_LINE,
            ExitCodes.USAGE_LINE,
            ExitCodes.ERROR_LINE
        })
final class DemoIsolateCommand implements Demo {
    @Option(names = "--pictures", paramLabel = "N", description = "Good pictures (default: 40).")
    private int pictures = Settings.DEFAULT.pictures();

    @Option(names = "--workers", paramLabel = "N", description = "Worker processes (default: 2).")
    private int workers = Settings.DEFAULT.workers();

    DemoIsolateCommand() {}

    @Override
    public boolean run() throws InterruptedException {
        return IsolateExample.run(new Settings(pictures, workers));
    }
}
