package dev.sluice;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A pool's side of one worker process: the pipe of tasks, the pipe of results, and the thread that receives from it.
 *
 * <p>This process keeps the receiving end of the tasks too. What it can still take out of that pipe the worker has not
 * begun, and never will: so a task that was sent ahead can be had back, with certainty, from a worker that is slow,
 * stopped or dead.
 *
 * <p>Locks: {@code io} before the lock of the pool, which is never held while anything is sent or taken back.
 */
final class PoolWorker {
    private static final long END_GRACE_MILLIS = 2_000;

    /** What becomes of it. */
    enum State {
        STARTING,
        READY,
        /** Gets no more tasks. */
        ENDING
    }

    final String name;
    private final PoolCore core;
    private final Pipe taskPipe = Pipe.oneWay();
    private final Pipe resultPipe;
    private final SharedConnection taskEnd = (SharedConnection) taskPipe.first();
    private final ReentrantLock io = new ReentrantLock();
    private final Set<Long> functionsSent = new HashSet<>(); // guarded by io

    /** Those that it has answered with: a message that brings one along may be had back. */
    final Set<Long> functionsKnown = ConcurrentHashMap.newKeySet();

    private final Thread thread;
    private volatile ChildProcess child;

    private final PoolResults results;

    // Guarded by the lock of the pool.
    State state = State.STARTING;
    final ArrayDeque<PoolJob> assigned = new ArrayDeque<>();
    final ArrayDeque<PoolJob> unsent = new ArrayDeque<>();
    boolean wasReady;
    boolean retired;
    long busySinceNanos;
    long idleSinceNanos;
    long itemNanos;
    long memoryLookNanos;
    int tasksBegun;
    boolean wornOut;
    boolean timerSet;
    PoolTask<?> condemnedFor;
    Throwable condemnedWith;

    /** Set when it is ended because it was not ready in time. */
    Throwable startedTooLate;

    PoolWorker(PoolCore core, String name) {
        this.core = core;
        this.name = name;
        boolean done = false;
        try {
            resultPipe = Pipe.oneWay();
            done = true;
        } finally {
            if (!done) {
                taskPipe.close();
            }
        }
        results = new PoolResults(core, this, (SharedConnection) resultPipe.first());
        thread = Thread.ofPlatform().name("sluice-" + name).daemon().unstarted(this::run);
    }

    /** Starts the process; its end, too, is told to the pool by the thread that this starts. */
    void start() {
        thread.start();
    }

    boolean isThisThread() {
        return Thread.currentThread() == thread;
    }

    private void run() {
        Throwable reason = null;
        try {
            ChildProcess.Builder builder = ChildProcess.builder();
            core.settings.child().accept(builder);
            ChildProcess process = builder.name(name)
                    .daemon(true)
                    .task(new PoolWorkerMain(taskPipe.first(), resultPipe.second(), core.settings.initializer()))
                    .build();
            process.start();
            child = process;
            resultPipe.second().close();
            CompletableFuture<Void> _ = process.onExit().thenRun(results::stop);
            core.limits.watchStart(this);
            if (core.isUnwanted(this)) {
                process.kill();
            }
            results.receiveAll();
            letGo();
            reason = awaitEnd(process);
        } catch (Throwable e) {
            reason = e;
            ChildProcess process = child;
            if (process != null) {
                process.kill();
                Throwable _ = awaitEnd(process);
            }
        } finally {
            core.endings.ended(this, reason);
            resultPipe.close();
            taskPipe.close();
        }
    }

    private Throwable awaitEnd(ChildProcess process) {
        while (true) {
            try {
                process.join();
                return process.exception().orElseGet(() -> new ChildDiedException(
                        this + " ended with exit code 0: something in it called System.exit(0) or Runtime.halt(0)",
                        0,
                        null));
            } catch (InterruptedException e) {
                // Nobody has a reason to interrupt this thread.
            }
        }
    }

    // ---- sending ----

    /** Sends what has been assigned. Any thread, without the lock of the pool. */
    void flush() {
        io.lock();
        try {
            for (List<PoolJob> jobs = core.dispatch.takeUnsent(this); !jobs.isEmpty();
                    jobs = core.dispatch.takeUnsent(this)) {
                for (PoolJob job : jobs) {
                    flush(job);
                }
            }
        } finally {
            io.unlock();
        }
    }

    private void flush(PoolJob job) {
        try {
            byte[] message = message(job);
            if (message == null) {
                core.dispatch.notWanted(this, job);
                return;
            }
            send(message);
            job.sent = true;
        } catch (IOException letGo) {
            // Not sent, so it is had back when the end of this worker is handled.
        } catch (RuntimeException | OutOfMemoryError e) {
            core.dispatch.cannotSend(this, job, e);
        }
    }

    private byte[] message(PoolJob job) {
        if (job.function == null) {
            byte[] encoded = job.tasks.getFirst().encoded;
            return encoded == null ? null : PoolMessage.withHeader(PoolMessage.TASK, job.number, encoded);
        }
        List<byte[]> inputs = new ArrayList<>();
        for (PoolTask<?> task : job.tasks) {
            byte[] encoded = task.encoded;
            if (encoded == null) {
                return null; // one of them was cancelled: what is left is sent as a job of its own
            }
            inputs.add(encoded);
        }
        boolean _ = functionsSent.add(job.function.number);
        return PoolMessage.chunk(
                job.number,
                job.function.number,
                functionsKnown.contains(job.function.number) ? null : job.function.encoded,
                inputs);
    }

    private void send(byte[] message) throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    taskPipe.second().sendBytes(message);
                    return;
                } catch (InterruptedException e) {
                    interrupted = true; // a submit is not interrupted; whatever comes next may be
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    void forget(long function) {
        io.lock();
        try {
            functionsKnown.remove(function);
            if (functionsSent.remove(function)) {
                send(PoolMessage.header(PoolMessage.FORGET, function));
            }
        } catch (IOException letGo) {
            // It forgets all.
        } finally {
            io.unlock();
        }
    }

    /** Has back what the worker has not begun, oldest first; the pool puts it in front of its queue. */
    void takeBack() {
        io.lock();
        try {
            Set<Long> back = new HashSet<>();
            List<byte[]> others = new ArrayList<>();
            for (byte[] message = taskEnd.tryRecvBytes(); message != null; message = taskEnd.tryRecvBytes()) {
                if (PoolMessage.kind(message) == PoolMessage.FORGET) {
                    others.add(message);
                } else {
                    back.add(PoolMessage.number(message));
                }
            }
            core.dispatch.takenBack(this, back);
            for (byte[] other : others) {
                send(other);
            }
        } catch (IOException letGo) {
            // Then nobody needs the others.
        } finally {
            io.unlock();
        }
    }

    // ---- ending ----

    /** Lets it end by itself, now that it has nothing to do. */
    void retire() {
        letGo();
        CompletableFuture.delayedExecutor(END_GRACE_MILLIS, TimeUnit.MILLISECONDS).execute(this::kill);
    }

    private void letGo() {
        taskPipe.second().close();
    }

    void kill() {
        ChildProcess process = child;
        if (process != null) {
            process.kill();
        }
    }

    /** Its id; 0 before it has one. */
    long pid() {
        ChildProcess process = child;
        return process == null ? 0 : process.pid();
    }

    @Override
    public String toString() {
        long pid = pid();
        return pid == 0 ? name : name + " (pid " + pid + ")";
    }
}
