package dev.sluice.stress;

import java.io.IOException;
import java.time.Duration;

/** A process at work, and what is noted about it. */
record Member(WorkerJvm jvm, Life life) {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** Kills it, and returns when it is gone. */
    void kill() throws InterruptedException {
        life.killing();
        jvm.kill();
        if (!jvm.waitFor(LIMIT)) {
            throw new IllegalStateException("process " + jvm.pid() + " does not die of SIGKILL");
        }
    }

    void tell(String command) {
        try {
            jvm.write(command);
        } catch (IOException e) {
            // It is dead already, which its exit code will tell.
        }
    }
}
