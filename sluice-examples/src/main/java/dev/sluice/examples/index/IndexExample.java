package dev.sluice.examples.index;

import dev.sluice.JoinableQueue;
import dev.sluice.ProcessQueue;
import dev.sluice.QueueShutdownException;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Indexes the words and identifiers of thousands of files with several worker processes, any of which may be killed at
 * any moment, and compares the result with that of one process.
 *
 * <p>The pattern, to be copied. The jobs travel through a {@link JoinableQueue}, the results through a
 * {@link ProcessQueue}, both bounded:
 * <ol>
 *   <li>A worker <b>puts its result first and acknowledges the job then</b>. If it dies before or in between, the job
 *       is delivered again: a result may come twice, but never not at all.
 *   <li>Each result carries the number of its job, and the parent <b>drops what it has already</b>. So each job counts
 *       exactly once.
 *   <li>One thread of the parent feeds the jobs while another merges the results. If one did both, it would wait for
 *       room among the jobs while the workers wait for room among the results.
 *   <li>When {@code jobs.join()} returns, all jobs are acknowledged, hence all results are in their queue, and nobody
 *       will put another one: now {@code results.shutdown()} ends the merging once the last one is taken, and
 *       {@code jobs.shutdown()} sends the workers home, however many there are.
 * </ol>
 */
public final class IndexExample {
    /** A larger chunk wastes more work when its worker is killed, a smaller one repeats more words in its result. */
    private static final int MOST_FILES_PER_CHUNK = 64;

    private static final int LEAST_CHUNKS_PER_WORKER = 16;
    private static final int QUEUED_PER_WORKER = 4;

    private final Settings settings;
    private final AtomicReference<String> failure = new AtomicReference<>();

    private IndexExample(Settings settings) {
        this.settings = settings;
    }

    /**
     * What to index, and how.
     *
     * @param place   a zip file or folder
     * @param workers the number of worker processes
     * @param kill    whether to kill workers at random while they work
     */
    public record Settings(String place, int workers, boolean kill) {
        /** Checks the number of workers. */
        public Settings {
            if (workers < 1) {
                throw new IllegalArgumentException("workers=" + workers + " is below 1; give at least 1");
            }
        }

        /**
         * The sources of the JDK, indexed by as many workers as there are processors.
         *
         * @return the settings
         */
        public static Settings ofTheJdk() {
            return new Settings(Sources.ofTheJdk(), Math.max(2, Runtime.getRuntime().availableProcessors()), false);
        }
    }

    /**
     * Makes the index twice, with the worker processes and in this process, and prints what it found.
     *
     * @param settings what to index, and how
     * @return whether both indexes are equal
     * @throws InterruptedException     if interrupted while waiting for the workers
     * @throws IllegalArgumentException if the place is neither a zip file nor a folder, or there are no files in it
     */
    public static boolean run(Settings settings) throws InterruptedException {
        try (Sources sources = Sources.open(settings.place())) {
            List<String> names = sources.names();
            if (names.isEmpty()) {
                throw new IllegalArgumentException(settings.place() + " has no files in it; give another one");
            }
            if (settings.place().equals(Sources.CLASSES_OF_THE_JDK)) {
                System.out.println("This JDK comes without its sources (lib/src.zip); its classes do instead.");
            }
            System.out.printf(
                    "%d files of %s, %d worker processes%s%n",
                    names.size(), settings.place(), settings.workers(), settings.kill() ? ", killed at random" : "");
            IndexExample example = new IndexExample(settings);
            Outcome outcome = example.indexByWorkers(names);
            String failure = example.failure.get();
            if (failure != null) {
                System.out.println("given up: " + failure);
                return false;
            }
            long start = System.nanoTime();
            WordIndex alone = WordIndex.of(sources, names);
            Duration timeAlone = Duration.ofNanos(System.nanoTime() - start);
            return outcome.report(alone, timeAlone, settings.workers());
        }
    }

    private Outcome indexByWorkers(List<String> names) throws InterruptedException {
        int filesPerChunk =
                Math.clamp(names.size() / (settings.workers() * LEAST_CHUNKS_PER_WORKER), 1, MOST_FILES_PER_CHUNK);
        List<Chunk> chunks = Chunk.divide(names, filesPerChunk);
        long start = System.nanoTime();
        try (JoinableQueue<Chunk> jobs = JoinableQueue.create(settings.workers() * QUEUED_PER_WORKER);
                ProcessQueue<Partial> results = ProcessQueue.create(settings.workers() * QUEUED_PER_WORKER)) {
            Crew crew = new Crew(() -> new Worker(settings.place(), jobs, results), reason -> giveUp(reason, jobs));
            for (int i = 0; i < settings.workers(); i++) {
                crew.recruit();
            }
            Thread feeder = Thread.ofPlatform().name("feeder").start(() -> feed(chunks, jobs, results));
            Killer killer = new Killer(crew, chunks.size());
            if (settings.kill()) {
                killer.start();
            }

            WordIndex index = new WordIndex();
            BitSet merged = new BitSet();
            int repeated = 0;
            try (killer;
                    Progress progress = Progress.of(names.size())) {
                for (Partial partial : results.untilShutdown()) {
                    if (merged.get(partial.chunk())) {
                        repeated++;
                        continue;
                    }
                    merged.set(partial.chunk());
                    index = index.plus(partial.index());
                    progress.step(partial.index().size().files(), crew.kills());
                    killer.resultArrived();
                }
            } finally {
                jobs.shutdown();
            }
            Duration time = Duration.ofNanos(System.nanoTime() - start);
            killer.join();
            feeder.join();
            crew.join();
            return new Outcome(index, chunks.size() - merged.cardinality(), repeated, crew.kills(), time);
        }
    }

    private static void feed(List<Chunk> chunks, JoinableQueue<Chunk> jobs, ProcessQueue<Partial> results) {
        try {
            for (Chunk chunk : chunks) {
                jobs.put(chunk);
            }
            jobs.join();
        } catch (QueueShutdownException givenUp) {
            // The parent reports why; the merging ends below.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            results.shutdown();
        }
    }

    /** Ends the work when a worker has failed by itself: another one would only fail as well. */
    private void giveUp(String reason, JoinableQueue<Chunk> jobs) {
        if (failure.compareAndSet(null, reason)) {
            jobs.shutdownNow();
        }
    }

    /**
     * Indexes the sources of the JDK.
     *
     * @param args a zip file or folder to be indexed instead; optional
     * @throws InterruptedException if interrupted while waiting for the workers
     */
    public static void main(String[] args) throws InterruptedException {
        Settings jdk = Settings.ofTheJdk();
        System.exit(run(args.length == 0 ? jdk : new Settings(args[0], jdk.workers(), jdk.kill())) ? 0 : 1);
    }
}
