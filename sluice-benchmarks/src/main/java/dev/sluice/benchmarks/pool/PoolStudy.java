package dev.sluice.benchmarks.pool;

import dev.sluice.ProcessPool;
import dev.sluice.benchmarks.contender.PythonChoice;
import dev.sluice.benchmarks.floor.Floor;
import dev.sluice.benchmarks.report.Block;
import dev.sluice.benchmarks.report.Judged;
import dev.sluice.benchmarks.report.Numbers;
import dev.sluice.benchmarks.report.Section;
import dev.sluice.benchmarks.report.Spread;
import dev.sluice.benchmarks.report.TextTable;
import dev.sluice.benchmarks.study.Study;
import dev.sluice.benchmarks.study.Surroundings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/**
 * How many tiny tasks a pool does in a second, and how long one takes.
 *
 * @param repetitions how often each is measured
 * @param tasks       how many tasks at a time
 */
public record PoolStudy(int repetitions, int tasks) implements Study {
    /** What is measured if nothing else is asked for. */
    public static final PoolStudy DEFAULT = new PoolStudy(5, 10_000);

    private static final int WORKERS = 2;
    private static final int WARM_UPS = 5;
    private static final int CHUNK = 64;
    private static final double TIMES_AS_MANY = 5;

    private static final String SUBMIT = "Sluice submit, lambda";
    private static final String SUBMIT_RECORD = "Sluice submit, record";
    private static final String MAP = "Sluice map";
    private static final String MAP_CHUNKS = "Sluice map, chunks of " + CHUNK;
    private static final String THREADS = "JDK newFixedThreadPool";
    private static final String PY_SUBMIT = "CPython ProcessPoolExecutor.submit";
    private static final String PY_APPLY = "CPython Pool.apply_async";
    private static final String PY_IMAP = "CPython Pool.imap";
    private static final String PY_IMAP_CHUNKS = "CPython Pool.imap, chunks of " + CHUNK;

    @Override
    public String id() {
        return "pool";
    }

    @Override
    public String title() {
        return "Pools: tiny tasks";
    }

    @Override
    public String command() {
        return "./sluice bench pool --repetitions " + repetitions + " --tasks " + tasks;
    }

    @Override
    public Section measure(Surroundings surroundings) throws IOException, InterruptedException {
        Floor floor = surroundings.begin("tiny tasks in pools, " + repetitions + " times " + tasks + " each");
        List<PoolContender> contenders = new ArrayList<>();
        try {
            addContenders(contenders);
            return section(measured(contenders), floor);
        } finally {
            contenders.forEach(PoolContender::close);
        }
    }

    private void addContenders(List<PoolContender> contenders) throws IOException {
        ProcessPool lambdas = ProcessPool.create(WORKERS);
        contenders.add(JavaPool.submitting(SUBMIT, lambdas, i -> lambdas.submit(() -> Twice.of(i))));
        ProcessPool records = ProcessPool.create(WORKERS);
        contenders.add(JavaPool.submitting(SUBMIT_RECORD, records, i -> records.submit(new Twice(i))));
        ProcessPool map = ProcessPool.create(WORKERS);
        contenders.add(JavaPool.mapping(
                MAP, map, n -> map.map(i -> Twice.of(i), () -> IntStream.range(0, n).iterator())));
        ProcessPool chunks = ProcessPool.create(WORKERS);
        contenders.add(JavaPool.mapping(
                MAP_CHUNKS,
                chunks,
                n -> chunks.map(i -> Twice.of(i), () -> IntStream.range(0, n).iterator(), CHUNK)));
        ExecutorService threads = Executors.newFixedThreadPool(WORKERS);
        contenders.add(JavaPool.submitting(THREADS, threads, i -> threads.submit(() -> Twice.of(i))));
        if (PythonChoice.chosen().isPresent()) {
            contenders.add(new PythonPool(PY_SUBMIT, "submit", WORKERS));
            contenders.add(new PythonPool(PY_APPLY, "apply_async", WORKERS));
            contenders.add(new PythonPool(PY_IMAP, "imap", WORKERS));
            contenders.add(new PythonPool(PY_IMAP_CHUNKS, "imap-chunks", WORKERS));
        }
    }

