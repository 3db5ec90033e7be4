package dev.sluice.benchmarks.trial;

import dev.sluice.benchmarks.floor.Floor;
import dev.sluice.benchmarks.workload.Workload;
import java.util.List;

/**
 * What one trial gave.
 *
 * @param workload   what was done
 * @param contender  by whom
 * @param repetition in which repetition, from 0 on
 * @param floor      the floor of the machine just before
 * @param warmUp     how it was warmed up
 * @param figures    what was measured, the figure that is compared first; empty if the trial failed
 * @param failure    why it failed, or an empty string
 */
public record Measurement(
        Workload workload,
        String contender,
        int repetition,
        Floor floor,
        WarmUp warmUp,
        List<Figure> figures,
        String failure) {
    /** A trial that went well. */
    static Measurement of(Workload workload, String contender, int repetition, Floor floor, Outcome outcome) {
        return new Measurement(
                workload, contender, repetition, floor, outcome.warmUp(), List.copyOf(outcome.figures()), "");
    }

    /** A trial that failed. */
    static Measurement failed(Workload workload, String contender, int repetition, Floor floor, String why) {
        return new Measurement(workload, contender, repetition, floor, WarmUp.NONE, List.of(), why);
    }

    /** Whether there are figures. */
    public boolean isUsable() {
        return !figures.isEmpty();
    }

    /** The figure that is compared. */
    public double value() {
        return figures.getFirst().value();
    }

    /**
     * A measured number.
     *
     * @param name  what it is
     * @param value the number
     */
    public record Figure(String name, double value) {}
}
