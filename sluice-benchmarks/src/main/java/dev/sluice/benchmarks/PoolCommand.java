package dev.sluice.benchmarks;

import dev.sluice.benchmarks.pool.PoolStudy;
import dev.sluice.benchmarks.study.Study;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures pools of processes. */
@Command(
        name = "pool",
        description = {
            "Measure pools of processes with tiny tasks: how many in a second, and how long one takes.",
            "Beside CPython's pools of processes and the JDK's pool of threads, in turns."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all is as it should be",
            "1:a target is missed, or it could not be measured",
            "2:the command line is wrong"
        })
final class PoolCommand extends StudyCommand {
    @Option(names = "--repetitions", paramLabel = "N", description = "How often each (default: ${DEFAULT-VALUE}).")
    private int repetitions = PoolStudy.DEFAULT.repetitions();

    @Option(names = "--tasks", paramLabel = "N", description = "How many tasks at a time (default: ${DEFAULT-VALUE}).")
    private int tasks = PoolStudy.DEFAULT.tasks();

    @Mixin
    @SuppressWarnings("unused") // picocli acts on --python by itself
    private PythonOption python;

    PoolCommand() {}

    @Override
    Study study() {
        if (repetitions < 1 || tasks < 1) {
            throw wrong("--repetitions and --tasks want a number of 1 or more");
        }
        return new PoolStudy(repetitions, tasks);
    }
}
