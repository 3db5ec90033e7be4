package dev.sluice.benchmarks.growth;

import dev.sluice.benchmarks.report.Spread;
import dev.sluice.benchmarks.study.Probe;
import dev.sluice.benchmarks.trial.RunFolder;
import dev.sluice.benchmarks.worker.Gate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What a producer and a consumer have of it when processes attach to their queue and detach from it: what they move in a
 * second, in turn with seconds in which the same happens beside another queue. The difference is what attaching costs them;
 * the rest is what it costs to have less of the processors.
 *
 * @param rates        elements a second by what happens meanwhile
 * @param ratio        with processes that open and close their queue, beside those that open and close another
 * @param visitorRatio the same with JVMs that are started for it
 * @param openMicros   to open and close the queue in use
 */
record Churn(Map<Meanwhile, Spread> rates, Spread ratio, Spread visitorRatio, double openMicros) {
    private static final int ROUNDS = 5;
    private static final long PHASE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long WARM_UP_SECONDS = 3;
    private static final long READY_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final double NANOS_PER_MICRO = 1e3;
    private static final double NANOS_PER_SECOND = 1e9;

    /** What happens meanwhile. */
    enum Meanwhile {
        /** Nothing. */
        NOTHING("nothing"),
        /** A process opens and closes the other queue. */
        OPEN_BESIDE("another queue opened and closed, 100 times a second"),
        /** A process opens and closes this queue. */
        OPEN("this queue opened and closed, 100 times a second"),
        /** JVMs start, open and close the other queue, and end. */
        VISIT_BESIDE("one JVM after the other that attaches to another queue"),
        /** JVMs start, open and close this queue, and end. */
        VISIT("one JVM after the other that attaches to this queue");

        private final String label;

        Meanwhile(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    static Churn measure(RunFolder folder) throws IOException, InterruptedException {
        Path place = folder.sub("churn");
        List<Process> started = new ArrayList<>();
        try {
            return new Run(place, started).measure();
        } finally {
            started.forEach(Process::destroyForcibly);
            started.forEach(process -> process.onExit().join());
            RunFolder.removeQuietly(place);
        }
    }

    private static final class Run {
        private final Path place;
        private final List<Process> started;
        private final Gate gate;
        private final Gate opener;
        private final Gate openerBeside;

        Run(Path place, List<Process> started) throws IOException {
            this.place = place;
            this.started = started;
            gate = Gate.create(place.resolve("gate"), 2);
            opener = Gate.create(place.resolve("gate-opener"), 1);
            openerBeside = Gate.create(place.resolve("gate-opener-beside"), 1);
        }

        Churn measure() throws IOException, InterruptedException {
            begin();
            Map<Meanwhile, List<Double>> rates = new EnumMap<>(Meanwhile.class);
            for (int round = 0; round < ROUNDS; round++) {
                for (Meanwhile meanwhile : Meanwhile.values()) {
                    rates.computeIfAbsent(meanwhile, ignored -> new ArrayList<>()).add(rate(meanwhile));
                }
            }
            for (Gate each : List.of(gate, opener, openerBeside)) {
                each.begin(Gate.Phase.STOP);
            }
            double openMicros = opener.sent(ChurnMain.OPENER)
                    / NANOS_PER_MICRO
                    / Math.max(1, opener.received(ChurnMain.OPENER));
            Map<Meanwhile, Spread> spreads = new EnumMap<>(Meanwhile.class);
            rates.forEach((meanwhile, each) -> spreads.put(meanwhile, Spread.of(each)));
            return new Churn(
                    spreads,
                    ratio(rates.get(Meanwhile.OPEN), rates.get(Meanwhile.OPEN_BESIDE)),
                    ratio(rates.get(Meanwhile.VISIT), rates.get(Meanwhile.VISIT_BESIDE)),
                    openMicros);
        }

        /** The queues are there when the first two are ready. */
        private void begin() throws IOException, InterruptedException {
            start(ChurnMain.Part.PRODUCER, "gate");
            start(ChurnMain.Part.CONSUMER, "gate");
            await(gate, ChurnMain.PRODUCER);
            await(gate, ChurnMain.CONSUMER);
            start(ChurnMain.Part.OPENER, "gate-opener");
            start(ChurnMain.Part.OPENER_BESIDE, "gate-opener-beside");
            await(opener, ChurnMain.OPENER);
            await(openerBeside, ChurnMain.OPENER);
            gate.begin(Gate.Phase.WARM_UP);
            TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
            // Who opens has to be warm, too.
            for (Gate each : List.of(opener, openerBeside)) {
                each.begin(Gate.Phase.MEASURE);
                TimeUnit.SECONDS.sleep(1);
                each.begin(Gate.Phase.WARM_UP);
            }
        }

        private double rate(Meanwhile meanwhile) throws IOException, InterruptedException {
            switch (meanwhile) {
                case OPEN -> opener.begin(Gate.Phase.MEASURE);
                case OPEN_BESIDE -> openerBeside.begin(Gate.Phase.MEASURE);
                default -> {
                    // Nothing that goes on by itself.
                }
            }
            long before = gate.received(ChurnMain.CONSUMER);
            long start = System.nanoTime();
            while (System.nanoTime() - start < PHASE_NANOS) {
                switch (meanwhile) {
                    case VISIT -> visit(ChurnMain.Part.VISITOR);
                    case VISIT_BESIDE -> visit(ChurnMain.Part.VISITOR_BESIDE);
                    default -> TimeUnit.NANOSECONDS.sleep(PHASE_NANOS - (System.nanoTime() - start));
                }
            }
            double rate = (gate.received(ChurnMain.CONSUMER) - before) * NANOS_PER_SECOND / (System.nanoTime() - start);
            opener.begin(Gate.Phase.WARM_UP);
            openerBeside.begin(Gate.Phase.WARM_UP);
            return rate;
        }

        private void visit(ChurnMain.Part part) throws IOException, InterruptedException {
            if (start(part, "gate").waitFor() != 0) {
                throw new IOException("a process could not attach to a queue in use" + output());
            }
        }

        private Process start(ChurnMain.Part part, String gateFile) throws IOException {
            List<String> command = Probe.command(place);
            command.addAll(List.of(
                    ChurnMain.class.getName(),
                    part.name(),
                    place.resolve(gateFile).toString()));
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            place.resolve("output").toFile()))
                    .start();
            started.add(process);
            return process;
        }

        private void await(Gate at, int member) throws IOException, InterruptedException {
            long start = System.nanoTime();
            while (!at.isState(member, Gate.State.READY)) {
                if (System.nanoTime() - start > READY_NANOS
                        || started.stream().anyMatch(process -> !process.isAlive())) {
                    throw new IOException("a process that attaches did not get ready" + output());
                }
                TimeUnit.MILLISECONDS.sleep(1);
            }
        }

        private String output() throws IOException {
            return ": " + Files.readString(place.resolve("output")).strip();
        }

        private static Spread ratio(List<Double> these, List<Double> those) {
            List<Double> ratios = new ArrayList<>();
            for (int i = 0; i < these.size(); i++) {
                ratios.add(these.get(i) / those.get(i));
            }
            return Spread.of(ratios);
        }
    }
}
