package dev.sluice.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.benchmarks.floor.Floor;
import dev.sluice.benchmarks.trial.Measurement;
import dev.sluice.benchmarks.trial.Measurement.Figure;
import dev.sluice.benchmarks.trial.WarmUp;
import dev.sluice.benchmarks.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class VerdictTest {
    private static final Floor FLOOR = new Floor(120, 1e8);

    private final List<Measurement> measurements = new ArrayList<>();

    @Test
    void theRatioIsTakenRepetitionByRepetition() {
        // The machine was ten times slower in the second repetition, for both.
        measured("W1", "sluice", 12, 1.3, 13);
        measured("W1", "abq", 10, 1, 10);
        Verdict verdict = judge(new Target("W1", "sluice", List.of("abq"), 1.2, false));
        assertEquals(1.3, verdict.ratio().orElseThrow().median(), 1e-9);
        assertEquals(1.2, verdict.ratio().orElseThrow().min(), 1e-9);
        assertTrue(verdict.isMet());
    }

    @Test
    void ofSeveralPeersTheFasterOfEachRepetitionCounts() {
        measured("W5", "sluice", 12, 12);
        measured("W5", "agrona-1-1", 10, 4);
        measured("W5", "aeron", 6, 24);
        Verdict verdict = judge(new Target("W5", "sluice", List.of("agrona-1-1", "aeron"), 1.2, false));
        assertEquals(new Spread(0.5, 0.85, 1.2), verdict.ratio().orElseThrow());
        assertFalse(verdict.isMet());
        assertEquals("NOT MET", verdict.words());
    }

    @Test
    void aPeerThatIsMissingIsNotReplacedByTheOther() {
        measured("W5", "sluice", 12, 12);
        measured("W5", "agrona-1-1", 10, 10);
        measured("W5", "aeron", 8);
        assertEquals(
                new Spread(1.2, 1.2, 1.2),
                judge(new Target("W5", "sluice", List.of("agrona-1-1", "aeron"), 1.2, false)).ratio().orElseThrow());
        measurements.removeIf(each -> each.contender().equals("aeron"));
        assertFalse(judge(new Target("W5", "sluice", List.of("agrona-1-1", "aeron"), 1.2, false)).isMeasured());
    }

    @Test
    void ofTimesLessIsBetter() {
        measured("W4-busy", "sluice", 0.2);
        measured("W4-busy", "spin-c", 0.1);
        assertTrue(judge(new Target("W4-busy", "sluice", List.of("spin-c"), 2.5, true)).isMet());
        assertFalse(judge(new Target("W4-busy", "sluice", List.of("spin-c"), 1.5, true)).isMet());
    }

    @Test
    void aRepetitionThatFailedOnEitherSideIsLeftOut() {
        measured("W1", "sluice", 12, 12);
        measured("W1", "abq", 10);
        failed("W1", "abq", 1);
        assertEquals(
                new Spread(1.2, 1.2, 1.2),
                judge(new Target("W1", "sluice", List.of("abq"), 1.2, false)).ratio().orElseThrow());
    }

    @Test
    void whatWasNotMeasuredIsNeitherMetNorHidden() {
        measured("W1", "sluice", 12);
        Verdict verdict = judge(new Target("W1", "sluice", List.of("abq"), 1.2, false));
        assertFalse(verdict.isMet());
        assertEquals("not measured", verdict.words());
    }

    @Test
    void everyTargetIsOfAWorkloadThatThereIs() {
        for (Target target : Target.all()) {
            assertEquals(target.workload(), Workload.named(target.workload()).id());
        }
    }

    private Verdict judge(Target target) {
        return Verdict.judge(target, new Results(measurements));
    }

    private void measured(String workload, String contender, double... values) {
        for (int repetition = 0; repetition < values.length; repetition++) {
            measurements.add(new Measurement(
                    Workload.named(workload),
                    contender,
                    repetition,
                    FLOOR,
                    WarmUp.NONE,
                    List.of(new Figure("elements/s", values[repetition])),
                    ""));
        }
    }

    private void failed(String workload, String contender, int repetition) {
        measurements.add(new Measurement(
                Workload.named(workload), contender, repetition, FLOOR, WarmUp.NONE, List.of(), "a reason"));
    }
}
