package dev.sluice.examples.index;

import dev.sluice.ChildProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** The workers, of which any may be killed and replaced while the work goes on. */
final class Crew {
    private final Supplier<ChildProcess> recruits;
    private final Consumer<String> onFailure;
    private final List<ChildProcess> workers = new ArrayList<>();
    private final Set<ChildProcess> victims = ConcurrentHashMap.newKeySet();

    /**
     * Makes a crew without workers.
     *
     * @param recruits  makes the workers, not started
     * @param onFailure is told, by any thread, when a worker ends with an error and was not killed by {@link #killOne}
     */
    Crew(Supplier<ChildProcess> recruits, Consumer<String> onFailure) {
        this.recruits = recruits;
        this.onFailure = onFailure;
    }

    /** Starts another worker. */
    synchronized void recruit() {
        ChildProcess worker = recruits.get().start();
        workers.add(worker);
        var _ = worker.onExit().thenAccept(this::ended);
    }

    /** Kills one worker at once, as by kill -9, and starts another one in its place. */
    synchronized void killOne(RandomGenerator random) {
        ChildProcess victim = workers.remove(random.nextInt(workers.size()));
        if (victim.isAlive()) {
            victims.add(victim);
            victim.kill();
        }
        recruit();
    }

    /** How many were killed. */
    int kills() {
        return victims.size();
    }

    /** Waits until all workers have ended. */
    void join() throws InterruptedException {
        for (ChildProcess worker : remaining()) {
            worker.join();
        }
    }

    private synchronized List<ChildProcess> remaining() {
        return List.copyOf(workers);
    }

    private void ended(ChildProcess worker) {
        if (!victims.contains(worker)) {
            worker.exception().ifPresent(reason -> onFailure.accept(reason.getMessage()));
        }
    }
}
