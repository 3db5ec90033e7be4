package dev.sluice.benchmarks;

import dev.sluice.benchmarks.contender.PythonChoice;
import picocli.CommandLine.Option;

/** The option of all commands that measure beside CPython. */
final class PythonOption {
    PythonOption() {}

    @Option(
            names = "--python",
            paramLabel = "COMMAND",
            description = "The CPython to measure (default: the fastest of those found).")
    void choose(String command) {
        if (command != null) {
            PythonChoice.set(command);
        }
    }
}
