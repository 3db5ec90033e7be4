package dev.sluice.stress;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What one or more rounds came to.
 *
 * @param findings  what was found about each criterion that applies
 * @param tallies   what was counted
 * @param killPoints the named steps at which processes killed themselves
 * @param failures  what workers that failed said
 */
public record Outcome(
        Map<Criterion, Finding> findings, Map<Tally, Long> tallies, Set<String> killPoints, List<String> failures) {
    /** Copies the collections. */
    public Outcome {
        findings = Map.copyOf(findings);
        tallies = Map.copyOf(tallies);
        killPoints = Set.copyOf(killPoints);
        failures = List.copyOf(failures);
    }

    /**
     * Whether all criteria are met.
     *
     * @return false if one is not
     */
    public boolean isMet() {
        return findings.values().stream().allMatch(Finding::met);
    }

    Outcome and(Outcome other) {
        Map<Criterion, Finding> bothFindings = new EnumMap<>(Criterion.class);
        bothFindings.putAll(findings);
        other.findings.forEach((criterion, finding) -> bothFindings.merge(criterion, finding, Finding::and));
        Map<Tally, Long> bothTallies = new EnumMap<>(Tally.class);
        bothTallies.putAll(tallies);
        other.tallies.forEach((tally, number) -> bothTallies.merge(tally, number, tally::and));
        Set<String> bothPoints = new TreeSet<>(killPoints);
        bothPoints.addAll(other.killPoints);
        List<String> bothFailures = new ArrayList<>(failures);
        bothFailures.addAll(other.failures);
        return new Outcome(bothFindings, bothTallies, bothPoints, bothFailures);
    }
}
