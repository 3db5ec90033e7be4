package dev.sluice;

import dev.sluice.internal.process.ChildJvm;
import dev.sluice.internal.process.ChildrenOfThisJvm;
import dev.sluice.internal.process.CrashReport;
import dev.sluice.internal.process.ExitStatus;
import dev.sluice.internal.process.JavaCommand;
import dev.sluice.internal.process.LaunchSettings;
import dev.sluice.internal.process.OomKills;
import dev.sluice.internal.process.Signals;
import dev.sluice.internal.ring.Housekeeper;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * The parent's side of one child: hands over the task, listens, and decides at the end how the child ended. One thread
 * of its own does all that; it is a daemon exactly if the child is, which is what keeps a JVM alive for its children.
 *
 * <p>The control pipe is open as long as this process lives and the child runs. The child takes the end of the pipe for
 * the death of its parent and ends itself, so closing it early, whatever the reason, ends the child. That is also why the
 * children are ended before this process, when it ends, lets go of its handles.
 */
final class StartedChild {
    private final String name;
    private final ProcessOutput output;
    private final ProcessOutput errors;
    private final LaunchSettings settings;
    private final ChildJvm jvm;
    private final Pipe pipe;
    private final InTransit handles;
    private final byte[] task;
    private boolean sent; // before the watcher starts
    private final ControlChannel control;
    private final Thread watcher;
    private final Runnable ended;
    private final Runnable taskBegan;

    private final Object listeningLock = new Object();
    private boolean listening = true; // guarded by listeningLock

    // Written by the watcher before it runs `ended`, which publishes them.
    private boolean begun;
    private boolean ending;
    private boolean orderlyEnd;
    private TaskFailure failure;
    private Exception controlFailure;
    private volatile String endedFor;
    private int exitCode;
    private ChildDiedException exception;

    static {
        Housekeeper.beforeExit(ChildrenOfThisJvm::end);
        Housekeeper.beforeExit(OutputReader::finishAll);
    }

    private StartedChild(
            ChildProcess child,
            LaunchSettings settings,
            ChildJvm jvm,
            Pipe pipe,
            InTransit handles,
            byte[] task,
            Runnable taskBegan,
            Runnable ended) {
        this.name = child.name();
        this.output = child.output();
        this.errors = child.errors();
        this.settings = settings;
        this.jvm = jvm;
        this.pipe = pipe;
        this.handles = handles;
        this.task = task;
        this.taskBegan = taskBegan;
        this.ended = ended;
        control = new ControlChannel(pipe.first());
        watcher = Thread.ofPlatform()
                .name("sluice-child-" + name)
                .daemon(child.daemon())
                .unstarted(this::watch);
    }

    /**
     * Hands the child to a spare JVM, or starts one for it. If that fails, nothing is left behind.
     *
     * @param ended run once the exit code and the exception are known
     */
    static StartedChild start(ChildProcess child, LaunchSettings settings, Runnable ended) {
        InTransit handles = new InTransit();
        Pipe pipe = null;
        ChildJvm jvm = null;
        int spares = child.spares();
        try {
            byte[] task;
            handles.begin();
            try {
                task = ObjectBytes.encode(child);
            } finally {
                handles.end();
            }
            List<String> command = JavaCommand.of(settings, ChildMain.class.getName());
            Spares.Kind kind = new Spares.Kind(command, settings);
            Spare spare = spares == 0 ? null : Spares.take(kind, spares, child.classes());
            if (spare != null) {
                jvm = spare.takeUp();
                pipe = spare.pipe();
            } else {
                pipe = Pipe.duplex();
                jvm = ChildJvm.start(
                        ChildMain.commandOf(JavaCommand.withCache(command, settings), child.name(), pipe), settings);
            }
            Runnable taskBegan = spares == 0 ? () -> {} : () -> Spares.refill(kind);
            byte[] message = new TaskMessage(child.name(), task).toBytes();
            StartedChild started =
                    new StartedChild(child, settings, jvm, pipe, handles, message, taskBegan, ended);
            if (spare != null) {
                started.sent = started.sendAtOnce();
                jvm.wake();
            }
            started.watcher.start();
            return started;
        } catch (Throwable e) {
            if (jvm != null) {
                jvm.kill();
            }
            if (pipe != null) {
                pipe.close();
            }
            handles.close();
            throw e;
        }
    }

