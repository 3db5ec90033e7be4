package dev.sluice.benchmarks.study;

import dev.sluice.benchmarks.floor.Floor;
import dev.sluice.benchmarks.floor.FloorMeter;
import dev.sluice.benchmarks.trial.RunFolder;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * What a measurement finds where it runs.
 *
 * @param folder   where its files are put
 * @param meter    measures the floor
 * @param progress told of each part as it begins
 */
public record Surroundings(RunFolder folder, FloorMeter meter, Consumer<String> progress) {
    /** Says what comes next, and measures the floor before it. */
    public Floor begin(String part) throws IOException {
        progress.accept(part);
        return meter.measure();
    }
}
