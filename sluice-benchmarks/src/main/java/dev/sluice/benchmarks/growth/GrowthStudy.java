package dev.sluice.benchmarks.growth;

import dev.sluice.benchmarks.floor.Floor;
import dev.sluice.benchmarks.report.Block;
import dev.sluice.benchmarks.report.Judged;
import dev.sluice.benchmarks.report.Numbers;
import dev.sluice.benchmarks.report.Section;
import dev.sluice.benchmarks.report.Spread;
import dev.sluice.benchmarks.report.TextTable;
import dev.sluice.benchmarks.study.Probe;
import dev.sluice.benchmarks.study.Study;
import dev.sluice.benchmarks.study.Surroundings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What an element costs as things grow.
 *
 * @param queued    how many elements are queued
 * @param processes how many processes are attached
 * @param bytes     how long an element is
 */
public record GrowthStudy(List<Long> queued, List<Integer> processes, List<Integer> bytes) implements Study {
    /** What the full form does. */
    public static final GrowthStudy DEFAULT = new GrowthStudy(
            List.of(1L, 1_000L, 1_000_000L, 10_000_000L),
            List.of(1, 2, 4, 8, 16, 32, 64),
            List.of(8, 64, 512, 4 << 10, 32 << 10, 256 << 10, 1 << 20, 4 << 20, 16 << 20));

    /** What counts as flat: the most expensive point of a curve beside the cheapest. */
    private static final double FLAT = 1.25;

    private static final double NANOS_PER_MICRO = 1e3;
    private static final double NANOS_PER_SECOND = 1e9;

    @Override
    public String id() {
        return "growth";
    }

    @Override
    public String title() {
        return "Growth: what an element costs as things grow";
    }

    @Override
    public String command() {
        return "./sluice bench growth" + (equals(DEFAULT)
                ? ""
                : " --queued " + words(queued) + " --processes " + words(processes) + " --bytes " + words(bytes));
    }

    private static String words(List<? extends Number> numbers) {
        return String.join(",", numbers.stream().map(Number::toString).toList());
    }

    @Override
    public Section measure(Surroundings surroundings) throws InterruptedException {
        Report report = new Report();
        List<Part> parts = List.of(
                this::queued, this::processes, this::bytes, GrowthStudy::churn, GrowthStudy::memory);
        for (Part part : parts) {
            try {
                part.measure(surroundings, report);
            } catch (IOException e) {
                // The others are worth having.
                report.blocks.add(new Block.Paragraph("Failed: " + e.getMessage()));
                report.data.merge(Section.FAILURE, String.valueOf(e.getMessage()), (one, other) -> one + "; " + other);
            }
        }
        return new Section(id(), title(), command(), report.blocks, report.targets, report.data);
    }

    private void queued(Surroundings surroundings, Report report) throws IOException, InterruptedException {
        TextTable table = new TextTable(
                0, "elements queued", "put ns", "take ns", "size() ns", "bare write ns", "bare read ns",
                "first put ns", "page faults/element", "floor ping us");
        List<Map<String, Object>> rows = new ArrayList<>();
        Lines lines = new Lines("put and take", "bare write and read");
        for (long level : queued) {
            Floor floor = surroundings.begin("elements queued: " + level);
            Map<String, Double> numbers = Probe.run(
                    surroundings.folder(), GrowthMain.class, GrowthMain.Part.QUEUED.name(), Long.toString(level));
            table.row(
                    String.format(Locale.ROOT, "%,d", level),
                    Numbers.plain(numbers.get("put")),
                    Numbers.plain(numbers.get("take")),
                    Numbers.plain(numbers.get("size")),
                    Numbers.plain(numbers.get("bare write")),
                    Numbers.plain(numbers.get("bare read")),
                    Numbers.plain(numbers.get("fill")),
                    Numbers.plain(numbers.get("faults")),
                    ping(floor));
            lines.add(
                    (double) level,
                    numbers.get("put") + numbers.get("take"),
                    numbers.get("bare write") + numbers.get("bare read"));
            rows.add(row("queued", level, numbers, floor));
        }
        report.blocks.add(new Block.Paragraph(GrowthText.QUEUED));
        report.blocks.add(new Block.Table(table));
        report.blocks.add(lines.plot("growth-queued.svg", "By elements queued", "elements queued"));
        report.targets.add(flat("1 to 10,000,000 elements queued", lines.curve(0)));
        report.data.put("queued", rows);
    }

    private void processes(Surroundings surroundings, Report report) throws IOException, InterruptedException {
        Floor floor = surroundings.begin("processes attached: " + words(processes));
        Map<String, Double> numbers = Probe.run(
                surroundings.folder(), GrowthMain.class, GrowthMain.Part.ATTACHED.name(), words(processes));
        TextTable table = new TextTable(0, "processes attached", "put and take ns", "floor ping us");
        Lines lines = new Lines("put and take");
        for (int level : processes) {
            double nanos = numbers.get(Integer.toString(level));
            table.row(Integer.toString(level), Numbers.plain(nanos), ping(floor));
            lines.add(level, nanos);
        }
        report.blocks.add(new Block.Paragraph(GrowthText.PROCESSES));
        report.blocks.add(new Block.Table(table));
        report.blocks.add(lines.plot("growth-processes.svg", "By processes attached", "processes attached"));
        report.targets.add(flat("1 to 64 processes attached", lines.curve(0)));
        report.data.put("processes", row("floor", "", numbers, floor));
    }

