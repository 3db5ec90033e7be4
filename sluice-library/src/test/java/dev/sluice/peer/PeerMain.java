package dev.sluice.peer;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The main class of a {@link PeerJvm}: runs the jobs that arrive on standard input, each on a thread of its own. */
final class PeerMain {
    private final Map<Long, Thread> running = new ConcurrentHashMap<>();
    private final DataOutputStream out;

    private PeerMain(DataOutputStream out) {
        this.out = out;
    }

    /** A handle and what to do with it; the handle may be null. */
    record Assignment(AutoCloseable handle, Job<AutoCloseable, ?> job) implements Serializable {}

    static void main(String[] args) {
        var out = new DataOutputStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)));
        System.setOut(System.err);
        try (var in = new DataInputStream(new BufferedInputStream(System.in))) {
            new PeerMain(out).serve(in);
        } catch (IOException e) {
            // The test is gone, and with it the reason to be.
        }
        Runtime.getRuntime().halt(0);
    }

    private void serve(DataInputStream in) throws IOException {
        while (true) {
            Frame frame = Frame.read(in);
            Thread thread = Thread.ofPlatform().daemon().name("call-" + frame.call()).unstarted(() -> answer(frame));
            if (frame.kind() == Frame.Kind.RUN) {
                running.put(frame.call(), thread);
            }
            thread.start();
        }
    }

    private void answer(Frame frame) {
        try {
            if (frame.kind() == Frame.Kind.BLOCKED) {
                awaitBlocked(frame.call());
            } else {
                run(frame);
            }
        } catch (IOException | InterruptedException e) {
            Runtime.getRuntime().halt(1);
        }
    }

    private void awaitBlocked(long call) throws IOException, InterruptedException {
        Thread thread = running.get(call);
        if (thread != null) {
            Stillness.await(thread);
        }
        Frame.of(Frame.Kind.BLOCKED, call).write(out);
    }

    private void run(Frame frame) throws IOException {
        Frame answer;
        try {
            var assignment = (Assignment) frame.content();
            Frame.of(Frame.Kind.BEGUN, frame.call()).write(out);
            try (var _ = assignment.handle()) {
                answer = Frame.of(Frame.Kind.RETURNED, frame.call(), assignment.job().on(assignment.handle()));
            }
        } catch (Throwable e) {
            answer = thrown(frame.call(), e);
        }
        running.remove(frame.call());
        answer.write(out);
    }

    private static Frame thrown(long call, Throwable thrown) throws IOException {
        try {
            return Frame.of(Frame.Kind.THREW, call, thrown);
        } catch (IOException e) {
            return Frame.of(Frame.Kind.THREW, call, new AssertionError("in the peer: " + thrown));
        }
    }
}
