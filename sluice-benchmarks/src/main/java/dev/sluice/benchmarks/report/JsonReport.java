package dev.sluice.benchmarks.report;

import dev.sluice.benchmarks.contender.Contender;
import dev.sluice.benchmarks.trial.Measurement;
import dev.sluice.cli.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A run, as programs read it. */
final class JsonReport {
    private JsonReport() {}

    static String of(Setting setting, Results results, List<Section> sections) {
        Map<String, Object> all = new LinkedHashMap<>(setting.facts());
        all.put("seconds of the run", setting.took().toSeconds());
        all.put("contenders", setting.contenders().stream().map(JsonReport::contender).toList());
        all.put("absent", setting.absent());
        all.put("targets", targets(results, sections));
        sections.forEach(section -> all.put(section.id(), section.data()));
        all.put("measurements", results.measurements().stream().map(JsonReport::measurement).toList());
        return Json.write(all);
    }

    private static List<Map<String, Object>> targets(Results results, List<Section> sections) {
        List<Map<String, Object>> targets = new ArrayList<>();
        Verdict.judge(results).forEach(verdict -> targets.add(verdict(verdict)));
        sections.forEach(section -> section.targets().forEach(row -> targets.add(judged(row))));
        return targets;
    }

    private static Map<String, Object> judged(Judged row) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("workload", row.workload());
        object.put("of", row.subject());
        object.put("target", row.target());
        object.put("measured", row.measured());
        object.put("range", row.range());
        object.put("verdict", row.verdict());
        return object;
    }

    private static Map<String, Object> contender(Contender contender) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("id", contender.id());
        object.put("title", contender.title());
        object.put("note", contender.note());
        object.put("jvm-options", contender.jvmOptions());
        return object;
    }

    private static Map<String, Object> verdict(Verdict verdict) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("workload", verdict.target().workload());
        object.put("of", verdict.target().subject());
        object.put("target", verdict.target().words());
        object.put("ratio", verdict.ratio().map(Spread::median));
        object.put("min", verdict.ratio().map(Spread::min));
        object.put("max", verdict.ratio().map(Spread::max));
        object.put("verdict", verdict.words());
        return object;
    }

    private static Map<String, Object> measurement(Measurement measurement) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("workload", measurement.workload().id());
        object.put("contender", measurement.contender());
        object.put("repetition", measurement.repetition());
        List<Measurement.Figure> figures = measurement.figures();
        figures.forEach(figure -> object.put(figure.name(), figure.value()));
        object.put("warm-up s", measurement.warmUp().seconds());
        object.put("steady", measurement.warmUp().steady());
        object.put("floor ping ns", measurement.floor().pingNanos());
        object.put("floor ring/s", measurement.floor().ringPerSecond());
        if (!measurement.isUsable()) {
            object.put("failure", measurement.failure());
        }
        return object;
    }
}
