package dev.sluice;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * An {@link ExecutorService} whose workers are processes: what a fixed thread pool is for threads. A task that crashes its
 * JVM, fills its heap, calls {@code System.exit} or never ends harms itself alone; the pool learns why, and goes on.
 *
 * {@snippet :
 * try (ProcessPool pool = ProcessPool.builder().workers(4).timeLimit(Duration.ofMinutes(1)).build()) {
 *     CompletableFuture<Integer> answer = pool.submit(() -> 6 * 7);
 *     System.out.println(answer.get());
 *     try (Stream<Long> sizes = pool.map(file -> Files.size(Path.of(file)), files)) {
 *         sizes.forEach(System.out::println);
 *     }
 * }
 * }
 *
 * <p><b>Tasks and results</b> cross as the elements of a {@link ProcessQueue} do, with the queues and connections in them.
 * A task is encoded by the thread that submits it, before {@code submit} returns: one that cannot cross is refused there
 * with {@link SerializationException}, and what it refers to may be changed afterwards. Lambdas given to {@code submit} and
 * its kin are made as {@link ProcessCallable} or {@link ProcessRunnable}, which can cross; a lambda that is a plain
 * {@code Callable} or {@code Runnable} already cannot. Each run of a task works on a fresh copy; static state of a worker
 * stays from one task to the next. A result that cannot cross fails its task, and so does one that cannot be read here.
 *
 * <p><b>Failures.</b> The exception that a task throws is what its future fails with, with the stack trace that it has in
 * the worker; if it cannot cross, a {@link TaskFailedException} carries its text. If the worker dies, only the task that it
 * was at is concerned: it is tried again as often as {@link Builder#retries} allows, and then fails with a
 * {@link WorkerDiedException} that tells how each of its workers ended. A task that has not begun, wherever it waits, is
 * begun exactly once. Another worker takes the place of the dead one. If workers die before they are ready, which a wrong
 * class path or JVM option brings about, starting is tried again after growing pauses; when three in a row have failed and
 * no other worker is there, the tasks that wait fail with the reasons, and the next ones are a new attempt.
 *
 * <p><b>Order.</b> Tasks begin in the order in which they were submitted, but for those that are tried again, which come
 * first, and for quick ones: when tasks take less than two milliseconds, a worker is given up to sixteen ahead, and those
 * may begin later than their successors in another worker. They count as not begun, and a worker that becomes free begins
 * them at once. What a thread does before it submits a task is visible to the task as far as it is encoded in it or in
 * shared memory, and what the task does is visible so to whoever has its result.
 *
 * <p><b>Futures</b> are {@link CompletableFuture}s. {@code cancel} of a task that has not begun prevents it. Of one that
 * runs, {@code cancel(true)} ends its process at once; {@code cancel(false)}, as any other completion by the program, lets it
 * run to its end, and drops its result. Stages that are built on a future without {@code Async} run in the thread that
 * builds them or in a virtual thread of their own, so they may wait.
 *
 * <p><b>Life.</b> Workers are started when tasks come, up to {@link Builder#workers}, and kept. A pool that has tasks keeps
 * its JVM alive; one that has none does not, so a program that forgets to close its pool loses no task and ends half a
 * second after the last. The workers are daemon children: they end with this JVM, however it ends, by {@code System.exit},
 * Ctrl-C or {@code kill -9}, and {@code shutdown} followed by {@code awaitTermination}, as in {@code close}, returns when
 * the last of their processes is gone.
 *
 * <p>Any thread, platform or virtual, may call any method. Only {@code invokeAll}, {@code invokeAny}, {@code awaitTermination},
 * {@code close} and the streams wait; {@code submit} waits for nothing but the encoding and, if a worker is idle, for the
 * copy into shared memory. A pool does not cross to other processes.
 */
public final class ProcessPool implements ExecutorService {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final PoolCore core;

    private ProcessPool(PoolSettings settings) {
        core = new PoolCore(settings);
    }

    /**
     * Makes a pool with as many workers as there are processors, and the defaults otherwise.
     *
     * @return the pool
     */
    public static ProcessPool create() {
        return builder().build();
    }

    /**
     * Makes a pool of so many workers, with the defaults otherwise.
     *
     * @param workers the number of workers, at least 1
     * @return the pool
     */
    public static ProcessPool create(int workers) {
        return builder().workers(workers).build();
    }

    /**
     * Begins to describe a pool.
     *
     * @return a builder with the defaults
     */
    public static Builder builder() {
        return new Builder();
    }

    // ---- single tasks ----

    /**
     * Submits a task with a result.
     *
     * @param <T>  the type of the result
     * @param task the task
     * @return its future
     * @throws SerializationException                          if the task cannot cross; the message says which class and
     *                                                         field
     * @throws java.util.concurrent.RejectedExecutionException if the pool is shut down
     */
    public <T> CompletableFuture<T> submit(ProcessCallable<T> task) {
        return submit((Callable<T>) task);
    }

    /**
     * Submits a task without a result; its future completes with null.
     *
     * @param task the task
     * @return its future
     * @throws SerializationException                          if the task cannot cross
     * @throws java.util.concurrent.RejectedExecutionException if the pool is shut down
     */
    public CompletableFuture<?> submit(ProcessRunnable task) {
        return submit((Runnable) task);
    }

    /**
     * As {@link #submit(ProcessCallable)}, for a task of a class of its own: one that is serializable, or a record.
     *
     * @throws SerializationException                          if the task cannot cross, as a lambda that was made as a
     *                                                         plain {@code Callable}
     * @throws java.util.concurrent.RejectedExecutionException if the pool is shut down
     */
    @Override
    public <T> CompletableFuture<T> submit(Callable<T> task) {
        return submitted(PoolCall.of(core, Objects.requireNonNull(task, "task")));
    }

    /**
     * As {@link #submit(ProcessRunnable)}, for a task of a class of its own: one that is serializable, or a record.
     *
     * @throws SerializationException                          if the task cannot cross, as a lambda that was made as a
     *                                                         plain {@code Runnable}
     * @throws java.util.concurrent.RejectedExecutionException if the pool is shut down
     */
    @Override
    public CompletableFuture<?> submit(Runnable task) {
        return submit(task, null);
    }

    /**
     * As {@link #submit(Runnable)}; the result does not cross.
     *
     * @throws SerializationException                          if the task cannot cross
     * @throws java.util.concurrent.RejectedExecutionException if the pool is shut down
     */
    @Override
    public <T> CompletableFuture<T> submit(Runnable task, T result) {
        return submitted(PoolCall.of(core, Objects.requireNonNull(task, "task"), result));
    }

    /**
     * Submits a task whose end nobody asks for. What it throws is given to the handler of uncaught exceptions of the thread
     * that learns of it; without a handler it is printed.
     *
     * @param task the task
     * @throws SerializationException                          if the task cannot cross
     * @throws java.util.concurrent.RejectedExecutionException if the pool is shut down
     */
    public void execute(ProcessRunnable task) {
        execute((Runnable) task);
    }

    /**
     * As {@link #execute(ProcessRunnable)}, for a task of a class of its own: one that is serializable, or a record.
     *
     * @throws SerializationException                          if the task cannot cross
     * @throws java.util.concurrent.RejectedExecutionException if the pool is shut down
     */
    @Override
    public void execute(Runnable task) {
        CompletableFuture<Void> _ = submitted(PoolCall.ofExecute(core, Objects.requireNonNull(task, "task")));
    }

    private <T> PoolCall<T> submitted(PoolCall<T> task) {
        core.submit(task);
        return task;
    }

    // ---- several tasks ----

    /**
     * {@inheritDoc} If this method is left by an exception, the tasks that are not done are cancelled, and the processes of
     * those that run are ended.
     *
     * @throws SerializationException if one of the tasks cannot cross
     */
    @Override
    public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks) throws InterruptedException {
        return invokeAll(tasks, Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    }

    /**
     * {@inheritDoc} When the time is over, or this method is left by an exception, the tasks that are not done are cancelled,
     * and the processes of those that run are ended.
     *
     * @throws SerializationException if one of the tasks cannot cross
     */
    @Override
    public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException {
        return PoolInvocations.all(this, tasks, unit.toNanos(timeout));
    }

    /**
     * {@inheritDoc} The others are cancelled then, and the processes of those that run are ended.
     *
     * @throws SerializationException if one of the tasks cannot cross
     */
    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> tasks) throws InterruptedException, ExecutionException {
        try {
            return invokeAny(tasks, Long.MAX_VALUE, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("centuries are over", e);
        }
    }

    /**
     * {@inheritDoc} The others are cancelled then, and the processes of those that run are ended.
     *
     * @throws SerializationException if one of the tasks cannot cross
     */
    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        return PoolInvocations.any(this, tasks, unit.toNanos(timeout));
    }

    /**
     * Applies the function to each input and gives the results in the order of the inputs.
     *
     * <p>Lazily: the inputs are read by the thread that takes the results, as many ahead as keep the workers busy: at most
     * three chunks for each worker. So the inputs may be without end, and a slow input delays the results of those before
     * it. Inputs cross in chunks as large as take about a millisecond. An input that fails, or that cannot cross, throws a
     * {@link java.util.concurrent.CompletionException} with the reason as its cause when its turn comes.
     *
     * <p>Closing the stream cancels what has not begun, and so does the end of the thread's patience: if it is interrupted
     * while it waits for a result, that throws {@link CancellationException}, with the interrupt set. A stream that was not
     * used to its end should be closed; one that is forgotten leaves the function in the memory of the workers.
     *
     * @param <T>      the type of the inputs
     * @param <R>      the type of the results
     * @param function what to do with each; it crosses to each worker once, so its own state lives there until the end
     * @param inputs   the inputs; they may be null
     * @return the results, a sequential stream; parallel it would be no faster
     * @throws SerializationException if the function cannot cross
     */
    public <T, R> Stream<R> map(ProcessFunction<? super T, ? extends R> function, Iterable<? extends T> inputs) {
        return inOrder(function, inputs, 0);
    }

    /**
     * As {@link #map(ProcessFunction, Iterable)}, with chunks of the given size.
     *
     * @param <T>       the type of the inputs
     * @param <R>       the type of the results
     * @param function  what to do with each
     * @param inputs    the inputs
     * @param chunkSize how many inputs are sent to a worker at once, at least 1; one that takes long holds up those after it
     *                  in its chunk
     * @return the results
     * @throws SerializationException if the function cannot cross
     */
    public <T, R> Stream<R> map(
            ProcessFunction<? super T, ? extends R> function, Iterable<? extends T> inputs, int chunkSize) {
        return inOrder(function, inputs, requireChunk(chunkSize));
    }

    private <T, R> Stream<R> inOrder(
            ProcessFunction<? super T, ? extends R> function, Iterable<? extends T> inputs, int chunkSize) {
        PoolMap<T, R> map = mapOf(function, inputs, chunkSize, true);
        return StreamSupport.stream(map, false).<R>map(PoolMap::orThrow).onClose(map::close);
    }

    /**
     * Applies the function to each input and gives the outcomes as they come: as {@link #map(ProcessFunction, Iterable)}, but
     * that a slow input holds up no other, and a failure is an outcome as any other.
     *
     * @param <T>      the type of the inputs
     * @param <R>      the type of the results
     * @param function what to do with each
     * @param inputs   the inputs
     * @return the outcomes
     * @throws SerializationException if the function cannot cross
     */
    public <T, R> Stream<Outcome<T, R>> mapAsCompleted(
            ProcessFunction<? super T, ? extends R> function, Iterable<? extends T> inputs) {
        return asCompleted(function, inputs, 0);
    }

    /**
     * As {@link #mapAsCompleted(ProcessFunction, Iterable)}, with chunks of the given size.
     *
     * @param <T>       the type of the inputs
     * @param <R>       the type of the results
     * @param function  what to do with each
     * @param inputs    the inputs
     * @param chunkSize how many inputs are sent to a worker at once, at least 1
     * @return the outcomes
     * @throws SerializationException if the function cannot cross
     */
    public <T, R> Stream<Outcome<T, R>> mapAsCompleted(
            ProcessFunction<? super T, ? extends R> function, Iterable<? extends T> inputs, int chunkSize) {
        return asCompleted(function, inputs, requireChunk(chunkSize));
    }

    private <T, R> Stream<Outcome<T, R>> asCompleted(
            ProcessFunction<? super T, ? extends R> function, Iterable<? extends T> inputs, int chunkSize) {
        PoolMap<T, R> map = mapOf(function, inputs, chunkSize, false);
        return StreamSupport.stream(map, false).onClose(map::close);
    }

    private <T, R> PoolMap<T, R> mapOf(
            ProcessFunction<? super T, ? extends R> function,
            Iterable<? extends T> inputs,
            int chunkSize,
            boolean inOrder) {
        Objects.requireNonNull(function, "function");
        return new PoolMap<>(core, function, inputs.iterator(), chunkSize, inOrder);
    }

    private static int requireChunk(int chunkSize) {
        if (chunkSize < 1) {
            throw new IllegalArgumentException(
                    "chunkSize=" + chunkSize + " is below 1; leave it out for a size that suits the inputs");
        }
        return chunkSize;
    }

    // ---- life ----

    /**
     * Starts workers up to {@link Builder#minWorkers} now, in place of when tasks come. Does not wait for them.
     */
    public void prestart() {
        core.staff.prestart();
    }

    /**
     * Takes no more tasks, and ends the workers when those that were submitted are done. Does not wait.
     */
    @Override
    public void shutdown() {
        core.shutdown();
    }

    /**
     * Takes no more tasks, cancels those that were submitted, and kills the workers. Does not wait.
     *
     * @return the tasks that never began, but for inputs of a {@code map}: a {@code Runnable} as it was submitted; for a
     *         {@code Callable} a {@code Runnable} that calls it. Their futures are cancelled, so that nobody waits in vain
     */
    @Override
    public List<Runnable> shutdownNow() {
        return core.shutdownNow();
    }

    @Override
    public boolean isShutdown() {
        return core.isShutdown();
    }

    /** Whether it was shut down, all its tasks are done, and the processes of its workers are gone. */
    @Override
    public boolean isTerminated() {
        return core.isTerminated();
    }

    /**
     * Waits until it {@linkplain #isTerminated() is terminated}.
     *
     * @throws IllegalStateException if called by the thread that receives from a worker, which would wait for itself
     */
    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return core.awaitTermination(unit.toNanos(timeout));
    }

    /**
     * How far the pool is.
     *
     * @return its state at this moment
     */
    public Progress progress() {
        return core.progress();
    }

    @Override
    public String toString() {
        return core.toString();
    }

    /**
     * How far a pool is. Each input of a {@code map} counts as a task.
     *
     * @param waiting   tasks that have not begun
     * @param running   tasks that run
     * @param succeeded tasks that have returned
     * @param failed    tasks that have failed, for whatever reason
     * @param cancelled tasks that were cancelled
     * @param retried   how many times a task was tried again
     * @param workers   workers that are ready
     */
    public record Progress(
            long waiting, int running, long succeeded, long failed, long cancelled, long retried, int workers) {
        /**
         * Tasks that are done, whatever came out.
         *
         * @return their number
         */
        public long done() {
            return succeeded + failed + cancelled;
        }
    }

    /**
     * What came out of one input of {@link #mapAsCompleted}.
     *
     * @param <T>     the type of the input
     * @param <R>     the type of the result
     * @param index   the place of the input, from 0
     * @param input   the input itself, not a copy
     * @param result  the result; null if it failed, or if that was the result
     * @param failure why it failed; null if it did not
     */
    public record Outcome<T, R>(long index, T input, R result, Throwable failure) {
        /**
         * Whether there is a result.
         *
         * @return false if it failed
         */
        public boolean succeeded() {
            return failure == null;
        }
    }

    /** Describes a pool before it is made. Not for use by several threads at once; may be used again. */
    public static final class Builder {
        private static final Duration DEFAULT_KEEP_ALIVE = Duration.ofMinutes(1);
        private static final Duration DEFAULT_START_LIMIT = Duration.ofMinutes(5);

        private String name;
        private int workers = Runtime.getRuntime().availableProcessors();
        private int minWorkers = -1;
        private Duration keepAlive = DEFAULT_KEEP_ALIVE;
        private int retries;
        private int maxTasksPerWorker;
        private long maxMemoryBytes;
        private Duration maxAge = Duration.ZERO;
        private Duration timeLimit = Duration.ZERO;
        private Duration startLimit = DEFAULT_START_LIMIT;
        private ProcessTask initializer;
        private Consumer<ChildProcess.Builder> child = _ -> {};
        private Consumer<Progress> progress;

        private Builder() {}

        /**
         * Its name, with which the names of its workers begin. Default: {@code Pool-1} and so on.
         *
         * @param name the name, not blank
         * @return this builder
         */
        public Builder name(String name) {
            if (Objects.requireNonNull(name, "name: leave it out for a default").isBlank()) {
                throw new IllegalArgumentException("a pool needs a name that can be read; leave it out for a default");
            }
            this.name = name;
            return this;
        }

        /**
         * The most workers at a time. Default: the number of processors.
         *
         * @param workers the number, at least 1
         * @return this builder
         */
        public Builder workers(int workers) {
            this.workers = atLeast(1, workers, "workers");
            return this;
        }

        /**
         * How many workers are kept although they are idle; more end when they have been idle for
         * {@linkplain #keepAlive a while}. Default: all.
         *
         * @param minWorkers the number, not negative; at most as many as {@link #workers}
         * @return this builder
         */
        public Builder minWorkers(int minWorkers) {
            this.minWorkers = atLeast(0, minWorkers, "minWorkers");
            return this;
        }

        /**
         * How long a worker that is idle and not {@linkplain #minWorkers needed} is kept. Default: a minute.
         *
         * @param keepAlive how long, more than zero
         * @return this builder
         */
        public Builder keepAlive(Duration keepAlive) {
            this.keepAlive = positive(keepAlive, "keepAlive");
            return this;
        }

        /**
         * How often a task is tried again when the process died that ran it. Default: 0, for it may have done half of its
         * work. What a task throws does not make it tried again, and neither does the {@linkplain #timeLimit time limit}.
         *
         * @param retries the number, not negative
         * @return this builder
         */
        public Builder retries(int retries) {
            this.retries = atLeast(0, retries, "retries");
            return this;
        }

        /**
         * After how many tasks a worker is replaced, against leaks. Each input of a {@code map} counts; a chunk is not
         * divided for it. Default: never.
         *
         * @param maxTasks the number, at least 1
         * @return this builder
         */
        public Builder maxTasksPerWorker(int maxTasks) {
            this.maxTasksPerWorker = atLeast(1, maxTasks, "maxTasks");
            return this;
        }

        /**
         * The resident memory from which on a worker is replaced when its task is done, against leaks. It is looked at
         * after tasks, at most twenty times a second, and only where {@code /proc} tells it: on Linux. What a worker may
         * take at all is limited by {@code jvmOptions("-Xmx...")}. Default: no limit.
         *
         * @param bytes the number of bytes, at least 1
         * @return this builder
         */
        public Builder maxMemoryPerWorker(long bytes) {
            if (bytes < 1) {
                throw new IllegalArgumentException("bytes=" + bytes + " is below 1; leave it out for no limit");
            }
            this.maxMemoryBytes = bytes;
            return this;
        }

        /**
         * The age from which on a worker is replaced when its task is done. Default: none.
         *
         * @param maxAge the age, more than zero
         * @return this builder
         */
        public Builder maxAge(Duration maxAge) {
            this.maxAge = positive(maxAge, "maxAge");
            return this;
        }

        /**
         * How long a task, or one input of a {@code map}, may run. One that runs longer is ended together with its process,
         * whatever it does, and fails with a {@link TimeoutException}; it is not tried again. The time is that of the wall
         * clock, from the moment that the task is handed to its worker. Default: no limit.
         *
         * @param timeLimit how long, more than zero
         * @return this builder
         */
        public Builder timeLimit(Duration timeLimit) {
            this.timeLimit = positive(timeLimit, "timeLimit");
            return this;
        }

        /**
         * What each worker runs before its first task. If it throws, the worker ends. It has the
         * time that {@link #startLimit} gives; the {@link #timeLimit} does not hold for it.
         *
         * @param initializer the task
         * @return this builder
         */
        public Builder initializer(ProcessTask initializer) {
            this.initializer = Objects.requireNonNull(initializer, "initializer: leave it out if there is none");
            return this;
        }

        /**
         * How long a worker may take to be ready, from the start of its JVM to the end of its {@link #initializer}. One that
         * takes longer is ended, which counts as a failed start. Default: five minutes.
         *
         * @param startLimit how long, more than zero
         * @return this builder
         */
        public Builder startLimit(Duration startLimit) {
            this.startLimit = positive(startLimit, "startLimit");
            return this;
        }

        /**
         * Options of the JVMs of the workers, such as {@code -Xmx256m}, as of
         * {@link ChildProcess.Builder#jvmOptions(String...)}.
         *
         * @param options the options, in place of any given before
         * @return this builder
         */
        public Builder jvmOptions(String... options) {
            List<String> copy = List.of(options);
            return child(builder -> builder.jvmOptions(copy));
        }

        /**
         * Further settings of the workers: environment, class path, output and all else that a child can be given. Applied
         * each time a worker is started, after those given before; its name, its task and that it is a daemon are the
         * pool's.
         *
         * @param settings makes the settings
         * @return this builder
         */
        public Builder child(Consumer<ChildProcess.Builder> settings) {
            child = child.andThen(settings);
            return this;
        }

        /**
         * Told after every change how far the pool is, by whatever thread made the change, one call at a time; changes that
         * come in quick succession are told together, the last one always. It should be quick.
         *
         * @param listener the listener, in place of any given before
         * @return this builder
         */
        public Builder onProgress(Consumer<Progress> listener) {
            progress = Objects.requireNonNull(listener, "listener: leave it out if there is none");
            return this;
        }

        /**
         * Makes the pool. Workers are started when tasks come.
         *
         * @return the pool
         * @throws IllegalArgumentException if there are to be at least more workers than at most
         * @throws SerializationException   if the initializer cannot cross
         */
        public ProcessPool build() {
            if (minWorkers > workers) {
                throw new IllegalArgumentException(
                        "minWorkers=" + minWorkers + " is more than workers=" + workers + "; raise that or lower this");
            }
            if (initializer != null) {
                byte[] _ = ObjectBytes.encode(initializer);
            }
            return new ProcessPool(new PoolSettings(
                    name != null ? name : "Pool-" + COUNT.incrementAndGet(),
                    workers,
                    minWorkers < 0 ? workers : minWorkers,
                    nanos(keepAlive),
                    retries,
                    maxTasksPerWorker,
                    maxMemoryBytes,
                    nanos(maxAge),
                    nanos(timeLimit),
                    nanos(startLimit),
                    initializer,
                    child,
                    progress));
        }

        private static int atLeast(int least, int value, String what) {
            if (value < least) {
                throw new IllegalArgumentException(what + "=" + value + " is below " + least + "; give more");
            }
            return value;
        }

        private static Duration positive(Duration duration, String what) {
            if (!Objects.requireNonNull(duration, what).isPositive()) {
                throw new IllegalArgumentException(
                        what + "=" + duration + " is not more than zero; leave it out for the"
                                + " default");
            }
            return duration;
        }

        private static long nanos(Duration duration) {
            return TimeUnit.NANOSECONDS.convert(duration); // centuries are as good as more
        }
    }
}
