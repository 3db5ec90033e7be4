package dev.sluice.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The attack in its short form; {@code ./sluice stress} is the long one. */
@Timeout(value = 600, unit = TimeUnit.SECONDS)
final class StressTest {
    private static final int KILLS = 12;
    private static final long SEED = Long.getLong("dev.sluice.test.seed", 20_261);

    /** Short: what is said of CPython's queues is not judged here. */
    private static final int PYTHON_PATIENCE_SECONDS = 1;

    /** After so many, a defect that is not found will not be. */
    private static final int MOST_KILLS_OF_BROKEN = 400;

    @Test
    void whoeverDiesAllCriteriaAreMet() throws Exception {
        Report report = Stress.run(new Stress.Settings(Configuration.all(), KILLS, SEED, Defect.NONE));
        assertTrue(report.isMet(), () -> String.join("\n", report.table()));
        assertEquals(Configuration.all().size(), report.results().size());
        assertTrue(report.journals().isEmpty(), report::toString);
        for (Report.Result result : report.results()) {
            assertTrue(result.outcome().tallies().get(Tally.KILLS) >= KILLS, () -> String.join("\n", report.table()));
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aBrokenCoreIsFoundByTheRightCriterion(Defect defect) throws Exception {
        Report report =
                Stress.run(new Stress.Settings(List.of(defect.showsIn()), MOST_KILLS_OF_BROKEN, SEED, defect));
        try {
            assertFalse(report.isMet(), () -> defect + " was not found: " + String.join("\n", report.table()));
            Outcome outcome = report.results().getFirst().outcome();
            assertTrue(
                    defect.foundBy().stream()
                            .anyMatch(criterion -> !outcome.findings().get(criterion).met()),
                    () -> defect + " was found by another criterion: " + String.join("\n", report.table()));
        } finally {
            Traces.delete(report.journals().orElseThrow());
        }
    }

    @Test
    void nothingHappensWhereCpythonsQueuesHang() throws Exception {
        PythonTrials.Comparison comparison = PythonTrials.run(1, SEED, PYTHON_PATIENCE_SECONDS);
        assertTrue(comparison.isMet(), () -> String.join("\n", comparison.table()));
    }
}
