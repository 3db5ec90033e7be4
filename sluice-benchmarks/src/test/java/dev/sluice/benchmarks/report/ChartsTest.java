package dev.sluice.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.benchmarks.floor.Floor;
import dev.sluice.benchmarks.trial.Measurement;
import dev.sluice.benchmarks.trial.Measurement.Figure;
import dev.sluice.benchmarks.trial.WarmUp;
import dev.sluice.benchmarks.workload.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChartsTest {
    @TempDir
    private Path folder;

    @Test
    void aChartHoldsFromTenthsToManyMillions() throws IOException {
        Charts.write(
                new Results(List.of(
                        measured("W5", "sluice", 25_300),
                        measured("W5", "abq", 10_100_000),
                        measured("W4-busy", "sluice-pipe", 0.12),
                        measured("W4-busy", "spin-c", 28_000))),
                folder);
        assertTrue(Files.readString(folder.resolve("W5.svg")).contains("<svg"));
        assertTrue(Files.readString(folder.resolve("W4-busy.svg")).contains("<svg"));
    }

    @Test
    void oneContenderAloneHasAChart() throws IOException {
        Charts.write(
                new Results(List.of(measured("W6", "python-joinable", 96_600), measured("W1", "sluice", 25_000_000))),
                folder);
        assertTrue(Files.readString(folder.resolve("W6.svg")).contains("<svg"));
        assertTrue(Files.readString(folder.resolve("W1.svg")).contains("<svg"));
    }

    @Test
    void aCurveMayHoldPointsThatALogarithmicAxisHasNoPlaceFor() throws IOException {
        Plots.write(
                new Block.Plot(
                        "curve.svg",
                        "A curve",
                        "x",
                        "y",
                        List.of(
                                new Block.Curve(
                                        "one", List.of(new Block.Point(1, 0), new Block.Point(1e7, 120))),
                                new Block.Curve("none", List.of()))),
                folder);
        assertTrue(Files.readString(folder.resolve("curve.svg")).contains("<svg"));
    }

    private static Measurement measured(String workload, String contender, double value) {
        return new Measurement(
                Workload.named(workload),
                contender,
                0,
                new Floor(120, 1e8),
                WarmUp.NONE,
                List.of(new Figure("f", value)),
                "");
    }
}
