package dev.sluice.cli;

import dev.sluice.examples.QueueExample;
import dev.sluice.examples.QueueExample.Pace;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs producers and consumers. */
@Command(
        name = "queue",
        description = "Producers put items into a queue, consumers take them; one shutdown() ends all consumers.",
        exitCodeListHeading = ExitCodes.HEADING,
        exitCodeList = {ExitCodes.RIGHT_LINE, ExitCodes.WRONG_LINE, ExitCodes.USAGE_LINE, ExitCodes.ERROR_LINE})
final class DemoQueueCommand implements Demo {
    @Option(names = "--producers", paramLabel = "N", description = "Producer processes (default: ${DEFAULT-VALUE}).")
    private int producers = 2;

    @Option(names = "--consumers", paramLabel = "N", description = "Consumer processes (default: ${DEFAULT-VALUE}).")
    private int consumers = 3;

    @Option(names = "--items", paramLabel = "N", description = "Items of each producer (default: ${DEFAULT-VALUE}).")
    private int items = 10;

    @ArgGroup
    private Speed speed = new Speed();

    /** At most one of them. */
    private static final class Speed {
        @Option(names = "--slow", description = "Slow producers: the queue is empty most of the time (default).")
        private boolean slow;

        @Option(names = "--fast", description = "Fast producers: the queue fills up.")
        private boolean fast;
    }

    DemoQueueCommand() {}

    @Override
    public boolean run() throws InterruptedException {
        Pace pace = speed.fast && !speed.slow ? Pace.FAST_PRODUCERS : Pace.SLOW_PRODUCERS;
        return QueueExample.run(new QueueExample.Settings(producers, consumers, items, pace));
    }
}
