package dev.sluice.examples;

import dev.sluice.ChildProcess;
import dev.sluice.ProcessQueue;

/** A parent, a child and a queue between them: the program of the README. */
public final class Hello {
    private Hello() {}

    /**
     * Runs the program.
     *
     * @param args not used
     * @throws InterruptedException if interrupted while the queue is full
     */
    public static void main(String[] args) throws InterruptedException {
        ProcessQueue<String> names = ProcessQueue.create(10);
        try (ChildProcess child = ChildProcess.start(() -> {
            for (String name : names.untilShutdown()) {
                System.out.println("Hello " + name + ", this is process " + ProcessHandle.current().pid());
            }
        })) {
            System.out.println("Started process " + child.pid());
            names.put("Duke");
            names.put("世界");
            names.shutdown();
        }
    }
}
