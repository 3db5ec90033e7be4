package dev.sluice.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.benchmarks.floor.Floor;
import dev.sluice.benchmarks.trial.Measurement;
import dev.sluice.benchmarks.trial.Measurement.Figure;
import dev.sluice.benchmarks.trial.WarmUp;
import dev.sluice.benchmarks.workload.Workload;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SilenceTest {
    @Test
    void silencesOfSeveralLengthsStandSideBySide() {
        Section section = Silence.of(new Results(List.of(
                measured("W4-asleep", "sluice", 45),
                measured("W4-asleep", "abq", 50),
                measured("W4-asleep-10s", "sluice", 60))))
                .orElseThrow();
        List<String> text = section.text();
        assertTrue(text.stream().anyMatch(line -> line.matches("sluice +45.0 +60.0")), text::toString);
        assertTrue(text.stream().anyMatch(line -> line.matches("abq +50.0 +-")), text::toString);
        assertEquals(
                List.of(new Block.Curve("sluice", List.of(new Block.Point(0.001, 45), new Block.Point(10, 60)))),
                section.plots().getFirst().curves());
    }

    @Test
    void oneLengthIsNoSection() {
        assertTrue(Silence.of(new Results(List.of(measured("W4-asleep", "sluice", 45), measured("W1", "sluice", 1e7))))
                .isEmpty());
    }

    private static Measurement measured(String workload, String contender, double value) {
        return new Measurement(
                Workload.named(workload),
                contender,
                0,
                new Floor(120, 1e8),
                WarmUp.NONE,
                List.of(new Figure("p50 us", value)),
                "");
    }
}
