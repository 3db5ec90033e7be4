package dev.sluice.benchmarks.trial;

import dev.sluice.benchmarks.trial.Measurement.Figure;
import java.util.List;

/**
 * What a trial that went well gave.
 *
 * @param warmUp  how it was warmed up
 * @param figures what was measured, the figure that is compared first
 */
record Outcome(WarmUp warmUp, List<Figure> figures) {}
