package dev.sluice;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * What the start of a child does, with a task of the library's own. What counts is what the JVM has loaded and linked then;
 * nothing of it can be seen by the task that comes.
 */
final class Rehearsal {
    private static final int ROUNDS = 40;
    private static final String CLASS = ".class";

    private Rehearsal() {}

    /**
     * In a spare, before it has a task.
     *
     * @param classes what the task will probably need; loaded and linked, but not initialized, so that none of their code runs
     */
    static void run(List<String> classes) throws IOException, InterruptedException {
        print();
        classes.forEach(Rehearsal::load);
        try (Pipe pipe = Pipe.duplex(); ProcessQueue<Object> queue = ProcessQueue.create(1)) {
            for (int round = 0; round < ROUNDS; round++) {
                once(pipe, queue);
            }
        }
    }

    private static void once(Pipe pipe, ProcessQueue<Object> queue) throws IOException, InterruptedException {
        try (InTransit handles = new InTransit()) {
            byte[] task = new TaskMessage("rehearsal", task(pipe, queue, handles)).toBytes();
            ControlChannel there = new ControlChannel(pipe.first());
            ControlChannel here = new ControlChannel(pipe.second());
            there.send(ControlChannel.TASK, task);
            TaskMessage message = TaskMessage.fromBytes(here.receive().content());
            ((ChildProcess) ObjectBytes.decodeTask(message.child())).run();
            here.send(ControlChannel.STARTED, new byte[0]);
            there.receive();
            queue.get();
        } catch (IOException | InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError("the task puts an element, and no more", e);
        }
    }

    /** In a child, as long as it has no connection to its parent. */
    static void decode() {
        int round = ROUNDS;
        Object _ = ObjectBytes.decodeTask(ObjectBytes.encode(ChildProcess.rehearsing(() -> {
            if (round < 0) {
                throw new AssertionError("never run");
            }
        })));
    }

    private static void print() {
        try (PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, System.out.charset())) {
            nowhere.println(System.lineSeparator());
        }
    }

    /**
     * In a JVM of which only what it has loaded will be kept: it starts as a child does, from its arguments on, and is its
     * own parent.
     *
     * @return the arguments of a child
     */
    static String[] arguments() {
        Pipe pipe = Pipe.duplex();
        Thread.ofPlatform().daemon().start(() -> {
            try (InTransit handles = new InTransit();
                    ProcessQueue<Object> queue = ProcessQueue.create(1);
                    ControlChannel control = new ControlChannel(pipe.first())) {
                control.send(ControlChannel.TASK, new TaskMessage("rehearsal", task(pipe, queue, handles)).toBytes());
                while (true) {
                    control.receive();
                }
            } catch (IOException | InterruptedException ended) {
                // It has no more to do.
            }
        });
        loadAll();
        print();
        long pid = ProcessHandle.current().pid();
        return new String[] {"child", "rehearsal", Long.toString(pid), Pipes.token(pipe.second())};
    }

    /** A child that finds all of them in the cache does not even open the jar. */
    private static void loadAll() {
        Path library = Path.of(System.getProperty("java.class.path"));
        try (JarFile jar = new JarFile(library.toFile())) {
            for (JarEntry entry : Collections.list(jar.entries())) {
                String name = entry.getName();
                if (name.startsWith("dev/sluice/") && name.endsWith(CLASS)) {
                    load(name.substring(0, name.length() - CLASS.length()).replace('/', '.'));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the library's jar " + library, e);
        }
    }

    private static void load(String name) {
        try {
            Class<?> type = Class.forName(name, false, ClassLoader.getSystemClassLoader());
            Object _ = type.getDeclaredMethods(); // links it
        } catch (ClassNotFoundException | LinkageError e) {
            // A class of something that is missing here is not needed by a child.
        }
    }

    private static byte[] task(Pipe pipe, ProcessQueue<Object> queue, InTransit handles) {
        String text = "round " + pipe.hashCode();
        Connection connection = pipe.second();
        handles.begin();
        try {
            return ObjectBytes.encode(ChildProcess.rehearsing(() -> {
                try (queue; connection) {
                    queue.put(text + connection.isReadable() + ChildProcess.current().isPresent());
                }
            }));
        } finally {
            handles.end();
        }
    }
}
