package dev.sluice.benchmarks;

import dev.sluice.benchmarks.study.Study;
import dev.sluice.benchmarks.tail.TailStudy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the slowest puts and takes. */
@Command(
        name = "tail",
        description = {
            "Measure the slowest puts and takes at a fixed rate, while another process that is attached is disturbed.",
            "Times count from the instant at which an element was to be put."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all was measured", "1:it could not be measured", "2:the command line is wrong"})
final class TailCommand extends StudyCommand {
    @Option(names = "--rate", paramLabel = "N", description = "Elements a second (default: ${DEFAULT-VALUE}).")
    private int rate = TailStudy.DEFAULT.rate();

    @Option(names = "--seconds", paramLabel = "S", description = "How long each (default: ${DEFAULT-VALUE}).")
    private int seconds = TailStudy.DEFAULT.seconds();

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Same seed, same pauses between stops and kills (default: ${DEFAULT-VALUE}).")
    private long seed = TailStudy.DEFAULT.seed();

    TailCommand() {}

    @Override
    Study study() {
        if (rate < 1 || seconds < 1) {
            throw wrong("--rate and --seconds want a number of 1 or more");
        }
        return new TailStudy(rate, seconds, seed);
    }
}
