package dev.sluice.benchmarks;

import dev.sluice.benchmarks.study.Study;
import dev.sluice.benchmarks.waiting.WaitingStudy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures what waiting costs. */
@Command(
        name = "waiting",
        description = {
            "Measure what waiting costs: processes that wait and do nothing else, beyond a JVM that does nothing at all.",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:an idle consumer and an idle producer use less than 0.1 % of a processor",
            "1:one uses more, or it could not be measured",
            "2:the command line is wrong"
        })
final class WaitingCommand extends StudyCommand {
    @Option(names = "--seconds", paramLabel = "S", description = "How long (default: ${DEFAULT-VALUE}).")
    private int seconds = WaitingStudy.DEFAULT_SECONDS;

    WaitingCommand() {}

    @Override
    Study study() {
        if (seconds < 1) {
            throw wrong("--seconds wants a number of 1 or more");
        }
        return new WaitingStudy(seconds);
    }
}
