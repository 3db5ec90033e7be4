package dev.sluice.stress;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The same trials with CPython's queues and with those of Sluice: two producers and two consumers at full speed, a bound of
 * 64, small elements; one process is killed with -9, then all are told to finish. Counted is in how many trials a survivor
 * did not finish in time, how many places of the queue could not be used any more, and in how many join() hung.
 */
public final class PythonTrials {
    /** How many trials of each kind are made, unless told otherwise. */
    public static final int DEFAULT_TRIALS = 20;

    private static final String PROGRAM = "trials.py";
    private static final int PROCESSES_PER_TRIAL = 6 * 4;
    private static final int PATIENCE_SECONDS = 5;
    private static final Pattern RESULT =
            Pattern.compile("\"stuck\": (true|false), \"lost\": (\\d+), \"hung\": (true|false)");
    private static final Pattern VERSION = Pattern.compile("\"python\": \"([^\"]*)\", \"start\": \"([^\"]*)\"");

    private final int trials;
    private final long seed;
    private final Traces traces;
    private final Path folder;
    private String version = "";

    private PythonTrials(int trials, long seed, Traces traces) throws IOException {
        this.trials = trials;
        this.seed = seed;
        this.traces = traces;
        this.folder = Stress.folder(traces);
    }

    /**
     * What the trials of one kind came to.
     *
     * @param stuck    trials in which a survivor was stuck
     * @param lost     places lost for good, in all trials together
     * @param mostLost places lost in the worst trial
     * @param hung     trials in which join() hung
     */
    record Count(int stuck, int lost, int mostLost, int hung) {
        static final Count NONE = new Count(0, 0, 0, 0);

        Count and(boolean wasStuck, int lostNow, boolean hasHung) {
            return new Count(
                    stuck + (wasStuck ? 1 : 0),
                    lost + lostNow,
                    Math.max(mostLost, lostNow),
                    hung + (hasHung ? 1 : 0));
        }

        boolean isNone() {
            return equals(NONE);
        }
    }

    /** One kind of trial. */
    private record Row(Configuration configuration, Schedule.Side victim, Count python, Count sluice) {
        String title() {
            return (configuration.isJoinable() ? "JoinableQueue" : "Queue") + ", " + victimName() + " killed";
        }

        String victimName() {
            return victim.name().toLowerCase(Locale.ROOT);
        }
    }

    /** Both, side by side. */
    public static final class Comparison {
        private final String version;
        private final int trials;
        private final List<Row> rows;

        private Comparison(String version, int trials, List<Row> rows) {
            this.version = version;
            this.trials = trials;
            this.rows = rows;
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
            lines.add(
                    trials + " trials each, CPython " + version + "; survivors stuck / places of 64 lost in all (in the"
                            + " worst trial) / join() hung");
            lines.add("");
            lines.add("| trial | CPython | Sluice |");
            lines.add("|---|---|---|");
            for (Row row : rows) {
                lines.add("| " + row.title() + " | " + cell(row, row.python) + " | " + cell(row, row.sluice) + " |");
            }
            return lines;
        }

        private static String cell(Row row, Count count) {
            return count.stuck + " / " + count.lost + " (" + count.mostLost + ") / "
                    + (row.configuration.isJoinable() ? Integer.toString(count.hung) : "-");
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
            json.put("met", isMet());
            List<Object> list = new ArrayList<>();
            for (Row row : rows) {
                Map<String, Object> each = new LinkedHashMap<>();
                each.put("queue", row.configuration.isJoinable() ? "joinable" : "plain");
                each.put("victim", row.victimName());
                each.put("python", json(row.python));
                each.put("sluice", json(row.sluice));
                list.add(each);
            }
            json.put("rows", list);
            return json;
        }

        private static Map<String, Object> json(Count count) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("stuck", count.stuck);
            json.put("placesLost", count.lost);
            json.put("mostPlacesLost", count.mostLost);
            json.put("joinHung", count.hung);
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
        try (Traces traces = new Traces()) {
            return new PythonTrials(trials, seed, traces).run();
        }
    }

    private Comparison run() throws IOException, InterruptedException {
        Path program = folder.resolve(PROGRAM);
        try (InputStream in = PythonTrials.class.getResourceAsStream(PROGRAM)) {
            Files.copy(in, program);
        }
        List<Row> rows = new ArrayList<>();
        try (Crew crew = new Crew(
                traces, Launcher.prepare(traces, folder, PROCESSES_PER_TRIAL * trials), folder);
                Progress progress = Progress.of(8 * trials, "trials")) {
            for (Configuration configuration : List.of(Configuration.PLAIN_TRIAL, Configuration.JOINABLE_TRIAL)) {
                for (Schedule.Side victim : Schedule.Side.values()) {
                    Count python = python(program, configuration, victim, progress);
                    rows.add(new Row(configuration, victim, python, sluice(crew, configuration, victim, progress)));
                }
            }
        }
        return new Comparison(version, trials, List.copyOf(rows));
    }

    private Count python(Path program, Configuration configuration, Schedule.Side victim, Progress progress)
            throws IOException, InterruptedException {
        Path errors = folder.resolve("python.txt");
        Process process;
        try {
            process = traces.start(new ProcessBuilder(
                    "python3",
                    program.toString(),
                    configuration.isJoinable() ? "JoinableQueue" : "Queue",
                    victim.name().toLowerCase(Locale.ROOT),
                    Integer.toString(trials),
                    Long.toString(seed),
                    Integer.toString(configuration.maxSize()),
                    Integer.toString(PATIENCE_SECONDS))
                    .redirectError(errors.toFile()));
        } catch (IOException e) {
            throw new IOException("cannot start python3, which --python wants; install it, or leave --python out", e);
        }
        Count count = Count.NONE;
        int made = 0;
        try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                Matcher result = RESULT.matcher(line);
                Matcher about = VERSION.matcher(line);
                if (result.find()) {
                    count = count.and(
                            Boolean.parseBoolean(result.group(1)),
                            Integer.parseInt(result.group(2)),
                            Boolean.parseBoolean(result.group(3)));
                    made++;
                    progress.step(1);
                } else if (about.find()) {
                    version = about.group(1) + " (" + about.group(2) + ")";
                }
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
        if (made != trials) {
            throw new IOException("python3 made " + made + " of " + trials + " trials: " + Files.readString(errors));
        }
        return count;
    }

    private Count sluice(Crew crew, Configuration configuration, Schedule.Side victim, Progress progress)
            throws IOException, InterruptedException {
        Count count = Count.NONE;
        for (int i = 0; i < trials; i++) {
            Path journals = Files.createDirectory(folder.resolve("trial"));
            Path directory = Stress.privateDirectory(traces, folder);
            try {
                Schedule schedule = new TrialSchedule(configuration, seed + i, victim);
                Evidence evidence =
                        new Round(schedule, 1, "", crew, journals, directory, _ -> {}).run(PATIENCE_SECONDS);
                long accepted = evidence.seen().getOrDefault(Inspection.ACCEPTED, 0L);
                count = count.and(
                        !evidence.failures().isEmpty(),
                        Math.abs(configuration.maxSize() - (int) accepted),
                        evidence.seen().getOrDefault(Inspection.JOIN_HANGS, 1L) != 0);
            } finally {
                Traces.delete(journals);
                Traces.delete(directory);
            }
            progress.step(1);
        }
        return count;
    }
}
