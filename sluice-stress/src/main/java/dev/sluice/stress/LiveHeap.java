package dev.sluice.stress;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A large heap that lives, and of which something dies all the time, so that the garbage collector has to stop everybody. */
final class LiveHeap implements Runnable {
    private static final int OBJECTS = 80 << 10;
    private static final int OBJECT_BYTES = 1000;
    private static final int REPLACED_AT_ONCE = 200;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final byte[][] objects = new byte[OBJECTS][];
    private final SplittableRandom random;

    LiveHeap(long seed) {
        random = new SplittableRandom(seed);
    }

    @Override
    public void run() {
        for (int i = 0; i < OBJECTS; i++) {
            objects[i] = new byte[OBJECT_BYTES];
            if (i % REPLACED_AT_ONCE == 0) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
        for (;;) {
            for (int i = 0; i < REPLACED_AT_ONCE; i++) {
                objects[random.nextInt(OBJECTS)] = new byte[OBJECT_BYTES];
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
