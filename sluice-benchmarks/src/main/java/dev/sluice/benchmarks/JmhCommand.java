package dev.sluice.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Runs the benchmarks of the inside. */
@Command(
        name = "jmh",
        description = {
            "Measure the inside with JMH: codec, put and take without contention, waking up, attaching.",
            "Takes JMH's own options after --, such as: jmh Codec -- -prof gc"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all was measured", "2:the command line is wrong"})
final class JmhCommand implements Callable<Integer> {
    @Parameters(arity = "0..*", paramLabel = "PATTERN", description = "Which benchmarks (default: all).")
    private List<String> words = new ArrayList<>();

    JmhCommand() {}

    @Override
    public Integer call() throws IOException {
        org.openjdk.jmh.Main.main(words.toArray(String[]::new));
        return 0;
    }
}
