package dev.sluice.stress;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Workers in reserve: started before they are needed, so that the dead are replaced at once. */
final class Crew implements AutoCloseable {
    private static final int RESERVE = 3;
    private static final int STARTERS = 2;
    private static final int PATIENCE_SECONDS = 60;
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final Traces traces;
    private final List<String> command;
    private final Path folder;
    private final BlockingQueue<WorkerJvm> reserve;
    private final List<Thread> starters = new ArrayList<>();
    private final AtomicInteger started = new AtomicInteger();
    private volatile boolean closed;
    private volatile IOException failure;

    Crew(Traces traces, List<String> command, Path folder) {
        this(traces, command, folder, RESERVE);
    }

    /** With so many in reserve. */
    Crew(Traces traces, List<String> command, Path folder, int reserve) {
        this.reserve = new ArrayBlockingQueue<>(reserve);
        this.traces = traces;
        this.command = command;
        this.folder = folder;
        for (int i = 0; i < STARTERS; i++) {
            starters.add(Thread.ofPlatform().daemon().name("starter-" + i).start(this::startForEver));
        }
    }

    private void startForEver() {
        try {
            while (!closed) {
                WorkerJvm worker =
                        WorkerJvm.start(
                                traces, command, folder.resolve("errors-" + started.incrementAndGet() + ".txt"));
                boolean kept = false;
                try {
                    reserve.put(worker);
                    kept = true;
                } finally {
                    if (!kept) {
                        worker.kill();
                    }
                }
            }
        } catch (IOException e) {
            failure = e;
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    /** A worker with a large heap, ready for its order; started when it is needed, since one is enough. */
    WorkerJvm startCollecting() throws IOException {
        int number = started.incrementAndGet();
        return WorkerJvm.startCollecting(
                traces,
                command,
                folder.resolve("errors-" + number + ".txt"),
                new CollectionLog(folder.resolve("collections-" + number + ".txt")));
    }

    /** The next worker, ready for its order. */
    WorkerJvm next() throws InterruptedException {
        WorkerJvm worker = reserve.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (worker == null) {
            throw new UncheckedIOException(
                    "no worker process could be started within " + PATIENCE_SECONDS + " s",
                    failure != null ? failure : new IOException("the machine is too busy"));
        }
        return worker;
    }

    @Override
    public void close() {
        closed = true;
        for (Thread starter : starters) {
            starter.interrupt();
        }
        // One may be waiting for a process to start, where no interrupt reaches it.
        while (starters.stream().anyMatch(Thread::isAlive)) {
            dismiss();
            LockSupport.parkNanos(LOOK_NANOS);
        }
        dismiss();
    }

    private void dismiss() {
        for (WorkerJvm worker = reserve.poll(); worker != null; worker = reserve.poll()) {
            worker.kill();
        }
    }
}
