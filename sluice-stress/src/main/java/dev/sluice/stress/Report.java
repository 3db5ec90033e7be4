package dev.sluice.stress;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What a run came to, and how it is shown.
 *
 * @param settings what was to be done
 * @param results  what became of it, for each configuration
 * @param journals where the journals of a run that failed are
 */
public record Report(Stress.Settings settings, List<Result> results, Optional<Path> journals) {
    private static final int TITLE_WIDTH = 40;
    private static final double MILLIS_PER_SECOND = 1000;

    /**
     * What one configuration came to.
     *
     * @param configuration what was attacked
     * @param outcome       what was found
     * @param time          how long it took
     */
    public record Result(Configuration configuration, Outcome outcome, Duration time) {
        private double seconds() {
            return time.toMillis() / MILLIS_PER_SECOND;
        }
    }

    /** Copies the list. */
    public Report {
        results = List.copyOf(results);
    }

    /**
     * Whether all criteria are met in all configurations.
     *
     * @return false if one is not
     */
    public boolean isMet() {
        return results.stream().allMatch(result -> result.outcome().isMet());
    }

    /**
     * The verdict for people.
     *
     * @return lines
     */
    public List<String> table() {
        List<String> lines = new ArrayList<>();
        for (Result result : results) {
            Outcome outcome = result.outcome();
            lines.add("== " + result.configuration() + " (seed " + settings.seed() + ") ==");
            lines.add(row("criterion", "found", "limit", "verdict"));
            for (Criterion criterion : Criterion.values()) {
                Finding finding = outcome.findings().get(criterion);
                if (finding != null) {
                    lines.add(row(
                            criterion.title(),
                            Long.toString(finding.count()),
                            Long.toString(finding.limit()),
                            finding.met() ? "met" : "NOT MET"));
                }
            }
            for (Tally tally : Tally.values()) {
                lines.add(row(
                        tally.title(), Long.toString(outcome.tallies().getOrDefault(tally, 0L)), "", ""));
            }
            lines.add(row("named steps at which some died", Integer.toString(outcome.killPoints().size()), "", ""));
            lines.add(row("seconds", String.format(Locale.ROOT, "%.1f", result.seconds()), "", ""));
            outcome.failures().forEach(failure -> lines.add("  " + failure.replace("\n", "\n    ")));
            lines.add("");
        }
        long kills = results.stream()
                .mapToLong(result -> result.outcome().tallies().getOrDefault(Tally.KILLS, 0L))
                .sum();
        lines.add((isMet() ? "all criteria met: " : "NOT all criteria met: ") + kills + " kills, seed "
                + settings.seed());
        journals.ifPresent(folder -> lines.add("journals: " + folder));
        return lines;
    }

    private static String row(String title, String found, String limit, String verdict) {
        return String.format(Locale.ROOT, "%-" + TITLE_WIDTH + "s%12s%12s  %s", title, found, limit, verdict)
                .stripTrailing();
    }

    /**
     * The verdict as a table of Markdown, a row for each configuration, with the command that makes it.
     *
     * @return lines
     */
    public List<String> markdown() {
        List<String> lines = new ArrayList<>();
        lines.add("| configuration | kills | deaths inside put / take / ack | kill points hit | elements | redelivered"
                + " | torn, invented, twice, lost | lost with a killed consumer | longest stall"
                + " | stops: all / that held up others, longest"
                + " | collections: all / that held up others, longest | seconds | verdict"
                + " | command |");
        lines.add("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
        for (Result result : results) {
            Outcome outcome = result.outcome();
            lines.add("| " + String.join(
                    " | ",
                    result.configuration().label(),
                    tally(outcome, Tally.KILLS),
                    tally(outcome, Tally.IN_PUT) + " / " + tally(outcome, Tally.IN_TAKE) + " / "
                            + tally(outcome, Tally.IN_ACK),
                    Integer.toString(outcome.killPoints().size()),
                    tally(outcome, Tally.ELEMENTS),
                    tally(outcome, Tally.REDELIVERIES),
                    count(outcome, Criterion.TORN) + ", " + count(outcome, Criterion.INVENTED) + ", "
                            + count(outcome, Criterion.TWICE) + ", " + count(outcome, Criterion.LOST),
                    count(outcome, Criterion.IN_HAND),
                    count(outcome, Criterion.STUCK) + " ms",
                    tally(outcome, Tally.STOPS) + " / " + tally(outcome, Tally.STOPS_THAT_HELD_UP) + ", "
                            + tally(outcome, Tally.LONGEST_BEHIND_STOPPED) + " ms",
                    tally(outcome, Tally.COLLECTIONS) + " / " + tally(outcome, Tally.COLLECTIONS_THAT_HELD_UP) + ", "
                            + tally(outcome, Tally.LONGEST_BEHIND_COLLECTION) + " ms",
                    String.format(Locale.ROOT, "%.0f", result.seconds()),
                    outcome.isMet() ? "met" : "NOT MET: " + unmet(outcome),
                    "`" + command(result) + "`") + " |");
        }
        return lines;
    }

    private static String unmet(Outcome outcome) {
        return outcome.findings().entrySet().stream()
                .filter(found -> !found.getValue().met())
                .map(found -> found.getKey().label() + " " + found.getValue().count())
                .collect(Collectors.joining(", "));
    }

    private static String tally(Outcome outcome, Tally tally) {
        return Long.toString(outcome.tallies().getOrDefault(tally, 0L));
    }

    private static String count(Outcome outcome, Criterion criterion) {
        Finding finding = outcome.findings().get(criterion);
        return finding == null ? "-" : Long.toString(finding.count());
    }

    private String command(Result result) {
        return "./sluice stress --config " + result.configuration() + " --kills " + settings.kills() + " --seed "
                + settings.seed() + (settings.defect() == Defect.NONE ? "" : " --broken " + settings.defect());
    }

    /**
     * The verdict for programs.
     *
     * @return maps, lists, strings, numbers and booleans
     */
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("seed", settings.seed());
        json.put("kills", settings.kills());
        json.put("broken", settings.defect() == Defect.NONE ? null : settings.defect().label());
        json.put("met", isMet());
        json.put("journals", journals.map(Path::toString));
        json.put("configurations", results.stream().map(Report::json).toList());
        return json;
    }

    private static Map<String, Object> json(Result result) {
        Map<String, Object> json = new LinkedHashMap<>();
        Outcome outcome = result.outcome();
        json.put("configuration", result.configuration().label());
        json.put("met", outcome.isMet());
        json.put("seconds", result.seconds());
        List<Object> criteria = new ArrayList<>();
        for (Criterion criterion : Criterion.values()) {
            Finding finding = outcome.findings().get(criterion);
            if (finding != null) {
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("criterion", criterion.label());
                row.put("found", finding.count());
                row.put("limit", finding.limit());
                row.put("met", finding.met());
                criteria.add(row);
            }
        }
        json.put("criteria", criteria);
        for (Tally tally : Tally.values()) {
            json.put(tally.label(), outcome.tallies().getOrDefault(tally, 0L));
        }
        json.put("killPoints", new ArrayList<>(new TreeSet<>(outcome.killPoints())));
        json.put("failures", outcome.failures());
        return json;
    }
}
