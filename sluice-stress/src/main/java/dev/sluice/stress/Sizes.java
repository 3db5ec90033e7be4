package dev.sluice.stress;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** How large payloads are. */
enum Sizes {
    /** Mostly in the slots themselves. */
    SMALL,
    /** Mostly small, around the sizes where elements are stored otherwise, seldom large. */
    MIXED,
    /** Up to 4 MiB. */
    BIG,
    /**
     * All of nearly the same size, which is another one every time: the memory of one time is of no use in the next. Now and then
     * nothing is put for a while, so that the queue becomes empty.
     */
    CHANGING;

    private static final int KIB = 1024;
    private static final int MIB = KIB * KIB;
    private static final long PHASE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final int PHASES = 24;
    private static final int PAUSES = 4;
    private static final int SMALLEST_BITS = 14;
    private static final int SPREAD_BITS = 8;

    /** A length, by chance and, where it changes, by the time. */
    int length(SplittableRandom random, long nanos) {
        int dice = random.nextInt(1000);
        int most =
                switch (this) {
                    case SMALL -> dice < 900 ? 100 : 2 * KIB;
                    case MIXED -> dice < 600 ? 100 : dice < 900 ? 4 * KIB : dice < 990 ? 70 * KIB : 300 * KIB;
                    case BIG -> dice < 300 ? 4 * KIB : dice < 600 ? 100 * KIB : dice < 900 ? MIB : 4 * MIB;
                    case CHANGING -> 1 << (SMALLEST_BITS + phase(nanos) % SPREAD_BITS);
                };
        int least = this == CHANGING ? most / 2 : 0;
        return Element.HEADER_BYTES + least + random.nextInt(most - least);
    }

    /** Whether it is the time in which nothing is put. */
    boolean isPause(long nanos) {
        return this == CHANGING && phase(nanos) < PAUSES;
    }

    /** The clock is the same for all processes, and so is the phase. */
    private static int phase(long nanos) {
        return (int) Math.floorMod(nanos / PHASE_NANOS, (long) PHASES);
    }
}
