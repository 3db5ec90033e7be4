package dev.sluice;

import dev.sluice.internal.process.ResidentMemory;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The state of one pool, and all decisions: who gets which task, when workers are started and ended, and what becomes of a
 * task whose worker died.
 *
 * <p>One lock guards it, held for moments only: nothing is sent, received or completed under it. A method that
 * decides says what is to be done, and its caller does that without the lock.
 *
 * <p>A worker whose tasks are quick is given a few ahead, so that it need not wait for this process between two. They are
 * not begun: they are {@linkplain PoolWorker#takeBack had back} as soon as another worker could begin them earlier, which
 * is looked at whenever a worker asks for more.
 */
final class PoolCore {
    private static final long AHEAD_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final int MOST_AHEAD = 16;
    private static final int MOST_BYTES_AHEAD = 64 * 1024;
    private static final long STUCK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long MEMORY_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    final PoolSettings settings;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition terminated = lock.newCondition();
    private final PoolEvents events = PoolEvents.ofThisJvm();
    private final PoolKeeper keeper;
    private final PoolProgress progress;
    private final PoolStarts starts = new PoolStarts();

    // Guarded by the lock.
    private final ArrayDeque<PoolJob> queue = new ArrayDeque<>();
    private final List<PoolWorker> workers = new ArrayList<>();
    private final ArrayDeque<PoolWorker> idle = new ArrayDeque<>();

    /** One for each job that is over, to be released without the lock. */
    private final List<PoolFunction> over = new ArrayList<>();

    private long jobs;
    private int workersMade;
    private boolean shutdown;
    private boolean shutdownNow;
    private boolean idleTimerSet;
    private long outstanding;
    private long succeeded;
    private long failed;
    private long cancelled;
    private long retried;

    PoolCore(PoolSettings settings) {
        this.settings = settings;
        keeper = new PoolKeeper(settings.name(), lock);
        progress = new PoolProgress(this::progress, settings.progress());
    }

    // ---- tasks come in ----

    void submit(PoolTask<?> task) {
        submit(null, List.of(task));
    }

    void submit(PoolFunction function, List<? extends PoolTask<?>> tasks) {
        PoolWorker worker;
        lock.lock();
        try {
            if (shutdown) {
                tasks.forEach(task -> task.handles.close());
                throw new RejectedExecutionException(
                        settings.name() + " is shut down and takes no more tasks; make another pool");
            }
            outstanding += tasks.size();
            keeper.working();
            queue.addLast(new PoolJob(++jobs, function, tasks));
            worker = assignToIdle();
            startWorkers();
        } finally {
            lock.unlock();
        }
        if (worker != null) {
            worker.flush();
            if (settings.timeLimitNanos() > 0) {
                watchTime(worker);
            }
        }
        progress.changed();
    }

    /** Gives the first job to an idle worker. With the lock. */
    private PoolWorker assignToIdle() {
        PoolWorker worker = idle.peekLast();
        if (worker == null) {
            return null;
        }
        PoolJob job = nextJob();
        if (job == null) {
            return null;
        }
        idle.removeLast();
        assign(worker, job);
        return worker;
    }

    /** The next job that somebody still wants, or null. With the lock. */
    private PoolJob nextJob() {
        for (PoolJob job = queue.pollFirst(); job != null; job = queue.pollFirst()) {
            List<PoolTask<?>> wanted = job.wanted();
            if (wanted.size() == job.tasks.size()) {
                return job;
            }
            for (PoolTask<?> task : job.tasks.subList(job.next, job.tasks.size())) {
                if (!wanted.contains(task)) {
                    countDone(task, Fate.CANCELLED); // completed by the program itself, if not cancelled
                }
            }
            if (!wanted.isEmpty()) {
                return new PoolJob(job.number, job.function, wanted);
            }
            endJob(job);
        }
        return null;
    }

    private void assign(PoolWorker worker, PoolJob job) {
        job.worker = worker;
        job.sent = false;
        if (worker.assigned.isEmpty()) {
            worker.busySinceNanos = System.nanoTime();
        }
        worker.assigned.addLast(job);
        worker.unsent.addLast(job);
        worker.tasksBegun += job.left();
    }

    /** Gives a worker as much as it should have. With the lock. */
    private void refill(PoolWorker worker) {
        if (worker.state != PoolWorker.State.READY) {
            return;
        }
        retireIfWornOut(worker);
        while (worker.state == PoolWorker.State.READY && !queue.isEmpty() && hasRoom(worker)) {
            PoolJob job = nextJob();
            if (job == null) {
                break;
            }
            idle.remove(worker);
            assign(worker, job);
        }
        if (worker.state == PoolWorker.State.READY && worker.assigned.isEmpty() && !idle.contains(worker)) {
            if (shutdown) {
                retire(worker);
            } else {
                worker.idleSinceNanos = System.nanoTime();
                idle.addLast(worker);
                watchIdle();
            }
        }
    }

    private boolean hasRoom(PoolWorker worker) {
        if (worker.assigned.isEmpty()) {
            return true;
        }
        if (worker.itemNanos == 0 || worker.wornOut || mayBeWornOut(worker)) {
            return false;
        }
        PoolJob job = queue.peekFirst();
        byte[] encoded = job.current().encoded;
        if (encoded != null && encoded.length > MOST_BYTES_AHEAD) {
            return false;
        }
        long items = Math.min(MOST_AHEAD, AHEAD_NANOS / worker.itemNanos);
        for (PoolJob has : worker.assigned) {
            items -= has.left();
        }
        return job.function == null ? items >= 0 : items >= 0 || worker.assigned.size() == 1;
    }

    List<PoolJob> takeUnsent(PoolWorker worker) {
        lock.lock();
        try {
            if (worker.unsent.isEmpty()) {
                return List.of();
            }
            List<PoolJob> jobs = List.copyOf(worker.unsent);
            worker.unsent.clear();
            return jobs;
        } finally {
            lock.unlock();
        }
    }

    /** A task of the job was cancelled before it could be sent. */
    void notWanted(PoolWorker worker, PoolJob job) {
        lock.lock();
        try {
            if (worker.assigned.remove(job)) {
                requeue(job);
                refill(worker);
            }
        } finally {
            lock.unlock();
        }
    }

    void cannotSend(PoolWorker worker, PoolJob job, Throwable reason) {
        List<PoolTask<?>> failing;
        lock.lock();
        try {
            if (!worker.assigned.remove(job)) {
                return;
            }
            failing = job.wanted();
            failing.forEach(task -> countDone(task, Fate.FAILED));
            endJob(job);
            refill(worker);
        } finally {
            lock.unlock();
        }
        failing.forEach(task -> task.fail(reason));
    }

    private void requeue(PoolJob job) {
        if (job.worker != null) {
            job.worker.tasksBegun -= job.left();
        }
        job.worker = null;
        job.sent = false;
        queue.addFirst(job);
    }

    /** The jobs of these numbers are in the pipe of the worker no more; with them what was never sent. */
    void takenBack(PoolWorker worker, Set<Long> numbers) {
        lock.lock();
        try {
            List<PoolJob> back = new ArrayList<>();
            for (PoolJob job : worker.assigned) {
                if (!job.sent || numbers.contains(job.number)) {
                    back.add(job);
                }
            }
            worker.assigned.removeAll(back);
            worker.unsent.clear();
            for (PoolJob job : back.reversed()) {
                requeue(job);
            }
        } finally {
            lock.unlock();
        }
    }

    // ---- answers ----

    /** Finds the tasks that the messages answer: null for a message that answers none. */
    List<PoolTask<?>> answered(PoolWorker worker, List<byte[]> messages) {
        List<PoolTask<?>> answered = new ArrayList<>(messages.size());
        lock.lock();
        try {
            long now = System.nanoTime();
            int items = 0;
            PoolFunction function = null;
            for (byte[] message : messages) {
                if (PoolMessage.kind(message) == PoolMessage.READY) {
                    becomeReady(worker, now);
                    answered.add(null);
                    continue;
                }
                PoolJob job = answeredJob(worker, PoolMessage.number(message));
                PoolTask<?> task = job.current();
                job.next++;
                items++;
                function = job.function;
                boolean good = PoolMessage.kind(message) != PoolMessage.FAILED;
                countDone(task, good ? Fate.SUCCEEDED : Fate.FAILED);
                events.task(worker.name, worker.pid(), now - worker.busySinceNanos, good ? "succeeded" : "failed");
                if (!good && PoolMessage.cannotGoOn(message)) {
                    worker.wornOut = true;
                }
                if (good && function != null) {
                    worker.functionsKnown.add(function.number);
                }
                if (job.isOver()) {
                    worker.assigned.remove(job);
                    endJob(job);
                }
                answered.add(task);
            }
            if (items > 0) {
                long each = Math.max(1, (now - worker.busySinceNanos) / items);
                worker.itemNanos = worker.itemNanos == 0 ? each : (3 * worker.itemNanos + each) / 4;
                worker.busySinceNanos = now;
                if (function != null) {
                    function.itemNanos = worker.itemNanos;
                }
            }
        } finally {
            lock.unlock();
        }
        return answered;
    }

    /** As a rule its first one; but those before it may be being had back at this moment. */
    private static PoolJob answeredJob(PoolWorker worker, long number) {
        for (PoolJob job : worker.assigned) {
            if (job.number == number) {
                return job;
            }
        }
        throw new IllegalStateException(
                worker + " answered a task that it does not have; something in it has damaged its memory");
    }

    private void endJob(PoolJob job) {
        job.worker = null;
        if (job.function != null) {
            over.add(job.function);
        }
    }

    private void becomeReady(PoolWorker worker, long now) {
        if (worker.state == PoolWorker.State.STARTING) {
            worker.state = PoolWorker.State.READY;
            worker.wasReady = true;
            worker.busySinceNanos = now;
            starts.succeeded();
            events.workerStarted(worker.name, worker.pid());
            watchAge(worker);
        }
    }

    /** Gives the worker more to do, and lends it what others have been given ahead and cannot begin. */
    void serve(PoolWorker worker) {
        PoolWorker stuck;
        lock.lock();
        try {
            stuck = holderOfStuckTasks(worker);
            if (stuck == null) {
                refill(worker);
            }
        } finally {
            lock.unlock();
        }
        if (stuck != null) {
            stuck.takeBack();
            lock.lock();
            try {
                refill(worker);
                refill(stuck);
            } finally {
                lock.unlock();
            }
            stuck.flush();
        }
        worker.flush();
        if (settings.timeLimitNanos() > 0) {
            watchTime(worker);
        }
        dispatch();
    }

    /** Who has tasks ahead that this worker could begin earlier, or null. With the lock. */
    private PoolWorker holderOfStuckTasks(PoolWorker asking) {
        if (asking.state != PoolWorker.State.READY || !asking.assigned.isEmpty()) {
            return null;
        }
        long now = System.nanoTime();
        for (PoolWorker worker : workers) {
            if (worker != asking
                    && worker.assigned.size() > 1
                    && (queue.isEmpty() || now - worker.busySinceNanos > STUCK_NANOS)) {
                return worker;
            }
        }
        return null;
    }

    /** Gives queued jobs to idle workers, and starts workers for the rest. */
    void dispatch() {
        List<PoolWorker> served = new ArrayList<>();
        List<PoolFunction> released;
        lock.lock();
        try {
            for (PoolWorker worker = assignToIdle(); worker != null; worker = assignToIdle()) {
                served.add(worker);
            }
            startWorkers();
            released = List.copyOf(over);
            over.clear();
            endIfDone();
        } finally {
            lock.unlock();
        }
        for (PoolWorker worker : served) {
            worker.flush();
            if (settings.timeLimitNanos() > 0) {
                watchTime(worker);
            }
        }
        released.forEach(PoolFunction::release);
    }

    /** What a worker has answered has reached the futures. */
    void delivered(PoolWorker worker) {
        if (settings.maxMemoryBytes() > 0) {
            lookAtMemory(worker);
        }
        progress.changed();
    }

    // ---- counting ----

    private enum Fate {
        SUCCEEDED,
        FAILED,
        CANCELLED
    }

    /** With the lock; false if it was counted before. */
    private boolean countDone(PoolTask<?> task, Fate fate) {
        if (task.counted) {
            return false;
        }
        task.counted = true;
        outstanding--;
        switch (fate) {
            case SUCCEEDED -> succeeded++;
            case FAILED -> failed++;
            case CANCELLED -> cancelled++;
        }
        if (outstanding == 0) {
            keeper.resting();
        }
        return true;
    }

    boolean countCancelled(PoolTask<?> task) {
        if (task.isDone()) {
            return false;
        }
        lock.lock();
        try {
            return countDone(task, Fate.CANCELLED);
        } finally {
            lock.unlock();
        }
    }

    ProcessPool.Progress progress() {
        lock.lock();
        try {
            int running = 0;
            int ready = 0;
            for (PoolWorker worker : workers) {
                if (worker.state == PoolWorker.State.READY) {
                    ready++;
                }
                if (!worker.assigned.isEmpty()) {
                    running++;
                }
            }
            running = (int) Math.min(running, outstanding);
            return new ProcessPool.Progress(
                    outstanding - running, running, succeeded, failed, cancelled, retried, ready);
        } finally {
            lock.unlock();
        }
    }

    // ---- cancelling and time-outs ----

    void cancelled(PoolTask<?> task, boolean mayEndProcess) {
        PoolWorker worker = workerOf(task);
        if (worker != null) {
            worker.takeBack();
            if (mayEndProcess && workerOf(task) == worker) {
                condemn(worker, task, null);
            }
            serve(worker);
        }
        if (workerOf(task) == null) {
            task.release();
        }
        dispatch();
        progress.changed();
    }

    /** As cancelling each of them without ending any process. */
    void cancelAll(List<? extends PoolTask<?>> tasks) {
        Set<PoolWorker> having = new HashSet<>();
        lock.lock();
        try {
            for (PoolTask<?> task : tasks) {
                if (task.job != null && countDone(task, Fate.CANCELLED) && task.job.worker != null) {
                    having.add(task.job.worker);
                }
            }
        } finally {
            lock.unlock();
        }
        tasks.forEach(PoolTask::drop);
        having.forEach(PoolWorker::takeBack);
        having.forEach(this::serve);
        dispatch();
        progress.changed();
    }

    private PoolWorker workerOf(PoolTask<?> task) {
        lock.lock();
        try {
            return task.job == null ? null : task.job.worker;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Ends the process of a task, and of no other: what it was given ahead is had back first, and if the worker turns out to
     * be at another task by then, it goes on.
     *
     * @param reason what the task fails with; null if it is done already
     */
    private void condemn(PoolWorker worker, PoolTask<?> task, Throwable reason) {
        lock.lock();
        try {
            if (worker.state != PoolWorker.State.READY || !isAt(worker, task)) {
                return;
            }
            worker.state = PoolWorker.State.ENDING;
        } finally {
            lock.unlock();
        }
        worker.takeBack();
        boolean kill;
        lock.lock();
        try {
            kill = isAt(worker, task) && worker.assigned.size() == 1;
            if (kill) {
                worker.condemnedFor = task;
                worker.condemnedWith = reason;
            } else if (!shutdownNow) {
                worker.state = PoolWorker.State.READY;
            }
        } finally {
            lock.unlock();
        }
        if (kill) {
            worker.kill();
        } else {
            serve(worker);
        }
        dispatch();
    }

    private static boolean isAt(PoolWorker worker, PoolTask<?> task) {
        PoolJob job = worker.assigned.peekFirst();
        return job != null && !job.isOver() && job.current().equals(task);
    }

    private void watchTime(PoolWorker worker) {
        long left;
        lock.lock();
        try {
            if (worker.timerSet || worker.assigned.isEmpty() || worker.state != PoolWorker.State.READY) {
                return;
            }
            worker.timerSet = true;
            left = worker.busySinceNanos + settings.timeLimitNanos() - System.nanoTime();
        } finally {
            lock.unlock();
        }
        later(left, () -> lookAtTime(worker));
    }

    private void lookAtTime(PoolWorker worker) {
        PoolTask<?> late = null;
        lock.lock();
        try {
            worker.timerSet = false;
            if (!worker.assigned.isEmpty()
                    && System.nanoTime() - worker.busySinceNanos >= settings.timeLimitNanos()) {
                late = worker.assigned.peekFirst().current();
            }
        } finally {
            lock.unlock();
        }
        if (late != null) {
            condemn(worker, late, new TimeoutException("the task ran for longer than the time limit of the pool, "
                    + settings.timeLimit() + ", and was ended together with its process, " + worker));
        }
        watchTime(worker);
    }

    private static void later(long nanos, Runnable action) {
        CompletableFuture.delayedExecutor(Math.max(0, nanos), TimeUnit.NANOSECONDS).execute(action);
    }

    // ---- workers begin and end ----

    /** Starts as many workers as there is work for. With the lock. */
    private void startWorkers() {
        if (queue.isEmpty() || shutdownNow) {
            return;
        }
        int live = 0;
        int starting = 0;
        for (PoolWorker worker : workers) {
            if (worker.state != PoolWorker.State.ENDING) {
                live++;
            }
            if (worker.state == PoolWorker.State.STARTING) {
                starting++;
            }
        }
        while (live < settings.workers() && starting < starts.mostAtOnce(queue.size())) {
            long wait = starts.nanosToWait();
            if (wait > 0) {
                if (starts.setTimer()) {
                    later(wait, () -> {
                        starts.timerFired();
                        dispatch();
                    });
                }
                return;
            }
            startWorker();
            live++;
            starting++;
        }
    }

    private void startWorker() {
        PoolWorker worker;
        try {
            worker = new PoolWorker(this, settings.name() + "-worker-" + ++workersMade);
            worker.start();
        } catch (RuntimeException | OutOfMemoryError e) { // neither memory for its pipes nor a thread
            starts.failed(e);
            return;
        }
        workers.add(worker);
    }

    /** Starts workers up to the least number. */
    void prestart() {
        lock.lock();
        try {
            while (!shutdown && live() < settings.minWorkers()) {
                startWorker();
            }
        } finally {
            lock.unlock();
        }
    }

    private int live() {
        int live = 0;
        for (PoolWorker worker : workers) {
            if (worker.state != PoolWorker.State.ENDING) {
                live++;
            }
        }
        return live;
    }

    /** Whether a worker has been given up while it was being started. */
    boolean isUnwanted(PoolWorker worker) {
        lock.lock();
        try {
            return worker.state == PoolWorker.State.ENDING;
        } finally {
            lock.unlock();
        }
    }

    /** With the lock. */
    private void retire(PoolWorker worker) {
        worker.state = PoolWorker.State.ENDING;
        worker.retired = true;
        idle.remove(worker);
        Thread.ofVirtual().name("sluice-pool-retire").start(worker::retire);
    }

    private boolean mayBeWornOut(PoolWorker worker) {
        return settings.maxTasks() > 0 && worker.tasksBegun >= settings.maxTasks();
    }

    private void retireIfWornOut(PoolWorker worker) {
        if (worker.assigned.isEmpty() && (worker.wornOut || mayBeWornOut(worker))) {
            retire(worker);
            if (!shutdown && live() < settings.minWorkers()) {
                startWorker();
            }
        }
    }

    private void lookAtMemory(PoolWorker worker) {
        long now = System.nanoTime();
        lock.lock();
        try {
            if (worker.wornOut || now - worker.memoryLookNanos < MEMORY_LOOK_NANOS) {
                return;
            }
            worker.memoryLookNanos = now;
        } finally {
            lock.unlock();
        }
        if (ResidentMemory.bytesOf(worker.pid()) > settings.maxMemoryBytes()) {
            wearOut(worker);
        }
    }

    private void wearOut(PoolWorker worker) {
        lock.lock();
        try {
            worker.wornOut = true;
            if (worker.state == PoolWorker.State.READY) {
                retireIfWornOut(worker);
            }
        } finally {
            lock.unlock();
        }
        dispatch();
    }

    private void watchAge(PoolWorker worker) {
        if (settings.maxAgeNanos() > 0) {
            later(settings.maxAgeNanos(), () -> wearOut(worker));
        }
    }

    /** With the lock. */
    private void watchIdle() {
        if (!idleTimerSet && settings.minWorkers() < settings.workers() && live() > settings.minWorkers()) {
            idleTimerSet = true;
            PoolWorker oldest = idle.peekFirst();
            later(oldest.idleSinceNanos + settings.keepAliveNanos() - System.nanoTime(), this::lookAtIdle);
        }
    }

    private void lookAtIdle() {
        lock.lock();
        try {
            idleTimerSet = false;
            long now = System.nanoTime();
            while (!idle.isEmpty()
                    && live() > settings.minWorkers()
                    && now - idle.peekFirst().idleSinceNanos >= settings.keepAliveNanos()) {
                retire(idle.peekFirst());
            }
            if (!idle.isEmpty()) {
                watchIdle();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Run by the thread of the worker when its process has ended; the last that this thread does in the pool. */
    void ended(PoolWorker worker, Throwable reason) {
        boolean hadStarted;
        boolean wanted;
        lock.lock();
        try {
            hadStarted = worker.wasReady;
            wanted = worker.state != PoolWorker.State.ENDING;
            worker.state = PoolWorker.State.ENDING;
            idle.remove(worker);
        } finally {
            lock.unlock();
        }
        worker.takeBack();
        List<Runnable> fates = new ArrayList<>();
        lock.lock();
        try {
            events.workerEnded(worker.name, worker.pid(), worker.tasksBegun,
                    worker.retired ? "not needed any more" : reason.getMessage());
            for (PoolJob job = worker.assigned.pollFirst(); job != null; job = worker.assigned.pollFirst()) {
                decide(worker, job, reason, fates);
            }
            if (!hadStarted && wanted && !shutdownNow) {
                starts.failed(reason);
                giveUpIfNoneStarts(fates);
            } else if (hadStarted && !worker.retired && !shutdown && live() < settings.minWorkers()) {
                startWorker();
            }
        } finally {
            lock.unlock();
        }
        fates.forEach(Runnable::run);
        lock.lock();
        try {
            workers.remove(worker);
        } finally {
            lock.unlock();
        }
        dispatch();
        progress.changed();
    }

    /** What becomes of the task at which a worker died, and of those that were to come after it. With the lock. */
    private void decide(PoolWorker worker, PoolJob job, Throwable reason, List<Runnable> fates) {
        PoolTask<?> victim = job.current();
        job.next++;
        if (!job.isOver()) {
            List<? extends PoolTask<?>> rest = job.tasks.subList(job.next, job.tasks.size());
            if (job.function != null) {
                job.function.use();
            }
            queue.addFirst(new PoolJob(++jobs, job.function, List.copyOf(rest)));
        }
        if (shutdownNow) {
            countDone(victim, Fate.CANCELLED);
            fates.add(victim::drop);
        } else if (victim.equals(worker.condemnedFor)) {
            Throwable late = worker.condemnedWith;
            if (late != null && countDone(victim, Fate.FAILED)) {
                fates.add(() -> victim.fail(late));
            } else {
                fates.add(victim::release);
            }
        } else if (victim.isDone()) {
            fates.add(victim::release);
        } else {
            victim.died(reason);
            if (victim.deaths.size() <= settings.retries()) {
                retried++;
                events.retry(worker.name, worker.pid(), victim.deaths.size(), reason.getMessage());
                if (job.function != null) {
                    job.function.use();
                }
                queue.addFirst(new PoolJob(++jobs, job.function, List.of(victim)));
            } else {
                countDone(victim, Fate.FAILED);
                WorkerDiedException death = PoolDeaths.ofTask(victim.deaths);
                fates.add(() -> victim.fail(death));
            }
        }
        endJob(job);
    }

    /** With the lock. */
    private void giveUpIfNoneStarts(List<Runnable> fates) {
        boolean anyReady = workers.stream().anyMatch(worker -> worker.state == PoolWorker.State.READY);
        if (anyReady || !starts.areHopeless()) {
            return;
        }
        WorkerDiedException reason = PoolDeaths.ofStarts(settings.name(), starts.failures());
        for (PoolJob job = queue.pollFirst(); job != null; job = queue.pollFirst()) {
            for (PoolTask<?> task : job.wanted()) {
                if (countDone(task, Fate.FAILED)) {
                    fates.add(() -> task.fail(reason));
                }
            }
            endJob(job);
        }
    }

    void forget(PoolFunction function) {
        List<PoolWorker> all;
        lock.lock();
        try {
            all = List.copyOf(workers);
        } finally {
            lock.unlock();
        }
        all.forEach(worker -> worker.forget(function.number));
    }

    // ---- the end ----

    void shutdown() {
        lock.lock();
        try {
            shutdown = true;
            List.copyOf(idle).forEach(this::retire);
            if (queue.isEmpty()) {
                endStarting();
            }
            endIfDone();
        } finally {
            lock.unlock();
        }
    }

    private void endStarting() {
        for (PoolWorker worker : workers) {
            if (worker.state == PoolWorker.State.STARTING) {
                worker.state = PoolWorker.State.ENDING;
                worker.kill();
            }
        }
    }

    List<Runnable> shutdownNow() {
        List<PoolWorker> all;
        lock.lock();
        try {
            shutdown = true;
            shutdownNow = true;
            all = List.copyOf(workers);
            for (PoolWorker worker : all) {
                worker.state = PoolWorker.State.ENDING;
            }
            idle.clear();
        } finally {
            lock.unlock();
        }
        all.forEach(PoolWorker::takeBack);
        List<PoolTask<?>> neverBegun = new ArrayList<>();
        List<PoolTask<?>> running = new ArrayList<>();
        lock.lock();
        try {
            for (PoolJob job = queue.pollFirst(); job != null; job = queue.pollFirst()) {
                for (PoolTask<?> task : job.wanted()) {
                    countDone(task, Fate.CANCELLED);
                    neverBegun.add(task);
                }
                endJob(job);
            }
            for (PoolWorker worker : all) {
                worker.assigned.forEach(job -> running.addAll(job.wanted()));
            }
            running.forEach(task -> countDone(task, Fate.CANCELLED));
        } finally {
            lock.unlock();
        }
        all.forEach(PoolWorker::kill);
        List<Runnable> originals = new ArrayList<>();
        for (PoolTask<?> task : neverBegun) {
            Runnable original = task.original();
            task.drop();
            if (original != null) {
                originals.add(original);
            }
        }
        running.forEach(PoolTask::drop);
        dispatch();
        progress.changed();
        return originals;
    }

    /** With the lock. */
    private void endIfDone() {
        if (!shutdown) {
            return;
        }
        if (outstanding == 0) {
            queue.clear();
            endStarting();
            List.copyOf(idle).forEach(this::retire);
        }
        if (outstanding == 0 && workers.isEmpty()) {
            keeper.end();
            terminated.signalAll();
        }
    }

    boolean isShutdown() {
        lock.lock();
        try {
            return shutdown;
        } finally {
            lock.unlock();
        }
    }

    boolean isTerminated() {
        lock.lock();
        try {
            return shutdown && outstanding == 0 && workers.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    boolean awaitTermination(long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            for (PoolWorker worker : workers) {
                if (worker.isThisThread()) {
                    throw new IllegalStateException("the thread that receives from " + worker
                            + " cannot wait for its own end; wait in another thread, such as that of an async stage");
                }
            }
            while (!isTerminated()) {
                if (nanos <= 0) {
                    return false;
                }
                nanos = terminated.awaitNanos(nanos);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** For messages of tests and people. */
    @Override
    public String toString() {
        lock.lock();
        try {
            StringBuilder text = new StringBuilder(settings.name())
                    .append('[')
                    .append(shutdown ? workers.isEmpty() ? "terminated, " : "shut down, " : "")
                    .append(progress())
                    .append(", ")
                    .append(queue.size())
                    .append(" queued");
            for (PoolWorker worker : workers) {
                text.append("; ")
                        .append(worker)
                        .append(' ')
                        .append(worker.state)
                        .append(" with ")
                        .append(worker.assigned.size());
            }
            return text.append(']').toString();
        } finally {
            lock.unlock();
        }
    }
}
