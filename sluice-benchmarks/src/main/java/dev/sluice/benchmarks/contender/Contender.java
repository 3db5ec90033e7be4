package dev.sluice.benchmarks.contender;

import dev.sluice.benchmarks.workload.Workload;
import java.io.IOException;
import java.util.List;

/** Something that does the workloads, as the controller sees it. */
public interface Contender {
    /** Its name on the command line and in data. */
    String id();

    /** Its name for people. */
    String title();

    /** How it is set up, where that is not its default; empty if there is nothing to say. */
    String note();

    /** What its JVMs need beside the options of all. */
    default List<String> jvmOptions() {
        return List.of();
    }

    /** Whether it can do a workload. */
    boolean supports(Workload workload);

    /**
     * Whether it is there on this machine; said once, before the first trial.
     *
     * @return why not, or an empty string
     */
    default String lack() {
        return "";
    }

    /** The commands of the processes that together are the members of a trial. */
    List<List<String>> commands(Launch launch) throws IOException;
}
