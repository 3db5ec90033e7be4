package dev.sluice.stress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** Sluice's side of the trials: rounds of a single death. While the queue of one is looked at, the next one begins. */
final class SluiceTrials {
    private static final int PROCESSES_PER_TRIAL = 5;
    private static final int AT_ONCE = 2;

    private final int trials;
    private final long seed;
    private final int patienceSeconds;
    private final Traces traces;
    private final Path folder;
    private final Progress progress;
    private final Semaphore floor = new Semaphore(1);
    private final Map<Trial, Trial.Count> counts = new HashMap<>();
    private final List<String> failures = new ArrayList<>();
    private int diedInside;

    SluiceTrials(int trials, long seed, int patienceSeconds, Traces traces, Path folder, Progress progress) {
        this.trials = trials;
        this.seed = seed;
        this.patienceSeconds = patienceSeconds;
        this.traces = traces;
        this.folder = folder;
        this.progress = progress;
    }

    void run() throws IOException, InterruptedException {
        List<Trial> kinds = Trial.all();
        List<String> command = Launcher.prepare(traces, folder, PROCESSES_PER_TRIAL * kinds.size() * trials);
        try (Crew crew = new Crew(traces, command, folder, PROCESSES_PER_TRIAL);
                ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<?>> all = new ArrayList<>();
            for (Trial trial : kinds) {
                for (int i = 0; i < trials; i++) {
                    Schedule schedule = new TrialSchedule(trial.configuration(), seed + i, trial.victim());
                    Path journals = folder.resolve(trial.queueName() + "-" + trial.victimName() + "-" + i);
                    all.add(threads.submit(() -> {
                        make(trial, schedule, crew, journals);
                        return null;
                    }));
                }
            }
            try {
                for (Future<?> each : all) {
                    each.get();
                }
            } catch (ExecutionException e) {
                throw new IOException("a trial could not be made: " + e.getCause().getMessage(), e.getCause());
            } finally {
                threads.shutdownNow();
            }
        }
    }

    private void make(Trial trial, Schedule schedule, Crew crew, Path journals)
            throws IOException, InterruptedException {
        AtomicBoolean atWork = new AtomicBoolean(true);
        Runnable workIsOver = () -> {
            if (atWork.getAndSet(false)) {
                floor.release();
            }
        };
        floor.acquire();
        Path directory = Stress.privateDirectory(traces, folder);
        try {
            Files.createDirectory(journals);
            Evidence evidence =
                    new Round(schedule, 1, "", crew, journals, directory, _ -> {}).run(patienceSeconds, workIsOver);
            if (judge(trial, evidence).isNone()) {
                Traces.delete(journals);
            } else {
                traces.keep(folder);
            }
        } catch (IOException e) {
            traces.keep(folder);
            throw e;
        } finally {
            workIsOver.run();
            Traces.delete(directory);
        }
        progress.step(1);
    }

    private synchronized Trial.Count judge(Trial trial, Evidence evidence) throws IOException {
        for (Life life : evidence.lives()) {
            diedInside += life.wasKilled() && endsInside(life.order().journals()) ? 1 : 0;
        }
        boolean stuck = !evidence.failures().isEmpty();
        int lost = Math.abs(
                trial.configuration().maxSize()
                        - evidence.seen().getOrDefault(Inspection.ACCEPTED, 0L).intValue());
        boolean hung = evidence.seen().getOrDefault(Inspection.JOIN_HANGS, 1L) != 0;
        Trial.Count count = Trial.Count.NONE.and(stuck, lost, hung);
        if (!count.isNone()) {
            failures.add(evidence.folder() + ": " + count + " " + evidence.failures());
        }
        counts.put(trial, count(trial).and(stuck, lost, hung));
        return count;
    }

    private static boolean endsInside(List<Path> journals) throws IOException {
        AtomicReference<Journal.Kind> last = new AtomicReference<>(Journal.Kind.NOTHING);
        for (Path journal : journals) {
            Journal.read(journal, (kind, _, _, _, _) -> last.set(kind));
        }
        return switch (last.get()) {
            case PUTTING, TAKING, DRAINING, REFUSING, ACKING, GIVING_BACK -> true;
            default -> false;
        };
    }

    synchronized Trial.Count count(Trial trial) {
        return counts.getOrDefault(trial, Trial.Count.NONE);
    }

    /** Victims that died inside a put, a take or an acknowledgement. */
    synchronized int diedInside() {
        return diedInside;
    }

    /** Where the journals of those trials are that did not go well, and what happened. */
    synchronized List<String> failures() {
        return List.copyOf(failures);
    }
}
