package dev.sluice.stress;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The same trials with CPython's queues and with those of Sluice: two producers and two consumers at full speed, a bound of
 * 64, small elements; one process is killed with -9, then all are told to finish. Counted is in how many trials a survivor
 * was stuck, how many places of the queue could not be used any more in the others, and in how many join() hung.
 */
public final class PythonTrials {
    /** How many trials of each kind are made, unless told otherwise. */
    public static final int DEFAULT_TRIALS = 20;

    private static final int PATIENCE_SECONDS = 10;

    private final int trials;
    private final long seed;
    private final int pythonPatienceSeconds;
    private final Traces traces;
    private final Path folder;

    private PythonTrials(int trials, long seed, int pythonPatienceSeconds, Traces traces) throws IOException {
        this.trials = trials;
        this.seed = seed;
        this.pythonPatienceSeconds = pythonPatienceSeconds;
        this.traces = traces;
        this.folder = Stress.folder(traces);
    }

    /** One kind of trial, and what it came to. */
    private record Row(Trial trial, Trial.Count python, Trial.Count sluice) {}

    /** Both, side by side. */
    public static final class Comparison {
        private final String version;
        private final int trials;
        private final long seed;
        private final int pythonPatienceSeconds;
        private final List<Row> rows;
        private final List<String> failures;
        private final int diedInside;

        private Comparison(
                PythonTrials made, String version, List<Row> rows, int diedInside, List<String> failures) {
            this.version = version;
            this.trials = made.trials;
            this.seed = made.seed;
            this.pythonPatienceSeconds = made.pythonPatienceSeconds;
            this.rows = rows;
            this.failures = List.copyOf(failures);
            this.diedInside = diedInside;
        }

        /**
         * Whether nothing happened to the queues of Sluice.
         *
         * @return false if somebody was stuck, a place was lost, or a join() hung
         */
        public boolean isMet() {
            return rows.stream().allMatch(row -> row.sluice.isNone());
        }

        /**
         * The comparison for people.
         *
         * @return lines, a table of Markdown
         */
        public List<String> table() {
            List<String> lines = new ArrayList<>();
            lines.add(trials + " trials of each kind, seed " + seed + ", CPython " + version + ".");
            lines.add("");
            lines.add("- stuck: in so many trials a survivor did not finish, and nobody put, took or ended any more"
                    + " (CPython: for " + pythonPatienceSeconds + " s; Sluice: for " + PATIENCE_SECONDS + " s)");
            lines.add("- lost: so many places of " + Configuration.PLAIN_TRIAL.maxSize()
                    + " cannot be used any more, in all trials in which nobody was stuck (in the worst one)");
            lines.add("- hung: in so many trials join() did not return (CPython: within " + pythonPatienceSeconds
                    + " s; Sluice: within " + Inspection.LIMIT.toSeconds() + " s)");
            lines.add("");
            lines.add("| trial | CPython: stuck | lost | hung | Sluice: stuck | lost | hung |");
            lines.add("|---|---|---|---|---|---|---|");
            for (Row row : rows) {
                lines.add("| " + row.trial.queueName() + ", " + row.trial.victimName() + " killed |"
                        + cells(row.trial, row.python) + cells(row.trial, row.sluice));
            }
            lines.add("");
            lines.add("Of Sluice's " + rows.size() * trials + " victims, " + diedInside
                    + " died inside a put, a take or an acknowledgement.");
            failures.forEach(failure -> lines.add("Sluice: " + failure));
            return lines;
        }

        private static String cells(Trial trial, Trial.Count count) {
            return " " + count.stuck() + " | " + count.lost() + " (" + count.mostLost() + ") | "
                    + (trial.isJoinable() ? Integer.toString(count.hung()) : "-") + " |";
        }

        /**
         * The comparison for programs.
         *
         * @return maps, lists, strings and numbers
         */
        public Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("python", version);
            json.put("trials", trials);
            json.put("seed", seed);
            json.put("met", isMet());
            List<Object> list = new ArrayList<>();
            for (Row row : rows) {
                Map<String, Object> each = new LinkedHashMap<>();
                each.put("queue", row.trial.isJoinable() ? "joinable" : "plain");
                each.put("victim", row.trial.victimName());
                each.put("python", json(row.python));
                each.put("sluice", json(row.sluice));
                list.add(each);
            }
            json.put("rows", list);
            json.put("sluiceDiedInside", diedInside);
            json.put("failures", failures);
            return json;
        }

        private static Map<String, Object> json(Trial.Count count) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("stuck", count.stuck());
            json.put("placesLost", count.lost());
            json.put("mostPlacesLost", count.mostLost());
            json.put("joinHung", count.hung());
            return json;
        }
    }

    /**
     * Makes the trials.
     *
     * @param trials how many of each kind
     * @param seed   of the times of the killings
     * @return what they came to
     * @throws IOException          if there is no python3, or processes or files cannot be made
     * @throws InterruptedException if interrupted; all processes have ended then
     */
    public static Comparison run(int trials, long seed) throws IOException, InterruptedException {
        return run(trials, seed, PATIENCE_SECONDS);
    }

    /** As {@link #run(int, long)}, with another patience for CPython's processes. */
    static Comparison run(int trials, long seed, int pythonPatienceSeconds) throws IOException, InterruptedException {
        try (Traces traces = new Traces()) {
            return new PythonTrials(trials, seed, pythonPatienceSeconds, traces).run();
        }
    }

    private Comparison run() throws IOException, InterruptedException {
        List<Trial> kinds = Trial.all();
        try (Progress progress = Progress.of(2 * kinds.size() * trials, "trials");
                PythonProgram python =
                        PythonProgram.start(traces, folder, trials, seed, pythonPatienceSeconds, progress)) {
            python.awaitRest();
            // From here on CPython's processes do nothing but wait, which disturbs nobody.
            SluiceTrials sluice = new SluiceTrials(trials, seed, PATIENCE_SECONDS, traces, folder, progress);
            sluice.run();
            python.awaitEnd();
            List<Row> rows =
                    kinds.stream().map(kind -> new Row(kind, python.count(kind), sluice.count(kind))).toList();
            return new Comparison(this, python.version(), rows, sluice.diedInside(), sluice.failures());
        }
    }
}
