package dev.sluice.benchmarks.report;

import dev.sluice.benchmarks.contender.Contender;
import dev.sluice.benchmarks.trial.Timing;
import dev.sluice.benchmarks.workload.Workload;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run was: all that one needs to repeat it.
 *
 * @param command     the command line
 * @param repetitions how often each was measured
 * @param timing      how long
 * @param jvmOptions  options of the JVMs of all contenders alike
 * @param contenders  who took part
 * @param end         when it ended
 */
public record Setting(
        String command,
        int repetitions,
        Timing timing,
        List<String> jvmOptions,
        List<Contender> contenders,
        Instant end) {
    private static final double MILLIS_PER_SECOND = 1e3;

    /** The command that repeats the part of a workload. */
    String commandFor(Workload workload) {
        String who = String.join(
                ",",
                contenders.stream()
                        .filter(each -> each.supports(workload))
                        .map(Contender::id)
                        .toList());
        return "./sluice bench --only " + workload.id() + " --contenders " + who + " --repetitions " + repetitions
                + " --warm-up " + timing.warmUp().toMillis() / MILLIS_PER_SECOND + " --seconds "
                + timing.measured().toMillis() / MILLIS_PER_SECOND
                + (jvmOptions.isEmpty() ? "" : " --jvm '" + String.join(" ", jvmOptions) + "'");
    }

    /** The facts, by name. */
    Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("command", command);
        facts.put("date", end.truncatedTo(ChronoUnit.SECONDS).toString());
        facts.put("machine", Machine.description());
        facts.put("JDK", System.getProperty("java.vm.name") + " " + Runtime.version());
        facts.put("JVM options of all", jvmOptions.isEmpty() ? "none" : String.join(" ", jvmOptions));
        facts.put(
                "repetitions",
                repetitions + ", each " + timing.warmUp().toMillis() / MILLIS_PER_SECOND + " s of warm-up and "
                        + timing.measured().toMillis() / MILLIS_PER_SECOND + " s measured");
        return facts;
    }
}