    private void bytes(Surroundings surroundings, Report report) throws IOException, InterruptedException {
        TextTable table = new TextTable(
                0, "bytes", "put and take ns", "bytes/s", "page faults", "bare copies ns", "bare page faults",
                "x bare", "floor ping us");
        List<Map<String, Object>> rows = new ArrayList<>();
        Lines lines = new Lines("put and take", "bare copies");
        for (int length : bytes) {
            Floor floor = surroundings.begin("bytes of an element: " + length);
            Map<String, Double> numbers = Probe.run(
                    surroundings.folder(), GrowthMain.class, GrowthMain.Part.BYTES.name(), Integer.toString(length));
            double nanos = numbers.get("nanos");
            table.row(
                    Numbers.bytes(length),
                    Numbers.plain(nanos),
                    Numbers.large(length * NANOS_PER_SECOND / nanos),
                    Numbers.plain(numbers.get("faults")),
                    Numbers.plain(numbers.get("bare")),
                    Numbers.plain(numbers.get("bare faults")),
                    Numbers.ratio(nanos / numbers.get("bare")),
                    ping(floor));
            lines.add(length, nanos, numbers.get("bare"));
            rows.add(row("bytes", length, numbers, floor));
        }
        report.blocks.add(new Block.Paragraph(GrowthText.BYTES));
        report.blocks.add(new Block.Table(table));
        report.blocks.add(lines.plot("growth-bytes.svg", "By bytes of an element", "bytes"));
        report.data.put("bytes", rows);
    }

    private static void churn(Surroundings surroundings, Report report) throws IOException, InterruptedException {
        Floor floor = surroundings.begin("processes that attach and detach under load");
        Churn churn = Churn.measure(surroundings.folder());
        TextTable table = new TextTable(1, "meanwhile", "elements/s", "min .. max", "floor ping us");
        Map<String, Object> data = new LinkedHashMap<>();
        churn.rates().forEach((meanwhile, rate) -> {
            table.row(
                    meanwhile.label(),
                    Numbers.large(rate.median()),
                    Numbers.large(rate.min()) + " .. " + Numbers.large(rate.max()),
                    ping(floor));
            data.put(meanwhile.label(), rate.median());
        });
        data.put("ratio with one process", churn.ratio().median());
        data.put("ratio with JVMs", churn.visitorRatio().median());
        data.put("us to open and close", churn.openMicros());
        report.blocks.add(new Block.Paragraph(GrowthText.churn(churn)));
        report.blocks.add(new Block.Table(table));
        report.data.put("attaching under load", data);
    }

    private static void memory(Surroundings surroundings, Report report) throws IOException, InterruptedException {
        surroundings.begin("memory");
        Map<String, Double> numbers = new LinkedHashMap<>();
        for (OccupiedMemory.State state : OccupiedMemory.State.values()) {
            numbers.putAll(Probe.run(
                    surroundings.folder(), GrowthMain.class, GrowthMain.Part.MEMORY.name(), state.name()));
        }
        TextTable table = new TextTable(1, "a queue", "shared memory", "of it mapped by this process");
        numbers.forEach((name, value) -> {
            if (name.endsWith(OccupiedMemory.OF + OccupiedMemory.SHARED)) {
                String state = name.substring(0, name.lastIndexOf(OccupiedMemory.OF));
                table.row(
                        state,
                        Numbers.bytes(value),
                        Numbers.bytes(numbers.get(state + OccupiedMemory.OF + OccupiedMemory.RESIDENT)));
            }
        });
        report.blocks.add(new Block.Paragraph(GrowthText.MEMORY));
        report.blocks.add(new Block.Table(table));
        report.data.put("memory", numbers);
    }

    private static Judged flat(String subject, List<Double> curve) {
        Spread spread = Spread.of(curve);
        double ratio = spread.max() / spread.min();
        return Judged.of(
                "growth",
                subject,
                "flat: greatest beside smallest at most " + Numbers.ratio(FLAT),
                Numbers.ratio(ratio),
                Numbers.plain(spread.min()) + " .. " + Numbers.plain(spread.max()) + " ns",
                ratio <= FLAT);
    }

    private static Map<String, Object> row(
            String name, Object value, Map<String, Double> numbers, Floor floor) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put(name, value);
        row.putAll(numbers);
        row.put("floor ping ns", floor.pingNanos());
        return row;
    }

    private static String ping(Floor floor) {
        return Numbers.plain(floor.pingNanos() / NANOS_PER_MICRO);
    }

    /** One of the measurements. */
    private interface Part {
        void measure(Surroundings surroundings, Report report) throws IOException, InterruptedException;
    }

    /** What becomes a section. */
    private static final class Report {
        private final List<Block> blocks = new ArrayList<>();
        private final List<Judged> targets = new ArrayList<>();
        private final Map<String, Object> data = new LinkedHashMap<>();
    }

    /** The curves of a chart, point by point. */
    private static final class Lines {
        private final List<String> names;
        private final List<List<Block.Point>> points = new ArrayList<>();

        Lines(String... names) {
            this.names = List.of(names);
            this.names.forEach(ignored -> points.add(new ArrayList<>()));
        }

        void add(double x, double... ys) {
            for (int i = 0; i < ys.length; i++) {
                points.get(i).add(new Block.Point(x, ys[i]));
            }
        }

        List<Double> curve(int number) {
            return points.get(number).stream().map(Block.Point::y).toList();
        }

        Block.Plot plot(String file, String title, String xTitle) {
            List<Block.Curve> curves = new ArrayList<>();
            for (int i = 0; i < names.size(); i++) {
                curves.add(new Block.Curve(names.get(i), List.copyOf(points.get(i))));
            }
            return new Block.Plot(file, title, xTitle, "ns an element (less is better)", curves);
        }
    }
}
