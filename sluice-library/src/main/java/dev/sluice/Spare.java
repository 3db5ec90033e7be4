package dev.sluice;

import dev.sluice.internal.process.ChildJvm;
import dev.sluice.internal.process.ChildrenOfThisJvm;
import dev.sluice.internal.process.FileIdentities;
import dev.sluice.internal.process.JavaCommand;
import dev.sluice.internal.process.LaunchSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * A JVM that has done everything a child does before its task, and waits for one. It is used once or not at all. It holds
 * its end of a control pipe and nothing else, so that it ends as a child does when its parent is gone.
 */
final class Spare {
    private static final Duration LONGEST_LOOK = Duration.ofMillis(100);

    private final ChildJvm jvm;
    private final Pipe pipe;
    private final ControlChannel control;
    private final FileIdentities files;

    private Spare(ChildJvm jvm, Pipe pipe, FileIdentities files) {
        this.jvm = jvm;
        this.pipe = pipe;
        this.files = files;
        control = new ControlChannel(pipe.first());
    }

    /**
     * Starts one, which is not ready yet. If that fails, nothing is left behind; nor if this JVM is ending, whose end may come
     * in the middle of what a daemon thread does.
     *
     * @param classes names of classes that its task will probably need
     */
    static Spare start(List<String> command, LaunchSettings settings, List<String> classes)
            throws IOException, InterruptedException {
        try (ChildrenOfThisJvm.Birth _ = ChildrenOfThisJvm.birth()) {
            return startWithPipe(command, settings, classes);
        }
    }

    private static Spare startWithPipe(List<String> command, LaunchSettings settings, List<String> classes)
            throws IOException, InterruptedException {
        Pipe pipe = Pipe.duplex();
        try {
            new ControlChannel(pipe.first())
                    .send(ControlChannel.CLASSES, String.join("\n", classes).getBytes(StandardCharsets.UTF_8));
            ChildJvm jvm = ChildJvm.startIdle(ChildMain.commandOfSpare(JavaCommand.withCache(command, settings), pipe),
                    settings);
            return new Spare(jvm, pipe, FileIdentities.of(settings));
        } catch (Throwable e) {
            pipe.close();
            throw e;
        }
    }

    /** Waits until it is ready; false if it has ended, or is not ready in time. */
    boolean becomesReady(Duration timeout) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (jvm.isAlive() && deadline - System.nanoTime() > 0) {
            if (control.ready(LONGEST_LOOK)) {
                return control.receive().kind() == ControlChannel.READY;
            }
        }
        return false;
    }

    /** Whether a child started now would be no other: its folder and the files that it writes to are still the same. */
    boolean isFit() {
        return jvm.isAlive() && files.areUnchanged();
    }

    /** Takes it: it is a child from now on. */
    ChildJvm takeUp() {
        jvm.takeUp();
        return jvm;
    }

    Pipe pipe() {
        return pipe;
    }

    void end() {
        jvm.kill();
        pipe.close();
    }
}
