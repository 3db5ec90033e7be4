package dev.sluice.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ElsewhereTest {
    private static final Judged MET = Judged.of("growth", "processes", "flat", "1.1", "", true);
    private static final Judged MISSED = Judged.of("growth", "elements", "flat", "3.1", "", false);

    @Test
    void withoutSectionsEachTargetHasARowThatSaysWhereItIsMeasured() {
        List<Judged> rows = Elsewhere.rows(List.of());
        assertEquals(
                List.of("W7", "W7", "pool", "pool", "waiting", "growth", "growth", "kill -9"),
                rows.stream().map(Judged::workload).toList());
        assertTrue(rows.stream().allMatch(row -> row.verdict().contains("./sluice")), rows::toString);
        assertTrue(rows.stream().noneMatch(Judged::isMissed), rows::toString);
    }

    @Test
    void aSectionReplacesTheRowsOfItsTargets() {
        List<Judged> rows = Elsewhere.rows(List.of(section(List.of(MET, MISSED))));
        assertTrue(rows.containsAll(List.of(MET, MISSED)), rows::toString);
        assertEquals(
                2, rows.stream().filter(row -> row.workload().equals("growth")).count());
    }

    @Test
    void aSectionThatFailedLeavesTheRowsOfItsTargetsThere() {
        List<Judged> rows = Elsewhere.rows(List.of(Section.failed("growth", "Growth", "command", "a reason")));
        assertEquals(
                2, rows.stream().filter(row -> row.workload().equals("growth")).count());
    }

    @Test
    void aSectionIsMetOnlyIfNoneOfItsTargetsIsMissed() {
        assertTrue(new SectionReport(section(List.of(MET))).isMet());
        assertFalse(new SectionReport(section(List.of(MET, MISSED))).isMet());
        assertEquals("NOT MET", MISSED.verdict());
    }

    private static Section section(List<Judged> targets) {
        return new Section("growth", "Growth", "./sluice bench growth", List.of(), targets, Map.of());
    }
}
