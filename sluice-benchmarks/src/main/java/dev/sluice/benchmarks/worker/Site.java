package dev.sluice.benchmarks.worker;

import dev.sluice.benchmarks.workload.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Where one member of a trial stands.
 *
 * @param folder   the folder of the trial, the same for all members
 * @param link     the name of the way that the elements take; an exchange has two of them
 * @param workload what is done
 * @param index    which of the producers, or of the consumers
 */
public record Site(Path folder, String link, Workload workload, int index) {
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    /** The same place on another way. */
    public Site on(String otherLink) {
        return new Site(folder, otherLink, workload, index);
    }

    /** The file of the way, or of a part of it. */
    public Path file(String suffix) {
        return folder.resolve(link + suffix);
    }

    /** Tells the others that something is there now. */
    public void announce(String what) throws IOException {
        Files.createFile(file(what + ".ready"));
    }

    /** Waits until another member has announced something. */
    public void await(String what) throws IOException {
        Path mark = file(what + ".ready");
        long start = System.nanoTime();
        while (!Files.exists(mark)) {
            if (System.nanoTime() - start > PATIENCE_NANOS) {
                throw new IOException("nobody made " + mark + "; see what the other members of the trial said");
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }
}
