package dev.sluice;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.util.Optional;

/**
 * A spare's wait for its task. It blocks in its standard input, which costs nothing, however long it is: the parent writes one
 * byte when the task is there, and closes it, so that it is as empty for the task as that of any child. If the parent is gone,
 * it is at its end before.
 */
final class SpareWait {
    private static final long LOOK_MILLIS = 1000;

    private static volatile boolean over;

    private SpareWait() {}

    /** Returns when there is a task; false if there will be none. */
    static boolean await(Optional<ProcessHandle> parent) {
        // The input ends late if a process that the parent has started by other means holds its end, too.
        Thread.ofPlatform().daemon().name("sluice-spare").start(() -> watch(parent));
        try {
            // Not System.in, which belongs to the task.
            return new FileInputStream(FileDescriptor.in).read() >= 0;
        } catch (IOException e) {
            return false;
        } finally {
            over = true;
        }
    }

    private static void watch(Optional<ProcessHandle> parent) {
        while (!over) {
            try {
                Thread.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                // Only sooner.
            }
            if (!over && (parent.isEmpty() || !parent.get().isAlive())) {
                Runtime.getRuntime().halt(1);
            }
        }
    }
}
