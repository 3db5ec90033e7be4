package dev.sluice.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
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

    private static final int MOST_ATTEMPTS = 4;

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
        List<String> found = new ArrayList<>();
        // What breaks a queue may make the workers fail before they have shown what else it breaks: then once more.
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            Report report = Stress.run(
                    new Stress.Settings(List.of(defect.showsIn()), MOST_KILLS_OF_BROKEN, SEED + attempt, defect));
            try {
                assertFalse(report.isMet(), () -> defect + " was not found: " + String.join("\n", report.table()));
                Outcome outcome = report.results().getFirst().outcome();
                if (defect.foundBy().stream()
                        .anyMatch(criterion -> !outcome.findings().get(criterion).met())) {
                    return;
                }
                found.addAll(report.table());
            } finally {
                Traces.delete(report.journals().orElseThrow());
            }
        }
        fail(defect + " was found by other criteria only: " + String.join("\n", found));
    }

    @Test
    void nothingHappensWhereCpythonsQueuesHang() throws Exception {
        PythonTrials.Comparison comparison = PythonTrials.run(1, SEED, PYTHON_PATIENCE_SECONDS);
        assertTrue(comparison.isMet(), () -> String.join("\n", comparison.table()));
    }
}
