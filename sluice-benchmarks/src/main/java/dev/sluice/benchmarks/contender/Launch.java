package dev.sluice.benchmarks.contender;

import dev.sluice.benchmarks.workload.Workload;
import java.nio.file.Path;
import java.util.List;

/**
 * A trial that is to be started.
 *
 * @param folder     where the contender may put its files; the gate is in it
 * @param workload   what to do
 * @param jvmOptions options for the JVMs of all contenders alike
 */
public record Launch(Path folder, Workload workload, List<String> jvmOptions) {
    /** The name of the gate's file. */
    public static final String GATE = "gate";

    /** The name of the file with the times of round trips. */
    public static final String ROUND_TRIPS = "round-trips";

    /** The file of the gate. */
    public Path gate() {
        return folder.resolve(GATE);
    }
}
