package dev.sluice.benchmarks.start;

import dev.sluice.benchmarks.contender.PythonChoice;
import dev.sluice.benchmarks.floor.Floor;
import dev.sluice.benchmarks.report.Block;
import dev.sluice.benchmarks.report.Judged;
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

/**
 * How long processes take to start.
 *
 * @param repetitions how often each
 * @param pauseMillis how long before each start, for a spare to get ready: one that is made meanwhile would slow whatever starts then
 */
public record StartStudy(int repetitions, int pauseMillis) implements Study {
    /** What the full form does. */
    public static final StartStudy DEFAULT = new StartStudy(20, 1000);

    private static final String WORKLOAD = "W7";
    private static final String COLD = "Sluice cold";
    private static final String WARM = "Sluice warm";
    private static final String FORK = "CPython fork";
    private static final String SPAWN = "CPython spawn";

    private static final double WARM_MILLIS = 1;
    private static final double TIMES_SPAWN = 2;

    @Override
    public String id() {
        return "start";
    }

    @Override
    public String title() {
        return "Start: how long until a process works";
    }

    @Override
    public String command() {
        return "./sluice bench start --repetitions " + repetitions + " --pause " + pauseMillis;
    }

    @Override
    public Section measure(Surroundings surroundings) throws IOException, InterruptedException {
        Floor floor = surroundings.begin("starts of processes, " + repetitions + " of each kind");
        List<Starter> starters = new ArrayList<>();
        try {
            addStarters(starters);
            return section(measured(starters), floor);
        } finally {
            starters.forEach(Starter::close);
        }
    }

    private void addStarters(List<Starter> starters) throws IOException, InterruptedException {
        SluiceStarter cold = new SluiceStarter(COLD, 0, List.of());
        starters.add(cold);
        cold.awaitCache();
        // An option of which nobody knows whether a cache allows it does without the cache.
        starters.add(new SluiceStarter(
                COLD + ", no cache", 0, List.of("-XX:+UnlockDiagnosticVMOptions")));
        starters.add(new SluiceStarter(COLD + ", only C1", 0, List.of("-XX:TieredStopAtLevel=1")));
        starters.add(new SluiceStarter(WARM, 1, List.of()));
        if (PythonChoice.chosen().isPresent()) {
            for (String method : List.of("fork", "forkserver", "spawn")) {
                starters.add(new PythonStarter(method));
            }
        }
    }

    /** All take turns, so that what disturbs one disturbs all. */
    private List<StartTimes> measured(List<Starter> starters) throws IOException, InterruptedException {
        Map<Starter, List<StartTime>> times = new LinkedHashMap<>();
        for (Starter starter : starters) {
            starter.measure(); // what is first in many ways is not measured
            times.put(starter, new ArrayList<>());
        }
        for (int i = 0; i < repetitions; i++) {
            for (Starter starter : starters) {
                Thread.sleep(pauseMillis);
                times.get(starter).add(starter.measure());
            }
        }
        List<StartTimes> all = new ArrayList<>();
        times.forEach((starter, some) -> all.add(new StartTimes(starter.title(), starter.note(), some)));
        return all;
    }

    Section section(List<StartTimes> all, Floor floor) {
        TextTable table = new TextTable(
                1, "who", "first line p50 ms", "p90 ms", "start and join p50 ms", "p90 ms", "regime");
        List<String> notes = new ArrayList<>();
        for (StartTimes each : all) {
            table.row(
                    each.who(),
                    Numbers.plain(each.firstLine().p50()),
                    Numbers.plain(each.firstLine().p90()),
                    Numbers.plain(each.join().p50()),
                    Numbers.plain(each.join().p90()),
                    floor.regime());
            if (!each.note().isEmpty()) {
                notes.add(each.who() + ": " + each.note() + ".");
            }
        }
        String text = "From start() to the first line of the task, and to the return of join(); " + repetitions
                + " starts of each, in turns, " + pauseMillis
                + " ms apart. Warm: a spare JVM is ready. Cold: a JVM is started, with a cache of loaded classes if it is not said"
                + " otherwise. " + String.join(" ", notes);
        return new Section(
                id(),
                title(),
                command(),
                List.of(new Block.Paragraph(text.strip()), new Block.Table(table)),
                List.of(warm(all), cold(all)),
                Map.of(
                        "repetitions", repetitions,
                        "pause ms", pauseMillis,
                        "rows", all.stream().map(StartTimes::data).toList()));
    }

    private Judged warm(List<StartTimes> all) {
        double warm = p50(all, WARM);
        double fork = p50(all, FORK);
        return judged(
                "a warm start to the first line",
                "below CPython's fork, p50 below 1 ms",
                warm,
                "fork",
                fork,
                warm < WARM_MILLIS && warm < fork);
    }

    private Judged cold(List<StartTimes> all) {
        double cold = p50(all, COLD);
        double spawn = p50(all, SPAWN);
        return judged(
                "a cold start to the first line",
                "below 2 x CPython's spawn",
                cold,
                "spawn",
                spawn,
                cold < TIMES_SPAWN * spawn);
    }

    private static Judged judged(
            String subject, String target, double millis, String method, double peerMillis, boolean met) {
        if (Double.isNaN(peerMillis)) {
            return Judged.notMeasured(
                    WORKLOAD,
                    subject,
                    target,
                    Numbers.plain(millis) + " ms; there is no CPython to compare it with");
        }
        return Judged.of(
                WORKLOAD,
                subject,
                target,
                Numbers.plain(millis) + " ms; " + method + " " + Numbers.plain(peerMillis) + " ms",
                "-",
                met);
    }

    private static double p50(List<StartTimes> all, String who) {
        return all.stream()
                .filter(each -> each.who().equals(who))
                .mapToDouble(each -> each.firstLine().p50())
                .findFirst()
                .orElse(Double.NaN);
    }
}
