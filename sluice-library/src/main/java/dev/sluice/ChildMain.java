package dev.sluice;

import dev.sluice.internal.process.ArgumentFile;
import dev.sluice.internal.process.Signals;
import dev.sluice.internal.ring.Housekeeper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/**
 * The main class of a child and of a spare: takes its task from its parent, runs it in the main thread, and tells the parent how it
 * ended.
 *
 * <p>The way to the control pipe is an argument and not a variable of the environment, which would pass on to whatever
 * the task starts in its turn. It says where the pipe is; who may open it is decided by the permissions of the file.
 *
 * <p>After the task has returned the JVM behaves as any other: it lives until its last non-daemon thread has ended.
 */
final class ChildMain {
    private static final String CHILD = "child";
    private static final String SPARE = "spare";
    private static final String REHEARSE = "rehearse";

    private static final int CANNOT_BEGIN = 1;
    private static final int PARENT_GONE = 1;
    private static final long SEND_AT_END_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Given up when the task fails, so that a task that has filled the heap can still be reported. */
    @SuppressWarnings("UnusedVariable") // what counts is the memory
    private static byte[] reserve = new byte[512 * 1024];

    private ChildMain() {}

    /** The command for a child; {@code command} is what is common to all of its kind. */
    static List<String> commandOf(List<String> command, String name, Pipe control) {
        return command(command, CHILD, name, control);
    }

    /** The command for a JVM that waits for the child that it will be. */
    static List<String> commandOfSpare(List<String> command, Pipe control) {
        return command(command, SPARE, "-", control);
    }

    private static List<String> command(List<String> command, String what, String name, Pipe control) {
        List<String> whole = new ArrayList<>(command);
        whole.addAll(List.of(
                what,
                name,
                Long.toString(ProcessHandle.current().pid()),
                Pipes.token(control.second())));
        return List.copyOf(whole);
    }

    /**
     * Entry of the JVM.
     *
     * @param arguments what it is, the child's name, the parent's pid, the token of the child's end of the control pipe,
     *                  and, if the command line was too long for the system, the file that it was read from
     * @throws Throwable what the task throws, for the launcher to make it exit code 1
     */
    public static void main(String[] arguments) throws Throwable {
        begin(arguments.length == 1 && arguments[0].equals(REHEARSE) ? Rehearsal.arguments() : arguments);
    }

    private static void begin(String[] arguments) throws Throwable {
        if (arguments.length < 4) {
            System.err.println("dev.sluice.ChildMain is run by ChildProcess.start(); to start a child, call that");
            System.exit(2);
        }
        if (arguments.length > 4) {
            ArgumentFile.remove(Path.of(arguments[4]));
        }
        Optional<ProcessHandle> parent = ProcessHandle.of(Long.parseLong(arguments[2]));
        ControlChannel control;
        ChildProcess self;
        try {
            control = new ControlChannel(open(arguments[3]));
            Housekeeper.beforeExit(() -> tellEnding(control));
            Housekeeper.beforeLeaving(() -> bequeath(control));
            Thread parentWatch = ParentWatch.unstarted(control, parent);
            if (arguments[0].equals(SPARE)) {
                Rehearsal.run(new String(control.receive().content(), StandardCharsets.UTF_8).lines().toList());
                control.send(ControlChannel.READY, new byte[0]);
                if (!SpareWait.await(parent)) {
                    Runtime.getRuntime().halt(PARENT_GONE);
                }
            }
            self = receiveTask(control);
            control.send(ControlChannel.STARTED, new byte[0]);
            parentWatch.start();
        } catch (QueueNotFoundException | IOException parentGone) {
            Runtime.getRuntime().halt(PARENT_GONE); // nobody is left to be told, or to work for
            throw parentGone;
        }
        run(self, control);
    }

    /**
     * Opens its end of the control pipe. That takes long, for it is the first use of shared memory and of native calls; with
     * more than one processor, what decoding a task needs is loaded meanwhile.
     */
    private static Connection open(String token) throws Exception {
        if (Runtime.getRuntime().availableProcessors() == 1) {
            return Pipes.open(token);
        }
        FutureTask<Connection> opening = new FutureTask<>(() -> Pipes.open(token));
        Thread.ofPlatform().daemon().name("sluice-open").start(opening);
        Rehearsal.decode();
        try {
            return opening.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception reason ? reason : e;
        }
    }

    private static ChildProcess receiveTask(ControlChannel control) throws IOException, InterruptedException {
        TaskMessage message = TaskMessage.fromBytes(control.receive().content());
        try {
            ChildProcess self = (ChildProcess) ObjectBytes.decodeTask(message.child());
            ChildProcess.becomes(self);
            return self;
        } catch (Exception | LinkageError | StackOverflowError | OutOfMemoryError e) {
            TaskFailure failure = TaskFailure.of(false, e);
            System.err.print("Process " + message.name() + " (pid " + ProcessHandle.current().pid()
                    + ") could not begin its task: " + failure.trace());
            control.send(ControlChannel.FAILED, failure.toBytes());
            System.exit(CANNOT_BEGIN);
            throw new AssertionError("exit returned", e);
        }
    }

    private static void run(ChildProcess self, ControlChannel control) throws Throwable {
        try {
            self.run();
        } catch (Throwable e) {
            reserve = null;
            Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> print(self, failure));
            report(control, e);
            throw e;
        }
    }

    private static void report(ControlChannel control, Throwable e) {
        try {
            Thread.interrupted(); // the task is over, and an interrupt meant for it must not stop the report
            control.send(ControlChannel.FAILED, TaskFailure.of(true, e).toBytes());
        } catch (Throwable unreported) {
            // The parent still gets exit code 1, and the trace is printed.
        }
    }

    /** One write, so that the traces of several children do not mix. */
    private static void print(ChildProcess self, Throwable failure) {
        System.err.print("Process " + self.name() + " (pid " + self.pid() + "): " + TaskFailure.traceOf(failure));
    }

    private static void bequeath(ControlChannel control) {
        try {
            Bequest.leave(control);
        } catch (Throwable lost) {
            // Whoever takes an element with a handle of what is gone then is told.
        }
    }

    private static void tellEnding(ControlChannel control) {
        ParentWatch.thisJvmEnds();
        try {
            byte signal = (byte) Signals.endingThisJvm().orElse(0);
            control.trySend(ControlChannel.ENDING, new byte[] {signal}, SEND_AT_END_NANOS);
        } catch (Throwable untold) {
            // The parent then judges by the exit code alone.
        }
    }
}
