package dev.sluice.benchmarks.start;

import dev.sluice.ChildProcess;
import dev.sluice.ProcessQueue;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;

/** Children of this JVM. */
public final class SluiceStarter implements Starter {
    private static final Duration LONGEST_WAIT_FOR_CACHE = Duration.ofSeconds(60);
    private static final long LOOK_FOR_CACHE_MILLIS = 200;
    private static final int OLDER_BY_MILLIS = 50;

    private final String title;
    private final int spares;
    private final List<String> jvmOptions;
    private final ProcessQueue<Long> firstLines = ProcessQueue.create();
    private boolean cacheAwaited;
    private boolean cached;
    private int starts;
    private int warm;

    /**
     * Describes the children.
     *
     * @param spares     how many spares are kept for them
     * @param jvmOptions of their JVMs
     */
    public SluiceStarter(String title, int spares, List<String> jvmOptions) {
        this.title = title;
        this.spares = spares;
        this.jvmOptions = jvmOptions;
    }

    @Override
    public String title() {
        return title;
    }

    private ChildProcess.Builder child() {
        return ChildProcess.builder().spares(spares).jvmOptions(jvmOptions);
    }

    /** Starts children until one of them finds the cache that the first one made wanted. */
    public void awaitCache() throws InterruptedException {
        cacheAwaited = true;
        long deadline = System.nanoTime() + LONGEST_WAIT_FOR_CACHE.toNanos();
        try (ProcessQueue<Boolean> uses = ProcessQueue.create()) {
            while (!cached && System.nanoTime() < deadline) {
                child().task(() -> uses.put(ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                        .anyMatch(option -> option.startsWith("-XX:AOTCache="))))
                        .start()
                        .join();
                cached = uses.get();
                if (!cached) {
                    Thread.sleep(LOOK_FOR_CACHE_MILLIS);
                }
            }
        }
    }

    @Override
    public StartTime measure() throws IOException, InterruptedException {
        ProcessQueue<Long> queue = firstLines;
        long began = System.nanoTime();
        long beganMillis = System.currentTimeMillis();
        ChildProcess child = child().task(() -> queue.put(System.nanoTime())).start();
        boolean early = ProcessHandle.of(child.pid())
                .flatMap(process -> process.info().startInstant())
                .filter(instant -> instant.toEpochMilli() < beganMillis - OLDER_BY_MILLIS)
                .isPresent();
        child.join();
        long joined = System.nanoTime();
        if (child.exception().isPresent()) {
            throw new IOException("a child did not do its work", child.exception().get());
        }
        starts++;
        warm += early ? 1 : 0;
        return new StartTime(queue.get() - began, joined - began);
    }

    @Override
    public String note() {
        if (cacheAwaited && !cached) {
            return "no cache of loaded classes was made in time";
        }
        return spares > 0 ? warm + " of " + starts + " starts found a spare" : "";
    }

    @Override
    public void close() {
        firstLines.close();
    }
}
