package dev.sluice.benchmarks.waiting;

import dev.sluice.benchmarks.floor.Floor;
import dev.sluice.benchmarks.report.Block;
import dev.sluice.benchmarks.report.Judged;
import dev.sluice.benchmarks.report.Numbers;
import dev.sluice.benchmarks.report.Section;
import dev.sluice.benchmarks.report.TextTable;
import dev.sluice.benchmarks.study.Study;
import dev.sluice.benchmarks.study.Surroundings;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What it costs to wait.
 *
 * @param seconds how long is waited
 */
public record WaitingStudy(int seconds) implements Study {
    /** What the full form does. */
    public static final int DEFAULT_SECONDS = 60;

    private static final double MAX_CPU_PERCENT = 0.1;
    private static final double MILLIS_PER_PERCENT_AND_MINUTE = 600;

    @Override
    public String id() {
        return "waiting";
    }

    @Override
    public String title() {
        return "Waiting: what it costs";
    }

    @Override
    public String command() {
        return "./sluice bench waiting" + (seconds == DEFAULT_SECONDS ? "" : " --seconds " + seconds);
    }

    @Override
    public Section measure(Surroundings surroundings) throws IOException, InterruptedException {
        Floor floor = surroundings.begin("processes that wait, for " + seconds + " s");
        return section(IdleCost.measure(surroundings.folder(), seconds), floor);
    }

    Section section(List<IdleCost> costs, Floor floor) {
        TextTable table =
                new TextTable(2, "mode", "who waits", "% of a core", "CPU ms a minute", "wake-ups/s", "regime");
        for (IdleCost cost : costs) {
            table.row(
                    cost.mode(),
                    name(cost),
                    Numbers.plain(cost.cpuPercent()),
                    Numbers.plain(cost.cpuPercent() * MILLIS_PER_PERCENT_AND_MINUTE),
                    Numbers.plain(cost.wakeUpsPerSecond()),
                    floor.regime());
        }
        return new Section(
                id(),
                title(),
                command(),
                List.of(
                        new Block.Paragraph(
                                "Each waits in a process of its own that does nothing else, all of them at the"
                                        + " same time, for " + seconds
                                        + " s. The first row of each mode is a JVM that holds a queue"
                                        + " and waits for nothing; the other rows are what comes on top of that (a difference of two"
                                        + " processes, so it may be below zero). Without native access there is nothing to wait on"
                                        + " in the system: who waits looks at the queue, every 50 ms in the end, and that is what its"
                                        + " wake-ups are. What waiting costs in latency is in the workloads W4-asleep."),
                        new Block.Table(table)),
                costs.stream().filter(IdleCost::isJudged).map(this::judged).toList(),
                Map.of("seconds", seconds, "rows", costs.stream().map(WaitingStudy::data).toList()));
    }

    private Judged judged(IdleCost cost) {
        return Judged.of(
                id(),
                name(cost) + ", " + cost.mode(),
                "below " + MAX_CPU_PERCENT + " % of a core",
                Numbers.plain(cost.cpuPercent()) + " %",
                "-",
                cost.cpuPercent() < MAX_CPU_PERCENT);
    }

    private static String name(IdleCost cost) {
        return switch (cost.way()) {
            case "NOTHING" -> "nobody";
            case "CONSUMER" -> "a consumer";
            case "PRODUCER" -> "a producer";
            default -> "1,000 " + cost.way().toLowerCase(Locale.ROOT).replace('_', ' ');
        };
    }

    private static Map<String, Object> data(IdleCost cost) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("mode", cost.mode());
        object.put("who", name(cost));
        object.put("percent of a core", cost.cpuPercent());
        object.put("wake-ups/s", cost.wakeUpsPerSecond());
        return object;
    }
}
