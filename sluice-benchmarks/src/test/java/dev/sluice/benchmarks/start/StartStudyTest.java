package dev.sluice.benchmarks.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.benchmarks.floor.Floor;
import dev.sluice.benchmarks.report.Judged;
import dev.sluice.benchmarks.report.Section;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StartStudyTest {
    private static final Floor FLOOR = new Floor(100, 1e9);
    private static final long MILLI = 1_000_000;

    @Test
    void fastStartsMeetBothTargets() {
        assertEquals(List.of("met", "met"), verdicts(section(0.8, 19, 0.9, 10)));
    }

    @Test
    void aWarmStartMustBeatBothForkAndAMillisecond() {
        assertEquals(List.of("NOT MET", "met"), verdicts(section(1.1, 19, 1.2, 10)));
        assertEquals(List.of("NOT MET", "met"), verdicts(section(0.8, 19, 0.7, 10)));
    }

    @Test
    void aColdStartMustTakeLessThanTwoSpawns() {
        assertEquals(List.of("met", "NOT MET"), verdicts(section(0.8, 21, 0.9, 10)));
    }

    @Test
    void withoutCPythonNothingIsJudged() {
        Section section = StartStudy.DEFAULT.section(
                List.of(times("Sluice cold", 20), times("Sluice warm", 0.5)), FLOOR);
        assertTrue(section.targets().stream().noneMatch(Judged::isMissed), section::toString);
        assertTrue(verdicts(section).stream().allMatch(verdict -> verdict.contains("no CPython")), section::toString);
    }

    @Test
    void itsRowsAreTheTwoOfW7() {
        assertEquals(
                List.of("W7", "W7"),
                section(1, 1, 1, 1).targets().stream().map(Judged::workload).toList());
    }

    private static List<String> verdicts(Section section) {
        return section.targets().stream().map(Judged::verdict).toList();
    }

    private static Section section(double warm, double cold, double fork, double spawn) {
        List<StartTimes> all = new ArrayList<>(List.of(times("Sluice warm", warm), times("Sluice cold", cold)));
        all.add(times("CPython fork", fork));
        all.add(times("CPython spawn", spawn));
        return StartStudy.DEFAULT.section(all, FLOOR);
    }

    private static StartTimes times(String who, double millis) {
        return new StartTimes(who, "", List.of(new StartTime((long) (millis * MILLI), (long) (millis * MILLI))));
    }
}
