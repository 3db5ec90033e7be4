package dev.sluice.benchmarks;

import dev.sluice.benchmarks.start.StartStudy;
import dev.sluice.benchmarks.study.Study;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures how long processes take to start. */
@Command(
        name = "start",
        description = {
            "Measure how long a process takes to start: from start() to the first line of its task, and to the end of join().",
            "All take turns, start by start."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all is as it should be",
            "1:a target is missed, or it could not be measured",
            "2:the command line is wrong"
        })
final class StartCommand extends StudyCommand {
    @Option(names = "--repetitions", paramLabel = "N", description = "How often each (default: ${DEFAULT-VALUE}).")
    private int repetitions = StartStudy.DEFAULT.repetitions();

    @Option(
            names = "--pause",
            paramLabel = "MS",
            description = "How long before each start, for a spare to get ready (default: ${DEFAULT-VALUE}).")
    private int pauseMillis = StartStudy.DEFAULT.pauseMillis();

    @Mixin
    @SuppressWarnings("unused") // picocli acts on --python by itself
    private PythonOption python;

    StartCommand() {}

    @Override
    Study study() {
        if (repetitions < 1 || pauseMillis < 0) {
            throw wrong("--repetitions wants a number of 1 or more, --pause one of 0 or more");
        }
        return new StartStudy(repetitions, pauseMillis);
    }
}
