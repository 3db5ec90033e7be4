package dev.sluice.peer;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * Tells when a thread waits. Its state does not say so: the JVM takes a thread that sleeps in a native call for a
 * running one. The processor time that it uses does.
 */
public final class Stillness {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final long NOTICEABLE_NANOS = 1_000_000;
    private static final int STILL_TIMES = 3;
    private static final int MOST_TIMES = 400;

    private Stillness() {}

    /** Returns when the thread has hardly computed for some milliseconds, has ended, or two seconds are over. */
    public static void await(Thread thread) throws InterruptedException {
        long before = -NOTICEABLE_NANOS;
        int still = 0;
        for (int i = 0; i < MOST_TIMES && still < STILL_TIMES && thread.isAlive(); i++) {
            Thread.sleep(5);
            long now = THREADS.getThreadCpuTime(thread.threadId());
            still = now - before < NOTICEABLE_NANOS ? still + 1 : 0;
            before = now;
        }
    }
}
