package dev.sluice.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/**
 * Stands for the benchmarks in the list of commands. They need the jars of all peers, which are no part of the command, so
 * the script {@code ./sluice} builds and starts them as a program of their own and does not come here.
 */
@Command(
        name = "bench",
        description = {
            "Measure Sluice side by side with its peers.",
            "In a clone of the project only: ./sluice bench --help lists its options."
        },
        exitCodeListHeading = ExitCodes.HEADING,
        exitCodeList = {ExitCodes.OK_LINE, ExitCodes.USAGE_LINE})
final class BenchCommand implements Callable<Integer> {
    @Unmatched
    @SuppressWarnings("unused") // so that its options are not refused one by one
    private List<String> options;

    @Spec
    private CommandSpec spec;

    BenchCommand() {}

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(), "the benchmarks run from a clone of the project only: ./sluice bench there");
    }
}
