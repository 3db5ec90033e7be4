package dev.sluice.benchmarks.report;

import dev.sluice.benchmarks.contender.Contender;
import dev.sluice.benchmarks.trial.Timing;
import dev.sluice.benchmarks.workload.Workload;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run was: all that one needs to repeat it.
 *
 * @param command         the command line
 * @param options         of the command line, those that say how it is measured, not what
 * @param repetitions     how often each is measured that a target names
 * @param peerRepetitions how often the others are
 * @param timing          how long
 * @param jvmOptions      options of the JVMs of all contenders alike
 * @param contenders      who took part
 * @param absent          who could not, and why
 * @param begin           when it began
 * @param end             when it ended
 */
public record Setting(
        String command,
        String options,
        int repetitions,
        int peerRepetitions,
        Timing timing,
        List<String> jvmOptions,
        List<Contender> contenders,
        Map<String, String> absent,
        Instant begin,
        Instant end) {
    private static final double MILLIS_PER_SECOND = 1e3;

    /** The command that repeats the part of a workload. */
    String commandFor(Workload workload) {
        return "./sluice bench --only " + workload.id() + (options.isEmpty() ? "" : " " + options);
    }

    /** How long it took. */
    Duration took() {
        return Duration.between(begin, end);
    }

    /** The facts, by name. */
    Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("command", command);
        facts.put("commit", Machine.commit());
        facts.put("date", begin.truncatedTo(ChronoUnit.SECONDS) + ", for " + took().toMinutes() + " min "
                + took().toSecondsPart() + " s");
        facts.put("machine", Machine.description());
        facts.put("JDK", System.getProperty("java.vm.name") + " " + Runtime.version());
        facts.put("JVM options of all", jvmOptions.isEmpty() ? "none" : String.join(" ", jvmOptions));
        facts.put(
                "repetitions",
                repetitions + " of what a target names, " + peerRepetitions + " of others; each warmed up until it is"
                        + " steady, for " + timing.warmUp().toMillis() / MILLIS_PER_SECOND + " s at most, then "
                        + timing.measured().toMillis() / MILLIS_PER_SECOND + " s measured");
        return facts;
    }
}