    /** All take turns, so that what disturbs one disturbs all. */
    private Map<String, List<PoolRun>> measured(List<PoolContender> contenders)
            throws IOException, InterruptedException {
        Map<String, List<PoolRun>> runs = new LinkedHashMap<>();
        for (PoolContender contender : contenders) {
            runs.put(contender.title(), new ArrayList<>());
        }
        for (int i = 0; i < WARM_UPS + repetitions; i++) {
            for (PoolContender contender : contenders) {
                PoolRun run = contender.measure(tasks);
                if (i >= WARM_UPS) {
                    runs.get(contender.title()).add(run);
                }
            }
        }
        return runs;
    }

    Section section(Map<String, List<PoolRun>> runs, Floor floor) {
        TextTable table = new TextTable(1, "who", "tasks/s", "from", "to", "latency p50 us", "regime");
        Map<String, Object> data = new LinkedHashMap<>();
        runs.forEach((who, some) -> {
            Spread rate = Spread.of(some.stream().map(PoolRun::tasksPerSecond).toList());
            double latency = latency(runs, who);
            table.row(
                    who,
                    Numbers.plain(rate.median()),
                    Numbers.plain(rate.min()),
                    Numbers.plain(rate.max()),
                    Double.isNaN(latency) ? "-" : Numbers.plain(latency),
                    floor.regime());
            data.put(who, some.stream().map(PoolRun::tasksPerSecond).toList());
        });
        String text = "Doubling a number, in " + WORKERS + " workers each; " + tasks
                + " tasks at a time, the median of "
                + repetitions + " repetitions in turns after " + WARM_UPS
                + " that are not counted. Latency: from submitting"
                + " a task to having its result, one at a time, the median of 200, and of the repetitions. A worker of Sluice"
                + " answers each input of a chunk by itself, so that its death costs one input; one of CPython answers a"
                + " chunk as a whole.";
        return new Section(
                id(),
                title(),
                command(),
                List.of(new Block.Paragraph(text), new Block.Table(table)),
                List.of(
                        rate(runs, SUBMIT, PY_SUBMIT),
                        rate(runs, SUBMIT, PY_APPLY),
                        rate(runs, SUBMIT_RECORD, PY_APPLY),
                        rate(runs, MAP, PY_IMAP),
                        rate(runs, MAP_CHUNKS, PY_IMAP_CHUNKS),
                        latency(runs, SUBMIT, PY_SUBMIT),
                        latency(runs, SUBMIT, PY_APPLY)),
                Map.of("repetitions", repetitions, "tasks", tasks, "tasks per second", data));
    }

    private static double rate(Map<String, List<PoolRun>> runs, String who) {
        List<PoolRun> some = runs.getOrDefault(who, List.of());
        return some.isEmpty()
                ? Double.NaN
                : Spread.of(some.stream().map(PoolRun::tasksPerSecond).toList()).median();
    }

    private static double latency(Map<String, List<PoolRun>> runs, String who) {
        List<Double> some = runs.getOrDefault(who, List.of()).stream()
                .map(PoolRun::latencyMicros)
                .filter(micros -> !Double.isNaN(micros))
                .toList();
        return some.isEmpty() ? Double.NaN : Spread.of(some).median();
    }

    private static Judged rate(Map<String, List<PoolRun>> runs, String who, String peer) {
        double times = rate(runs, who) / rate(runs, peer);
        return judged(
                who + ": tasks per second",
                "at least 5 x " + peer,
                times,
                Numbers.plain(times) + " x",
                times >= TIMES_AS_MANY);
    }

    private static Judged latency(Map<String, List<PoolRun>> runs, String who, String peer) {
        double micros = latency(runs, who);
        double peerMicros = latency(runs, peer);
        return judged(
                who + ": median latency",
                "below " + peer,
                micros + peerMicros,
                Numbers.plain(micros) + " us; " + Numbers.plain(peerMicros) + " us",
                micros < peerMicros);
    }

    private static Judged judged(String subject, String target, double known, String measured, boolean met) {
        return Double.isNaN(known)
                ? Judged.notMeasured("pool", subject, target, "there is no CPython to compare it with")
                : Judged.of("pool", subject, target, measured, "-", met);
    }
}
