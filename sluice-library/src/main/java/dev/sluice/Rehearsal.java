package dev.sluice;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;

/**
 * What a spare does before it has a task: all that the start of a child does, with a task of the library's own. What counts is
 * what the JVM has loaded and linked then; nothing of it can be seen by the task that comes.
 */
final class Rehearsal {
    private static final int ROUNDS = 3;

    private Rehearsal() {}

    static void run() throws IOException, InterruptedException {
        try (PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, System.out.charset())) {
            nowhere.println(System.lineSeparator());
        }
        for (int round = 0; round < ROUNDS; round++) {
            once(round);
        }
    }

    private static void once(int round) throws IOException, InterruptedException {
        try (Pipe pipe = Pipe.duplex(); ProcessQueue<Object> queue = ProcessQueue.create(1)) {
            String text = "round " + round;
            ChildProcess child = ChildProcess.rehearsing(() -> queue.put(text + ChildProcess.current().isPresent()));
            InTransit handles = new InTransit();
            byte[] encoded;
            handles.begin();
            try {
                encoded = ObjectBytes.encode(child);
            } finally {
                handles.end();
            }
            ControlChannel there = new ControlChannel(pipe.first());
            ControlChannel here = new ControlChannel(pipe.second());
            there.send(ControlChannel.TASK, encoded);
            ((ChildProcess) ObjectBytes.decodeTask(here.receive().content())).run();
            here.send(ControlChannel.STARTED, new byte[0]);
            handles.close();
            Object result = queue.get();
            if (!result.toString().startsWith(text)) {
                throw new IllegalStateException("a rehearsal gave " + result + " for " + text);
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError("the task puts an element, and no more", e);
        }
    }
}
