package dev.sluice;

import java.io.EOFException;
import java.time.Duration;
import java.util.Optional;

/**
 * Ends this JVM when its parent is gone, however that ended: the control pipe then has no other holder, which the
 * waiting thread sees whatever the task does with the rest of the JVM. Where even seeing that needs memory that the
 * task has used up, the parent's process is asked for.
 */
final class ParentWatch {
    private static final int PARENT_GONE = 1;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);
    private static final long RETRY_MILLIS = 100;

    private static volatile boolean ending;

    private ParentWatch() {}

    /** The thread that watches; it takes over the receiving of messages when it is started. */
    static Thread unstarted(ControlChannel control, Optional<ProcessHandle> parent) {
        return Thread.ofPlatform()
                .name("sluice-parent-watch")
                .daemon()
                .unstarted(() -> watch(control, parent));
    }

    /** From now on the end of the pipe may be of this process's own making; its parent is asked for instead. */
    static void thisJvmEnds() {
        ending = true;
    }

    private static void watch(ControlChannel control, Optional<ProcessHandle> parent) {
        while (true) {
            try {
                if (control.ready(LONGEST_WAIT) && control.receive().kind() == ControlChannel.BEQUEST) {
                    Bequest.parentHoldsIt();
                }
            } catch (OutOfMemoryError e) {
                pause(); // the task has filled the heap, and may still recover
            } catch (InterruptedException e) {
                // Some code of the task's interrupts every thread it finds; that says nothing about the parent.
            } catch (EOFException parentGone) {
                haltUnlessEnding();
            } catch (Throwable e) {
                reportLoss(e);
                haltUnlessEnding();
            }
            // Takes no memory, so it works also where nothing else does any more.
            if (parent.isEmpty() || !parent.get().isAlive()) {
                halt();
            }
        }
    }

    private static void reportLoss(Throwable e) {
        try {
            if (!ending) {
                System.err.println("This process ends, for it lost the connection to its parent: " + e);
            }
        } catch (OutOfMemoryError unreported) {
            // It ends all the same.
        }
    }

    private static void haltUnlessEnding() {
        if (ending) {
            pause();
        } else {
            halt();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(RETRY_MILLIS);
        } catch (InterruptedException | OutOfMemoryError e) {
            // Tried again sooner, then.
        }
    }

    /** No hooks: they could wait, and what is left of the task has nobody to work for. */
    private static void halt() {
        Runtime.getRuntime().halt(PARENT_GONE);
    }
}
