package dev.sluice.benchmarks.trial;

import dev.sluice.benchmarks.contender.Contender;
import dev.sluice.benchmarks.workload.Workload;

/** Who does what, and how often. */
@FunctionalInterface
public interface Plan {
    /** How often a contender does a workload; 0 if it does not. Only asked for those that can. */
    int repetitions(Workload workload, Contender contender);
}
