package dev.sluice.benchmarks.tail;

import dev.sluice.benchmarks.floor.Floor;
import dev.sluice.benchmarks.report.Block;
import dev.sluice.benchmarks.report.Numbers;
import dev.sluice.benchmarks.report.Section;
import dev.sluice.benchmarks.report.TextTable;
import dev.sluice.benchmarks.study.Study;
import dev.sluice.benchmarks.study.Surroundings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * The slowest puts and takes.
 *
 * @param rate    elements a second
 * @param seconds how long, for each disturbance
 * @param seed    of the pauses between stops and kills
 */
public record TailStudy(int rate, int seconds, long seed) implements Study {
    /** What the full form does. */
    public static final TailStudy DEFAULT = new TailStudy(1000, 20, 1);

    private static final double NANOS_PER_MICRO = 1e3;
    private static final double HUNDRED = 100;
    private static final double[] PERCENTILES = {50, 90, 99, 99.9, 99.99};
    private static final double MEDIAN = 50;
    private static final double P99 = 99;
    private static final double P99_9 = 99.9;

    @Override
    public String id() {
        return "tail";
    }

    @Override
    public String title() {
        return "Tail: the slowest puts and takes";
    }

    @Override
    public String command() {
        return "./sluice bench tail --rate " + rate + " --seconds " + seconds + " --seed " + seed;
    }

    @Override
    public Section measure(Surroundings surroundings) throws IOException, InterruptedException {
        TextTable table = new TextTable(
                2, "meanwhile", "", "p50 us", "p99 us", "p99.9 us", "max us", "floor ping us", "regime");
        List<Block.Curve> curves = new ArrayList<>();
        List<Map<String, Object>> data = new ArrayList<>();
        for (Disturbance disturbance : Disturbance.values()) {
            Floor floor = surroundings.begin("puts and takes; meanwhile: " + disturbance.label());
            Tail tail = Tail.measure(surroundings.folder(), disturbance, rate, seconds, seed);
            row(table, disturbance.label(), "put", tail.put(), floor);
            row(table, "", "take", tail.take(), floor);
            curves.add(curve(disturbance.label(), tail.take()));
            data.add(data(disturbance.label(), "put", tail.put(), floor));
            data.add(data(disturbance.label(), "take", tail.take(), floor));
        }
        return new Section(
                id(),
                title(),
                command(),
                List.of(
                        new Block.Paragraph("One process puts " + rate + " elements a second, another takes them, and a"
                                + " third one (if something is said of it), which is attached and puts nearly as many, is"
                                + " disturbed; each for " + seconds
                                + " s. Times count from the instant at which an element was to be"
                                + " put, so that a delay counts for every element behind it. At such a rate all"
                                + " fall asleep between elements: a put or a take begins with being woken by the system,"
                                + " late by its timer's slack (50 us)."),
                        new Block.Table(table),
                        new Block.Plot(
                                "tail.svg",
                                "From when an element was to be put until it was taken",
                                "slowest one of",
                                "us (less is better)",
                                curves)),
                List.of(),
                Map.of("rate", rate, "seconds", seconds, "seed", seed, "rows", data));
    }

    private static void row(TextTable table, String label, String call, Histogram times, Floor floor) {
        table.row(
                label,
                call,
                micros(times, MEDIAN),
                micros(times, P99),
                micros(times, P99_9),
                micros(times, HUNDRED),
                Numbers.plain(floor.pingNanos() / NANOS_PER_MICRO),
                floor.regime());
    }

    private static String micros(Histogram times, double percentile) {
        return Numbers.plain(times.getValueAtPercentile(percentile) / NANOS_PER_MICRO);
    }

    private static Block.Curve curve(String name, Histogram times) {
        List<Block.Point> points = new ArrayList<>();
        for (double percentile : PERCENTILES) {
            points.add(new Block.Point(
                    HUNDRED / (HUNDRED - percentile), times.getValueAtPercentile(percentile) / NANOS_PER_MICRO));
        }
        return new Block.Curve(name, points);
    }

    private static Map<String, Object> data(String label, String call, Histogram times, Floor floor) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("meanwhile", label);
        object.put("call", call);
        for (double percentile : PERCENTILES) {
            object.put("p" + percentile + " us", times.getValueAtPercentile(percentile) / NANOS_PER_MICRO);
        }
        object.put("max us", times.getMaxValue() / NANOS_PER_MICRO);
        object.put("floor ping ns", floor.pingNanos());
        return object;
    }
}
