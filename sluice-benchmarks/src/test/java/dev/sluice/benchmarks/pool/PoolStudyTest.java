package dev.sluice.benchmarks.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.benchmarks.floor.Floor;
import dev.sluice.benchmarks.report.Judged;
import dev.sluice.benchmarks.report.Section;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PoolStudyTest {
    private static final Floor FLOOR = new Floor(100, 1e9);

    @Test
    void fiveTimesAsManyTasksAndALowerLatencyMeetTheTargets() {
        assertTrue(verdicts(section(5, 9)).stream().allMatch("met"::equals));
    }

    @Test
    void fewerTasksOrALongerLatencyDoNot() {
        assertEquals(
                List.of("NOT MET", "NOT MET", "NOT MET", "NOT MET", "NOT MET", "met", "met"),
                verdicts(section(4.9, 9)));
        assertEquals(List.of("met", "met", "met", "met", "met", "NOT MET", "NOT MET"), verdicts(section(5, 11)));
    }

    @Test
    void withoutCPythonNothingIsJudged() {
        Map<String, List<PoolRun>> runs = runs(5, 9);
        runs.keySet().removeIf(who -> who.startsWith("CPython"));
        Section section = PoolStudy.DEFAULT.section(runs, FLOOR);
        assertTrue(section.targets().stream().noneMatch(Judged::isMissed), section::toString);
        assertTrue(verdicts(section).stream().allMatch(verdict -> verdict.contains("no CPython")), section::toString);
    }

    private static List<String> verdicts(Section section) {
        return section.targets().stream().map(Judged::verdict).toList();
    }

    private static Section section(double rate, double micros) {
        return PoolStudy.DEFAULT.section(runs(rate, micros), FLOOR);
    }

    private static Map<String, List<PoolRun>> runs(double rate, double micros) {
        Map<String, List<PoolRun>> runs = new HashMap<>();
        for (String who : List.of(
                "Sluice submit, lambda", "Sluice submit, record", "Sluice map", "Sluice map, chunks of 64")) {
            runs.put(who, List.of(new PoolRun(rate, micros)));
        }
        for (String who : List.of(
                "CPython ProcessPoolExecutor.submit",
                "CPython Pool.apply_async",
                "CPython Pool.imap",
                "CPython Pool.imap, chunks of 64")) {
            runs.put(who, List.of(new PoolRun(1, 10)));
        }
        return runs;
    }
}
