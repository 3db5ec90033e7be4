package dev.sluice.peer;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The other side as a process of its own. It is started without the library's help, gets its jobs over its standard
 * streams and ends with the test's process.
 */
public final class PeerJvm implements Elsewhere {
    /** How a JVM waits and makes its memory. */
    public enum Mode {
        NATIVE("on"),
        PORTABLE("off");

        private final String property;

        Mode(String property) {
            this.property = property;
        }

        /** The mode of this process. */
        public static Mode ofThisJvm() {
            return "off".equals(System.getProperty("dev.sluice.native")) ? PORTABLE : NATIVE;
        }

        public Mode other() {
            return this == NATIVE ? PORTABLE : NATIVE;
        }
    }

    private final AtomicLong calls = new AtomicLong();
    private final Map<Long, RemoteCall<?>> running = new ConcurrentHashMap<>();
    private final Process process;
    private final DataOutputStream toPeer;

    private PeerJvm(Process process) {
        this.process = process;
        this.toPeer = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
        Thread.ofPlatform().daemon().name("peer-" + process.pid()).start(this::listen);
    }

    /** Starts a peer with the class path and the private directory of this process. */
    public static PeerJvm start(Mode mode, String... jvmOptions) {
        return start(List.of(), mode, jvmOptions);
    }

    /** Starts a peer through another command, one that changes its user, say. */
    public static PeerJvm start(List<String> prefix, Mode mode, String... jvmOptions) {
        var command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                "--enable-native-access=ALL-UNNAMED",
                "-Ddev.sluice.native=" + mode.property,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1"));
        String directory = System.getProperty("dev.sluice.dir");
        if (directory != null) {
            command.add("-Ddev.sluice.dir=" + directory);
        }
        command.addAll(List.of(jvmOptions));
        command.add(PeerMain.class.getName());
        try {
            return new PeerJvm(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public long pid() {
        return process.pid();
    }

    @Override
    public <H extends AutoCloseable, R> Running<R> run(H handle, Job<? super H, R> job) {
        return call(handle, job);
    }

    @Override
    public <H extends AutoCloseable, R> Running<R> give(H handle, Job<? super H, R> job) {
        RemoteCall<R> call = call(handle, job);
        try {
            handle.close();
        } catch (Exception e) {
            throw new AssertionError("could not give up " + handle, e);
        }
        return call;
    }

    /** Runs a job that needs no handle. */
    public <R> Running<R> run(Job<? super AutoCloseable, R> job) {
        return call(null, job);
    }

    /** Returns when the peer has the job, and with it handles of its own. */
    private <R> RemoteCall<R> call(AutoCloseable handle, Job<?, R> job) {
        var call = new RemoteCall<R>(calls.incrementAndGet());
        running.put(call.number, call);
        @SuppressWarnings("unchecked") // the handle arrives as the type it leaves with
        var assignment = new PeerMain.Assignment(handle, (Job<AutoCloseable, ?>) job);
        try {
            Frame.of(Frame.Kind.RUN, call.number, assignment).write(toPeer);
            call.begun.get(60, TimeUnit.SECONDS);
        } catch (IOException | ExecutionException | InterruptedException | TimeoutException e) {
            throw new AssertionError("the job did not arrive in " + this, e);
        }
        return call;
    }

    private void listen() {
        try (var in = new DataInputStream(new BufferedInputStream(process.getInputStream()))) {
            while (true) {
                Frame frame = Frame.read(in);
                RemoteCall<?> call = running.get(frame.call());
                if (call != null) { // else an answer to a question about a job that has ended meanwhile
                    call.receive(frame);
                }
            }
        } catch (IOException e) {
            var ended = new PeerDiedException("the peer " + process.pid() + " is gone", e);
            running.values().forEach(call -> call.fail(ended));
        }
    }

    /** Ends it with SIGKILL and waits until it is gone. */
    public void kill() {
        process.destroyForcibly();
        awaitExit();
    }

    /** Stops it with SIGSTOP, until {@link #goOn()}. */
    public void stop() throws IOException, InterruptedException {
        signal("STOP");
    }

    public void goOn() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        int exitCode = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).inheritIO().start().waitFor();
        if (exitCode != 0) {
            throw new IOException("kill -" + name + " " + pid() + " failed with " + exitCode);
        }
    }

    /** Lets it end by itself, as its standard input does. */
    @Override
    public void close() {
        try {
            toPeer.close();
        } catch (IOException e) {
            // It is gone already.
        }
        awaitExit();
    }

    private void awaitExit() {
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return "PeerJvm[" + process + "]";
    }

    /** What a job gets that was running when its process died. */
    public static final class PeerDiedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        PeerDiedException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private final class RemoteCall<R> extends Running<R> {
        final CompletableFuture<Void> begun = new CompletableFuture<>();
        private final long number;
        private volatile CompletableFuture<Void> blocked = new CompletableFuture<>();

        RemoteCall(long number) {
            this.number = number;
        }

        void fail(Throwable cause) {
            begun.completeExceptionally(cause);
            blocked.completeExceptionally(cause);
            result.completeExceptionally(cause);
        }

        void receive(Frame frame) {
            switch (frame.kind()) {
                case BEGUN -> begun.complete(null);
                case BLOCKED -> blocked.complete(null);
                case RETURNED, THREW -> end(frame);
                case RUN -> throw new AssertionError("a peer gives no orders");
            }
        }

        @SuppressWarnings("unchecked") // what a job of that type returned
        private void end(Frame frame) {
            running.remove(number);
            begun.complete(null);
            try {
                Object content = frame.content();
                if (frame.kind() == Frame.Kind.RETURNED) {
                    result.complete((R) content);
                } else {
                    result.completeExceptionally((Throwable) content);
                }
            } catch (IOException | ClassNotFoundException e) {
                result.completeExceptionally(e);
            }
            blocked.complete(null); // last: who finds the job not done waits for this
        }

        @Override
        public Running<R> awaitBlocked() throws Exception {
            if (isDone()) {
                return this;
            }
            blocked = new CompletableFuture<>();
            Frame.of(Frame.Kind.BLOCKED, number).write(toPeer);
            if (!isDone()) {
                blocked.get(30, TimeUnit.SECONDS);
            }
            return this;
        }
    }
}
