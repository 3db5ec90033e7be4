package dev.sluice.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.benchmarks.contender.Contenders;
import dev.sluice.benchmarks.floor.Floor;
import dev.sluice.benchmarks.trial.Measurement;
import dev.sluice.benchmarks.trial.Measurement.Figure;
import dev.sluice.benchmarks.trial.Timing;
import dev.sluice.benchmarks.trial.WarmUp;
import dev.sluice.benchmarks.workload.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class MarkdownTest {
    private static final Setting SETTING = new Setting(
            "./sluice bench --report docs",
            "--repetitions 2",
            2,
            2,
            new Timing(Duration.ofSeconds(5), Duration.ofSeconds(1)),
            List.of(),
            Contenders.named(List.of("sluice")),
            Map.of("spin-c", "there is no gcc"),
            Instant.EPOCH,
            Instant.EPOCH.plusSeconds(90));

    private static final Section SECTION = new Section(
            "tail",
            "Tail: the slowest",
            "./sluice bench tail",
            List.of(new Block.Plot("tail.svg", "A chart", "x", "y", List.of())),
            List.of(),
            Map.of("rows", List.of()));

    private final List<String> page = Markdown.of(SETTING, new Results(List.of(measured())), List.of(SECTION));

    @Test
    void everyTargetHasItsRow() {
        for (Target target : Target.all()) {
            assertEquals(1, rows("| " + target.workload() + " | " + target.subject() + " | " + target.words()));
        }
        assertEquals(1, rows("| kill -9 |"));
        assertEquals(2, rows("| W7 |"));
    }

    @Test
    void besideEachNumberStandsTheCommandThatRepeatsIt() {
        assertTrue(page.contains("`./sluice bench --only W1 --repetitions 2`"), page::toString);
        assertTrue(page.contains("`./sluice bench tail`"), page::toString);
    }

    @Test
    void whoWasAbsentIsNamedWithTheReason() {
        assertEquals(1, rows("| spin-c | absent: there is no gcc |"));
    }

    @Test
    void chartsOfWorkloadsAndSectionsAreShown() {
        assertTrue(page.contains("![W1](W1.svg)"), page::toString);
        assertTrue(page.contains("![A chart](tail.svg)"), page::toString);
    }

    private long rows(String beginning) {
        return page.stream().filter(line -> line.startsWith(beginning)).count();
    }

    private static Measurement measured() {
        return new Measurement(
                Workload.named("W1"),
                "sluice",
                0,
                new Floor(120, 1e8),
                new WarmUp(1.5, true),
                List.of(new Figure("elements/s", 1e7)),
                "");
    }
}