    /** A spare need not wait until the watcher's thread has been made. */
    private boolean sendAtOnce() {
        if (task.length > ControlChannel.PART_BYTES) {
            return false;
        }
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    control.send(ControlChannel.TASK, task);
                    return true;
                } catch (InterruptedException e) {
                    interrupted = true; // start() is not ended by an interrupt, and nothing was sent
                } catch (IOException spareIsGone) {
                    return true; // as the watcher will find
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void watch() {
        try {
            watchToItsEnd();
        } catch (RuntimeException | Error e) {
            endUnwatched(e);
        } finally {
            ended.run();
        }
    }

    private void watchToItsEnd() {
        OutputReader outputReader = read(jvm.output(), output, false);
        OutputReader errorReader = read(jvm.errors(), errors, true);
        OomKills killsBefore = OomKills.now();
        try {
            jvm.onExit(this::stopListening);
            listen();
        } finally {
            synchronized (listeningLock) {
                listening = false;
                Thread.interrupted(); // a late wake-up is meant for nobody
            }
            if (controlFailure != null) {
                pipe.close(); // without a parent to talk to, the child ends
            }
            awaitEnd();
            finish(outputReader);
            finish(errorReader);
            exception = whyItDied(errorReader, killsBefore);
        }
    }

    /** No memory for a thread, say. Whoever waits for the child is not left waiting. */
    private void endUnwatched(Throwable reason) {
        kill("this process could not watch it: " + reason);
        awaitEnd();
        exception = new ChildDiedException(
                name + " (pid " + jvm.pid() + ") could not be watched to its end by this process, and was ended: "
                        + reason,
                exitCode,
                reason);
    }

    /** Whatever a dead child has sent is there already, so its watcher must not wait for more. */
    private void stopListening() {
        synchronized (listeningLock) {
            if (listening) {
                watcher.interrupt();
            }
        }
    }

    private void listen() {
        try {
            try {
                if (!sent) {
                    control.send(ControlChannel.TASK, task);
                }
                while (true) {
                    handle(control.receive());
                }
            } catch (InterruptedException childEnded) {
                while (control.ready()) {
                    handle(control.receive());
                }
            }
        } catch (EOFException childEnds) {
            // It lets go of its end while its other shutdown hooks may still run.
        } catch (IOException | InterruptedException | RuntimeException e) {
            controlFailure = e;
        }
    }

    private void handle(ControlChannel.Message message) throws IOException, InterruptedException {
        switch (message.kind()) {
            case ControlChannel.STARTED -> {
                begun = true;
                handles.close();
                // From now on the child alone holds its end, and this process sees at once when it lets go.
                pipe.second().close();
                taskBegan.run();
            }
            case ControlChannel.FAILED -> failure = TaskFailure.fromBytes(message.content());
            case ControlChannel.BEQUEST -> {
                Bequest.accept(message.content());
                answer();
            }
            case ControlChannel.ENDING -> {
                ending = true;
                orderlyEnd = message.content()[0] == 0;
            }
            default -> throw new IllegalStateException("a control message of kind " + message.kind()
                    + " is none of this library's; use the same version of the library in parent and child");
        }
    }

    private void answer() throws InterruptedException {
        try {
            control.send(ControlChannel.BEQUEST, new byte[0]);
        } catch (IOException childIsGone) {
            // It waits for the answer no longer than a second.
        }
    }

    private void awaitEnd() {
        int exitValue = exitValue();
        pipe.close();
        handles.close();
        exitCode = ExitStatus.of(exitValue, orderlyEnd, jvm.signalSent());
    }

    private int exitValue() {
        while (true) {
            try {
                return jvm.waitFor();
            } catch (InterruptedException e) {
                // Nobody has a reason to interrupt this thread; the child's end is what it waits for.
            }
        }
    }

    private OutputReader read(Optional<InputStream> stream, ProcessOutput choice, boolean isError) {
        return stream.map(from -> OutputReader.start(name, jvm.pid(), from, isError, choice.consumer())).orElse(null);
    }

    private static void finish(OutputReader reader) {
        if (reader != null) {
            reader.finish();
        }
    }

    private ChildDiedException whyItDied(OutputReader errorReader, OomKills killsBefore) {
        if (failure == null && exitCode == 0) {
            return null;
        }
        boolean killed = exitCode == -Signals.SIGKILL;
        DeathReport report = new DeathReport(
                name,
                jvm,
                exitCode,
                begun,
                ending,
                killed || orderlyEnd ? Optional.empty() : CrashReport.find(jvm.pid(), settings, jvm.startedAt()),
                killed && OomKills.haveGrown(killsBefore, OomKills.now()),
                endedFor,
                errorReader == null ? List.of() : errorReader.tail().lines());
        return failure != null ? report.ofTask(failure) : report.ofProcess(controlFailure);
    }

    long pid() {
        return jvm.pid();
    }

    void terminate() {
        jvm.terminate();
    }

    void kill() {
        jvm.kill();
    }

    /** As {@link #kill()}, with a reason that its exception will give. */
    void kill(String why) {
        endedFor = why;
        jvm.kill();
    }

    /** Known once it has ended. */
    int exitCode() {
        return exitCode;
    }

    /** Known once it has ended; null if it ended well. */
    ChildDiedException exception() {
        return exception;
    }
}
