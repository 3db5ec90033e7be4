package dev.sluice.internal.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** A running child JVM, as the operating system sees it. Any thread may call any method. */
public final class ChildJvm {
    private final Process process;
    private final boolean pipesOutput;
    private final boolean pipesErrors;
    private final Instant startedAt = Instant.now();
    private final List<String> command;
    private final Optional<Path> argumentFile;
    private volatile boolean idle;
    private volatile OptionalInt signalSent = OptionalInt.empty();

    private ChildJvm(Process process, LaunchSettings settings, List<String> command, Optional<Path> argumentFile) {
        this.process = process;
        pipesOutput = settings.output().type() == Redirect.Type.PIPE;
        pipesErrors = settings.errors().type() == Redirect.Type.PIPE;
        this.command = command;
        this.argumentFile = argumentFile;
        argumentFile.ifPresent(file -> onExit(() -> ArgumentFile.remove(file)));
    }

    /**
     * Starts a JVM whose standard input is empty. It is ended with this JVM, whatever ends this JVM in an orderly way.
     *
     * @param command  the command, as {@link JavaCommand} makes it
     * @param settings where it runs and writes
     * @return the running process
     * @throws UncheckedIOException  if the system refuses; the message says what and why, and nothing was started
     * @throws IllegalStateException if this JVM is ending; nothing was started
     */
    public static ChildJvm start(List<String> command, LaunchSettings settings) {
        return start(command, settings, false);
    }

    private static ChildJvm start(List<String> command, LaunchSettings settings, boolean idle) {
        return ChildrenOfThisJvm.startOne(() -> {
            try {
                ChildJvm jvm = spawn(command, settings, idle);
                jvm.idle = idle;
                return jvm;
            } catch (IOException e) {
                throw new UncheckedIOException(
                        "a child JVM could not be started: " + e.getMessage() + "; command: "
                                + JavaCommand.text(command),
                        e);
            }
        });
    }

    /**
     * As {@link #start}, but nothing that anybody would miss runs in it until it is {@linkplain #takeUp taken up}. Until it
     * is {@linkplain #wake woken}, its standard input is not at its end.
     *
     * @param command  the command
     * @param settings where it runs and writes
     * @return the running process
     */
    public static ChildJvm startIdle(List<String> command, LaunchSettings settings) {
        return start(command, settings, true);
    }

    private static ChildJvm spawn(List<String> command, LaunchSettings settings, boolean idle) throws IOException {
        ProcessBuilder builder = new ProcessBuilder();
        builder.environment().putAll(settings.environment());
        if (settings.workingDirectory().isPresent()) {
            builder.directory(existing(settings.workingDirectory().get()).toFile());
        }
        builder.redirectInput(idle ? Redirect.PIPE : Redirect.from(Redirect.DISCARD.file()));
        builder.redirectOutput(settings.output());
        builder.redirectError(settings.errors());

        if (!ArgumentFile.neededFor(command)) {
            return new ChildJvm(builder.command(command).start(), settings, command, Optional.empty());
        }
        Path file = ArgumentFile.write(command);
        try {
            Process process = builder.command(command.getFirst(), "@" + file).start();
            return new ChildJvm(process, settings, command, Optional.of(file));
        } catch (IOException | RuntimeException e) {
            ArgumentFile.remove(file);
            throw e;
        }
    }

    /** Java and the system report a missing folder as a missing launcher. */
    private static Path existing(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            throw new NoSuchFileException(folder + " (its working directory) does not exist");
        }
        if (!Files.isDirectory(folder)) {
            throw new NotDirectoryException(folder + " (its working directory)");
        }
        return folder;
    }

    /**
     * Its process id.
     *
     * @return the id, valid also after its end
     */
    public long pid() {
        return process.pid();
    }

    /**
     * When it was started.
     *
     * @return the time
     */
    public Instant startedAt() {
        return startedAt;
    }

    /**
     * What it prints.
     *
     * @return its standard output; empty if that goes elsewhere
     */
    public Optional<InputStream> output() {
        return pipesOutput ? Optional.of(process.getInputStream()) : Optional.empty();
    }

    /**
     * What it prints as errors.
     *
     * @return its standard error; empty if that goes elsewhere
     */
    public Optional<InputStream> errors() {
        return pipesErrors ? Optional.of(process.getErrorStream()) : Optional.empty();
    }

    /**
     * The command it was started with.
     *
     * @return the command, launcher first
     */
    public List<String> command() {
        return command;
    }

    /** From now on it is a child that does something. */
    public void takeUp() {
        idle = false;
    }

    /** Writes one byte to its standard input and ends that. */
    public void wake() {
        try (OutputStream input = process.getOutputStream()) {
            input.write(1);
        } catch (IOException ended) {
            // Who waits for it will hear of it.
        }
    }

    /** When this JVM ends: SIGTERM for those that do something. A JVM that is still starting would complain about it. */
    void endWithThisJvm() {
        if (idle) {
            process.destroyForcibly(); // nobody reads its output
        } else {
            terminate();
        }
    }

    /** Asks it to end: SIGTERM. Its shutdown hooks run. Nothing happens if it has ended. */
    public void terminate() {
        signalSent = OptionalInt.of(Signals.SIGTERM);
        // Process.destroy() would close the pipes of its output too, and its last words would be lost.
        boolean _ = process.toHandle().destroy();
    }

    /** Ends it at once: SIGKILL. Nothing happens if it has ended. */
    public void kill() {
        signalSent = OptionalInt.of(Signals.SIGKILL);
        boolean _ = process.toHandle().destroyForcibly();
    }

    /**
     * The last signal that this process sent to it.
     *
     * @return its number; empty if none was sent
     */
    public OptionalInt signalSent() {
        return signalSent;
    }

    /**
     * Runs an action when it has ended, or at once if it has. The action must be short.
     *
     * @param action what to run, in a thread of the JDK's
     */
    public void onExit(Runnable action) {
        var _ = process.onExit().thenRun(action);
    }

    /**
     * Waits for its end.
     *
     * @return what {@link Process#exitValue()} says
     * @throws InterruptedException if interrupted while waiting
     */
    public int waitFor() throws InterruptedException {
        int exitValue = process.waitFor();
        argumentFile.ifPresent(ArgumentFile::remove); // its child has not read it; removed before anybody hears of the end
        return exitValue;
    }

    boolean waitFor(long timeoutNanos) throws InterruptedException {
        return process.waitFor(timeoutNanos, TimeUnit.NANOSECONDS);
    }

    /**
     * Whether it runs.
     *
     * @return false once the system has no such process, even if this one has not been told yet
     */
    public boolean isAlive() {
        return process.isAlive() && process.toHandle().isAlive();
    }
}
