package dev.sluice.benchmarks.contender;

import dev.sluice.benchmarks.workload.Workload;
import java.util.Map;
import java.util.Set;

/** Who is measured if nobody is named: not whoever could say nothing that another does not say as well. */
public final class Usual {
    /** By family of workloads, who is left out. */
    private static final Map<String, Set<String>> LEFT_OUT = Map.of(
            "W2", Set.of("sluice-pipe-portable", "agrona-m-1", "jeromq", "pipe"),
            "W4", Set.of("lbq", "ltq", "jctools", "agrona-m-1", "chronicle", "jeromq"),
            "W5", Set.of("sluice-pipe-portable", "agrona-m-1", "lbq", "ltq", "jctools"));

    /** After a long silence it is waking up that counts, and that is the same for all that sleep in the same way. */
    private static final Set<String> AFTER_SILENCE =
            Set.of("sluice", "sluice-pipe", "sluice-portable", "python-queue", "python-pipe", "futex-c");

    private Usual() {}

    /** Whether a contender is measured. */
    public static boolean isMeasured(Workload workload, String contender) {
        boolean leftOut =
                LEFT_OUT.getOrDefault(workload.family(), Set.of()).contains(contender);
        return !leftOut && (!workload.isLongSilence() || AFTER_SILENCE.contains(contender));
    }
}
