package dev.sluice.stress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs the attack. */
public final class Stress {
    /** Processes that die in one round; then a new channel is made. */
    private static final int KILLS_PER_ROUND = 250;
    /** The same when a defect is to be found: the first round that shows it is the last. */
    private static final int KILLS_PER_ROUND_OF_BROKEN = 10;

    private static final Path SHARED_MEMORY = Path.of("/dev/shm");
    /** Whoever finds something of a run knows by this number whether it is still under way. */
    private static final String PREFIX = "sluice-stress-" + ProcessHandle.current().pid() + "-";
    private static final AtomicInteger DIRECTORIES = new AtomicInteger();

    /**
     * What to do.
     *
     * @param configurations what to attack, one after the other
     * @param kills          how many processes to kill in each
     * @param seed           from which the schedule follows
     * @param defect         a defect that the library is to have, to see whether it is found; {@link Defect#NONE} for none
     */
    public record Settings(List<Configuration> configurations, int kills, long seed, Defect defect) {
        /** Copies the list. */
        public Settings {
            configurations = List.copyOf(configurations);
        }
    }

    private final Settings settings;

    private final Progress progress;
    private final Traces traces;
    private final Path folder;

    private Stress(Settings settings, Progress progress, Traces traces) throws IOException {
        this.settings = settings;
        this.progress = progress;
        this.traces = traces;
        this.folder = folder(traces);
    }

    /**
     * Attacks, and judges. Shows its progress if somebody watches.
     *
     * @param settings what to do
     * @return what it came to
     * @throws IOException          if processes or files cannot be made
     * @throws InterruptedException if interrupted; all processes have ended then
     */
    public static Report run(Settings settings) throws IOException, InterruptedException {
        try (Traces traces = new Traces();
                Progress progress = Progress.of(settings.configurations().size() * settings.kills(), "kills")) {
            return new Stress(settings, progress, traces).run();
        }
    }

    private Report run() throws IOException, InterruptedException {
        List<Report.Result> results = new ArrayList<>();
        try (Crew crew = new Crew(traces, Launcher.prepare(traces, folder, processes()), folder)) {
            for (Configuration configuration : settings.configurations()) {
                progress.attacking(configuration);
                results.add(run(configuration, crew));
            }
        }
        if (results.stream().allMatch(result -> result.outcome().isMet())) {
            return new Report(settings, results, Optional.empty());
        }
        traces.keep(folder);
        return new Report(settings, results, Optional.of(folder));
    }

    private int processes() {
        return settings.defect() == Defect.NONE
                ? settings.configurations().size() * settings.kills()
                : KILLS_PER_ROUND_OF_BROKEN;
    }

    private Report.Result run(Configuration configuration, Crew crew) throws IOException, InterruptedException {
        long start = System.nanoTime();
        SplittableRandom seeds = new SplittableRandom(settings.seed());
        Optional<Outcome> outcome = Optional.empty();
        int left = settings.kills();
        for (int number = 1; left > 0 && outcome.map(Outcome::isMet).orElse(true); number++) {
            int kills = Math.min(
                    left, settings.defect() == Defect.NONE ? KILLS_PER_ROUND : KILLS_PER_ROUND_OF_BROKEN);
            Outcome next = round(configuration, seeds.nextLong(), kills, number, crew);
            outcome = Optional.of(outcome.map(before -> before.and(next)).orElse(next));
            left -= kills;
        }
        return new Report.Result(configuration, outcome.orElseThrow(), Duration.ofNanos(System.nanoTime() - start));
    }

    private Outcome round(Configuration configuration, long seed, int kills, int number, Crew crew)
            throws IOException, InterruptedException {
        Path journals = Files.createDirectory(folder.resolve(configuration + "-" + number));
        Path directory = privateDirectory(traces, folder);
        try {
            Evidence evidence =
                    new Round(
                            new Schedule(configuration, seed, settings.defect() == Defect.SILENT_IS_DEAD),
                            kills,
                            settings.defect().property(),
                            crew,
                            journals,
                            directory,
                            progress::step)
                            .run();
            Outcome outcome = Verdict.of(evidence);
            if (outcome.isMet()) {
                Traces.delete(journals);
            }
            return outcome;
        } finally {
            Traces.delete(directory);
        }
    }

    /** A folder for journals and all else that belongs to a run. */
    static Path folder(Traces traces) throws IOException {
        return traces.folder(Files.createTempDirectory(PREFIX));
    }

    /**
     * In shared memory, where the library has its files too; a folder of its own shows exactly what was left. It does not exist
     * yet: the library makes it when it needs it, and removes it with the last file.
     */
    static Path privateDirectory(Traces traces, Path folder) {
        Path parent = Files.isDirectory(SHARED_MEMORY) && Files.isWritable(SHARED_MEMORY) ? SHARED_MEMORY : folder;
        return traces.folder(parent.resolve(PREFIX + DIRECTORIES.incrementAndGet()));
    }
}
