package dev.sluice.internal.waiting;

import dev.sluice.internal.layout.Words;
import dev.sluice.internal.libc.Errno;
import dev.sluice.internal.libc.Libc;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One sleep on a shared word: on the futex where there is one, else for a pause whose length grows with the time already
 * waited.
 */
public final class Sleep {
    /**
     * Bounds the sleeps of who has not waited long: interrupts are noticed, and a wake-up lost with a killed process is
     * made good.
     */
    public static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private static final long LONG_SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long LONG_WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** How many words one call can wait for. */
    static final int MOST_WORDS = 128;

    private static final boolean FUTEX = Libc.available();

    private Sleep() {}

    /** Whether this process can sleep on, and wake others from, a futex. */
    public static boolean usesFutex() {
        return FUTEX;
    }

    /**
     * Sleeps while the word has the expected value, at most for the given time; may return earlier for no reason.
     *
     * @param polling     whether somebody who cannot wake us shares the segment
     * @param waitedNanos how long the caller has been waiting already
     */
    public static void onWord(
            Words m, long offset, int expected, long nanos, boolean polling, long waitedNanos) {
        long pause = Math.min(nanos, sliceNanos(waitedNanos));
        if (polling || !FUTEX) {
            pause = Math.min(pause, pauseNanos(waitedNanos));
        }
        if (pause <= 0) {
            return;
        }
        if (FUTEX) {
            Libc.futexWait(m.address() + offset, expected, pause);
        } else {
            LockSupport.parkNanos(pause);
        }
    }

    /** As {@link #onWord} for several words; polls if there are too many, or one of them wants it. */
    static void onAnyWord(long[] addresses, int[] expected, long nanos, boolean polling, long waitedNanos) {
        long pause = Math.min(nanos, sliceNanos(waitedNanos));
        if (!polling && FUTEX) {
            if (Libc.futexWaitAny(addresses, expected, addresses.length, pause) != -Errno.ENOSYS) {
                return;
            }
        }
        LockSupport.parkNanos(Math.min(pause, pauseNanos(waitedNanos)));
    }

    /** Wakes up to {@code count} sleepers of the word, in any process. */
    public static void wake(Words m, long offset, int count) {
        if (FUTEX) {
            Libc.futexWake(m.address() + offset, count);
        }
    }

    /** How long one sleep may last: longer for who has waited long, so that idling costs next to nothing. */
    static long sliceNanos(long waitedNanos) {
        return waitedNanos < LONG_WAIT_NANOS ? SLICE_NANOS : LONG_SLICE_NANOS;
    }

    /** Short pauses while an answer is likely, long ones for who waits long, so that idling costs next to nothing. */
    static long pauseNanos(long waitedNanos) {
        if (waitedNanos < 1_000_000) {
            return 50_000;
        }
        if (waitedNanos < 20_000_000) {
            return 200_000;
        }
        if (waitedNanos < 1_000_000_000) {
            return 1_000_000;
        }
        if (waitedNanos < 10_000_000_000L) {
            return 5_000_000;
        }
        return waitedNanos < 60_000_000_000L ? 20_000_000 : 50_000_000;
    }
}
