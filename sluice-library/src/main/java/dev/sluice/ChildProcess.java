package dev.sluice;

import dev.sluice.internal.process.LaunchSettings;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A JVM of its own that runs one task: what {@link Thread} is for threads. Hand it a task, or subclass it and override
 * {@link #run()}; the queues, connections and data that the task or the subclass holds cross with it.
 *
 * {@snippet :
 * ProcessQueue<String> results = ProcessQueue.create();
 * try (ChildProcess child = ChildProcess.start(() -> results.put("hello from " + ProcessHandle.current().pid()))) {
 *     System.out.println(results.get());
 * }
 * }
 *
 * <p><b>The child</b> runs on the same JDK with this JVM's class path or module path, those of its options that decide
 * what code may do ({@code --add-opens} and its kin, {@code --enable-preview}, {@code -ea}), and the system properties
 * {@code dev.sluice.*}. It does not inherit heap sizes, agents, other system properties or the collector: it collects
 * with {@code -XX:+UseSerialGC} unless its own options, or those in the environment, choose another. Its standard input
 * is empty. Its task passes through memory shared with this JVM, never through its standard streams, its arguments or its
 * environment; without native access that memory is a file that this user alone can open.
 *
 * <p><b>Its life.</b> As with threads, the JVM lives until its last non-daemon thread has ended: a task that returns
 * and leaves such threads goes on in them. A child never outlives its parent, however the parent ends. A JVM whose
 * {@code main} returns lives on until its non-daemon children have ended, and then ends the daemon ones; when it ends
 * by {@code System.exit} or a signal, it ends all of them: they are asked to ({@link #terminate()}), and killed if they
 * have not ended within two seconds. A child may have children of its own, for which the same holds.
 *
 * <p><b>Its end</b> is explained by {@link #exitCode()} and {@link #exception()}, both known when {@link #join()}
 * returns.
 *
 * <p>Any thread, platform or virtual, may call any method. In the child, {@link #current()} is the child itself: it
 * knows its name and pid, and it throws IllegalStateException from the methods by which a parent starts, awaits or ends
 * a child. A {@code ChildProcess} crosses to another process only by being started; anywhere else it is refused with
 * {@link SerializationException}.
 */
public class ChildProcess implements AutoCloseable, Serializable {
    private static final long serialVersionUID = 1L;

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final List<ChildProcess> ACTIVE = new CopyOnWriteArrayList<>();

    /** Set once, in a child, before its task begins. */
    private static volatile ChildProcess current;

    /** The name, as given or made. */
    private final String name;

    /** Whether this process may end without waiting for it. */
    private final boolean daemon;

    /** What it runs; null if a subclass overrides {@link #run()}. */
    private final ProcessTask task;

    // What only the parent knows; all null in the child, which tells by `ended` that it is one.
    private final transient LaunchSettings settings;
    private final transient int spares;
    private final transient ProcessOutput output;
    private final transient ProcessOutput errors;
    private final transient CompletableFuture<ChildProcess> ended;
    private final transient Object startLock;
    private transient volatile StartedChild started;

    /** Whether it is crossing to its own process right now; volatile, as a deep graph is encoded by another thread. */
    private transient volatile boolean crossing;

    /** For subclasses that override {@link #run()}. */
    protected ChildProcess() {
        this(builder());
    }

    /**
     * For subclasses that override {@link #run()} and choose a name, options and the like.
     *
     * @param settings a builder; its task, if it has one, is what {@code run()} runs unless overridden
     */
    protected ChildProcess(Builder settings) {
        name = settings.name != null ? settings.name : nextName();
        daemon = settings.daemon;
        task = settings.task;
        this.settings = settings.launchSettings();
        spares = settings.spares;
        output = settings.output;
        errors = settings.errors;
        ended = new CompletableFuture<>();
        startLock = new Object();
    }

    /**
     * Makes a child that is not started yet.
     *
     * @param task what it will run
     */
    public ChildProcess(ProcessTask task) {
        this(builder().task(task));
    }

    /**
     * Makes a child and starts it.
     *
     * @param task what it runs
     * @return the started child
     * @throws SerializationException if the task cannot cross
     * @see #start()
     */
    public static ChildProcess start(ProcessTask task) {
        return new ChildProcess(task).start();
    }

    /**
     * Begins to describe a child.
     *
     * @return a builder with the defaults
     */
    public static Builder builder() {
        return new Builder();
    }

    private String nextName() {
        String type = getClass().getSimpleName();
        String kind = type.isEmpty() || getClass() == ChildProcess.class ? "Process" : type;
        ChildProcess parent = current;
        String prefix = parent == null ? kind + "-" : parent.name + ":";
        return prefix + COUNT.incrementAndGet();
    }

    /**
     * Starts it. Returns when its JVM has been started, or a {@linkplain Builder#spares spare} one taken, and its task
     * encoded, not waiting for the task to begin: handles
     * and data that the task holds may be closed and changed right afterwards, without effect on the child. If this
     * fails, nothing is left behind.
     *
     * @return this child
     * @throws SerializationException          if the task cannot cross; the message says which class and field
     * @throws IllegalStateException           if it was started before, is this process, or this JVM is ending
     * @throws java.io.UncheckedIOException    if its JVM cannot be started, or its working directory does not exist
     * @throws SharedMemoryException           if the system refuses the memory for its control connection
     */
    public ChildProcess start() {
        requireParent("start");
        synchronized (startLock) {
            if (started != null) {
                throw new IllegalStateException(name + " was started before; a child runs once: make another");
            }
            ACTIVE.add(this);
            try {
                crossing = true;
                started = StartedChild.start(this, settings, this::hasEnded);
            } catch (Throwable e) {
                ACTIVE.remove(this);
                throw e;
            } finally {
                crossing = false;
            }
        }
        return this;
    }

    /** Run by the watcher, which may be faster than start(). */
    private void hasEnded() {
        synchronized (startLock) {
            ACTIVE.remove(this);
        }
        ended.complete(this);
    }

    /**
     * What the child does, in the main thread of its JVM. Runs the task given; subclasses override it.
     *
     * @throws Exception ends the task; see {@link #exception()}
     */
    protected void run() throws Exception {
        if (task == null) {
            throw new IllegalStateException(
                    name + " has nothing to do: give it a task, or override run() in " + getClass().getName());
        }
        task.run();
    }

    /**
     * Waits until it has ended.
     *
     * @throws InterruptedException  if interrupted before or while waiting; the child is unaffected
     * @throws IllegalStateException if it is not started, or is this process
     */
    public void join() throws InterruptedException {
        requireStarted("join");
        try {
            ended.get();
        } catch (ExecutionException e) {
            throw new AssertionError("never completed exceptionally", e);
        }
    }

    /**
     * Waits until it has ended, no longer than the given time.
     *
     * @param timeout how long to wait; zero or less: not at all
     * @return true if it has ended
     * @throws InterruptedException  if interrupted before or while waiting; the child is unaffected
     * @throws IllegalStateException if it is not started, or is this process
     */
    public boolean join(Duration timeout) throws InterruptedException {
        requireStarted("join");
        try {
            ended.get(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new AssertionError("never completed exceptionally", e);
        }
    }

    /**
     * Whether it runs: from {@link #start()} until its {@link #exitCode()} is known.
     *
     * @return true while it runs; in the child itself always
     */
    public boolean isAlive() {
        return ended == null || (started != null && !ended.isDone());
    }

    /**
     * Its process id.
     *
     * @return the id, known also after its end
     * @throws IllegalStateException if it is not started
     */
    public long pid() {
        return ended == null ? ProcessHandle.current().pid() : requireStarted("ask for the pid of").pid();
    }

    /**
     * Its name: as given, or {@code Process-1} and so on; for a named subclass {@code Consumer-2}; for a child of a
     * child {@code Process-1:1}.
     *
     * @return the name
     */
    public final String name() {
        return name;
    }

    /**
     * Whether this process may end without waiting for it.
     *
     * @return true if it may
     */
    public final boolean daemon() {
        return daemon;
    }

    /**
     * How it ended: 0 if its task returned, 1 if its task threw an exception, the code given to {@code System.exit}, or
     * -N if signal N ended it. {@code Runtime.halt(128 + N)} cannot be told from signal N.
     *
     * @return the code; empty before its end
     */
    public OptionalInt exitCode() {
        return hasEndedHere() ? OptionalInt.of(started.exitCode()) : OptionalInt.empty();
    }

    /**
     * Why it did not end well: a {@link ChildDiedException} that tells which child, how it ended, by what or whom as far as
     * that can be known, its last lines, and what to do. If
     * its task threw an exception, that is the {@linkplain Throwable#getCause() cause}. The child has printed the same
     * on its standard error.
     *
     * @return the reason; empty before its end, and if its exit code is 0 and its task threw nothing
     */
    public Optional<Throwable> exception() {
        return hasEndedHere() ? Optional.ofNullable(started.exception()) : Optional.empty();
    }

    private boolean hasEndedHere() {
        return ended != null && ended.isDone();
    }

    /**
     * Asks it to end: SIGTERM. Its shutdown hooks run, and it ends its own children. Nothing happens if it has ended.
     *
     * @throws IllegalStateException if it is not started, or is this process
     */
    public void terminate() {
        requireStarted("terminate").terminate();
    }

    /**
     * Ends it at once: SIGKILL. Nothing in it runs any more, and its own children end too. Nothing happens if it has
     * ended.
     *
     * @throws IllegalStateException if it is not started, or is this process
     */
    public void kill() {
        requireStarted("kill").kill();
    }

    /**
     * Completes with this child when it has ended, never exceptionally.
     *
     * @return a new future; completing or cancelling it has no effect on the child
     * @throws IllegalStateException if it is this process
     */
    public CompletableFuture<ChildProcess> onExit() {
        requireParent("await");
        return ended.copy();
    }

    /**
     * A connection that never carries a message and reaches its end when this child has ended: with it, one
     * {@link Connection#waitAny} waits for messages and for the ends of children at once.
     *
     * @return a new connection that receives; closing it has no effect on the child
     * @throws IllegalStateException if it is this process
     */
    public Connection sentinel() {
        requireParent("await");
        Pipe pipe = Pipe.oneWay();
        CompletableFuture<Void> _ = ended.thenRun(pipe.second()::close);
        return pipe.first();
    }

    /**
     * Waits until it has ended, if it was started. If the calling thread is interrupted, the child is
     * {@linkplain #terminate() terminated}, and if interrupted again, {@linkplain #kill() killed}; this method still
     * waits for its end, and returns with the interrupt set.
     *
     * @throws IllegalStateException if it is this process
     */
    @Override
    public void close() {
        requireParent("close");
        if (started == null) {
            return;
        }
        int interrupts = 0;
        while (isAlive()) {
            try {
                join();
            } catch (InterruptedException e) {
                interrupts++;
                if (interrupts == 1) {
                    terminate();
                } else {
                    kill();
                }
            }
        }
        if (interrupts > 0) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * The child that this process is.
     *
     * @return this process; empty in a process that Sluice did not start
     */
    public static Optional<ChildProcess> current() {
        return Optional.ofNullable(current);
    }

    /**
     * The children that this process has started and that have not ended.
     *
     * @return the children, oldest first
     */
    public static List<ChildProcess> active() {
        return ACTIVE.stream().filter(ChildProcess::isAlive).toList();
    }

    /** A child that is never started, but can cross. */
    static ChildProcess rehearsing(ProcessTask task) {
        ChildProcess child = builder().name("rehearsal").task(task).build();
        child.crossing = true;
        return child;
    }

    /** How many spares its maker has asked for; negative if that is left to us. */
    int spares() {
        return spares;
    }

    ProcessOutput output() {
        return output;
    }

    ProcessOutput errors() {
        return errors;
    }

    /** The names of classes that its JVM will need first of all. */
    List<String> classes() {
        return task == null ? List.of(getClass().getName())
                : List.of(getClass().getName(), nameOfSource(task.getClass()));
    }

    /** A lambda has no class that could be loaded by name, but the class in which it stands has. */
    private static String nameOfSource(Class<?> type) {
        String name = type.getName();
        int lambda = name.indexOf("$$Lambda");
        return lambda < 0 ? name : name.substring(0, lambda);
    }

    /** As {@link #kill()}; {@link #exception()} will give the reason. */
    void kill(String why) {
        requireStarted("kill").kill(why);
    }

    /** Called in a child, once. */
    static void becomes(ChildProcess self) {
        current = self;
    }

    private void requireParent(String what) {
        if (ended == null) {
            throw new IllegalStateException(
                    name + " is this process itself: only the process that made it can " + what + " it");
        }
    }

    private StartedChild requireStarted(String what) {
        requireParent(what);
        StartedChild child = started;
        if (child == null) {
            throw new IllegalStateException("cannot " + what + " " + name + ": it is not started; call start() first");
        }
        return child;
    }

    /**
     * Refuses to cross but by being started.
     *
     * @param out where to
     * @throws IOException if it is not being started
     */
    private void writeObject(ObjectOutputStream out) throws IOException {
        if (!crossing) {
            throw new InvalidObjectException(getClass().getName() + " (" + name
                    + "): a ChildProcess crosses only by its own start(); hand over its pid() or name() instead");
        }
        out.defaultWriteObject();
    }

    @Override
    public String toString() {
        StartedChild child = started;
        String state;
        if (ended == null) {
            state = "pid " + ProcessHandle.current().pid() + ", this process";
        } else if (child == null) {
            state = "not started";
        } else if (ended.isDone()) {
            state = "pid " + child.pid() + ", ended with " + child.exitCode();
        } else {
            state = "pid " + child.pid();
        }
        return name + " (" + state + (daemon ? ", daemon)" : ")");
    }

    /** Describes a child before it is made. Not for use by several threads at once; may be used again. */
    public static final class Builder {
        private String name;
        private boolean daemon;
        private ProcessTask task;
        private List<String> jvmOptions = List.of();
        private final Map<String, String> environment = new LinkedHashMap<>();
        private Path workingDirectory;
        private List<Path> classPath;
        private ProcessOutput output = ProcessOutput.inherit();
        private ProcessOutput errors = ProcessOutput.inherit();
        private int spares = -1;

        private Builder() {}

        /**
         * Its name. Default: {@code Process-1} and so on.
         *
         * @param name the name, not blank
         * @return this builder
         */
        public Builder name(String name) {
            if (Objects.requireNonNull(name, "name: leave it out for a default").isBlank()) {
                throw new IllegalArgumentException("a child needs a name that can be read; leave it out for a default");
            }
            this.name = name;
            return this;
        }

        /**
         * Whether this process may end without waiting for it; it then ends the child. Default: false.
         *
         * @param daemon true if it may
         * @return this builder
         */
        public Builder daemon(boolean daemon) {
            this.daemon = daemon;
            return this;
        }

        /**
         * What it runs.
         *
         * @param task the task
         * @return this builder
         */
        public Builder task(ProcessTask task) {
            this.task = Objects.requireNonNull(task, "a child needs a task");
            return this;
        }

        /**
         * Options of its JVM, such as {@code -Xmx256m} or {@code -Dname=value}. They come last, so they win over all
         * others. A child that lives for a few seconds only starts faster with {@code -XX:TieredStopAtLevel=1}, one that
         * computes for long is slower with it.
         *
         * @param options the options, in place of any given before
         * @return this builder
         */
        public Builder jvmOptions(String... options) {
            return jvmOptions(List.of(options));
        }

        /**
         * Options of its JVM, as {@link #jvmOptions(String...)}.
         *
         * @param options the options, in place of any given before
         * @return this builder
         */
        public Builder jvmOptions(List<String> options) {
            jvmOptions = List.copyOf(options);
            return this;
        }

        /**
         * Adds variables to the environment that it inherits from this process.
         *
         * @param variables names and values
         * @return this builder
         */
        public Builder environment(Map<String, String> variables) {
            variables.forEach(this::environment);
            return this;
        }

        /**
         * Adds a variable to the environment that it inherits from this process.
         *
         * @param variable its name
         * @param value    its value
         * @return this builder
         */
        public Builder environment(String variable, String value) {
            environment.put(
                    Objects.requireNonNull(variable, "a variable needs a name"),
                    Objects.requireNonNull(value, () -> "the variable " + variable + " needs a value"));
            return this;
        }

        /**
         * The folder that it starts in. Default: that of this process.
         *
         * @param folder the folder; a relative one is looked up from this process's
         * @return this builder
         */
        public Builder workingDirectory(Path folder) {
            workingDirectory = Objects.requireNonNull(folder, "folder").toAbsolutePath();
            return this;
        }

        /**
         * Its class path, in place of this JVM's. The library itself is added if it is missing and can be found.
         *
         * @param entries jars and folders
         * @return this builder
         */
        public Builder classPath(Path... entries) {
            return classPath(List.of(entries));
        }

        /**
         * Its class path, as {@link #classPath(Path...)}.
         *
         * @param entries jars and folders
         * @return this builder
         */
        public Builder classPath(List<Path> entries) {
            classPath = new ArrayList<>(entries);
            return this;
        }

        /**
         * Where both its standard output and its standard error go. Default: to where this process's own go.
         *
         * @param output the choice
         * @return this builder
         */
        public Builder output(ProcessOutput output) {
            this.output = Objects.requireNonNull(output, "output");
            return errors(output);
        }

        /**
         * Where its standard error goes, if not to where {@link #output} says.
         *
         * @param errors the choice
         * @return this builder
         */
        public Builder errors(ProcessOutput errors) {
            this.errors = Objects.requireNonNull(errors, "errors");
            return this;
        }

        /**
         * How many spare JVMs are kept ready for children that are alike in all that this builder says of their JVM:
         * options, environment, folder, class path and output. A spare has done everything but its task, so that a child
         * that is handed to it begins within some milliseconds, where the start of a JVM takes many times that. Each
         * is used once; another takes its place in the background, after the child has begun its task.
         *
         * <p>Default: one, or what the system property {@code dev.sluice.spares} says, from the first start on. It is
         * ended when no such child has been started for a minute, and no more are made for programs that do not use them, or
         * where a JVM takes a port or opens a file of its own when it starts (a debugger's, a recorder's). Spares that are
         * asked for here stay as long as this process. None outlives it, keeps it alive, or is among the
         * {@link ChildProcess#active() active} children. An idle one holds some 40 MB of memory, about half of which
         * it shares with others.
         *
         * @param spares the number; 0: the child is started in a JVM of its own making, and leaves no spare
         * @return this builder
         */
        public Builder spares(int spares) {
            if (spares < 0) {
                throw new IllegalArgumentException(
                        "spares=" + spares + " is negative; 0 for none, or leave it out for the default");
            }
            this.spares = spares;
            return this;
        }

        /**
         * Makes the child without starting it.
         *
         * @return the child
         * @throws IllegalStateException if it has no task
         */
        public ChildProcess build() {
            if (task == null) {
                throw new IllegalStateException("a child needs a task: call task(...) before build()");
            }
            return new ChildProcess(this);
        }

        /**
         * Makes the child and starts it.
         *
         * @return the started child
         * @throws IllegalStateException if it has no task
         * @see ChildProcess#start()
         */
        public ChildProcess start() {
            return build().start();
        }

        private LaunchSettings launchSettings() {
            return new LaunchSettings(
                    jvmOptions,
                    environment,
                    Optional.ofNullable(workingDirectory),
                    Optional.ofNullable(classPath),
                    output.outputRedirect(),
                    errors.errorsRedirect());
        }
    }
}
