package dev.sluice.internal.ring;

import dev.sluice.internal.layout.Chunk;

/** A place in shared memory that its owner writes to before it is put, or gives up. */
public final class Claimed {
    Putting.Preparation preparation;
    long offset;

    /** Whether payloads of this length are written where they stay; smaller ones are copied under the lock. */
    public static boolean isWorthIt(long length) {
        return Chunk.classFor(length) >= Chunk.FIRST_LARGE_CLASS;
    }

    /** Whether the beginning of what was claimed may stay there: not if that would waste most of the place. */
    public static boolean isWorthIt(long length, long claimedLength) {
        return Chunk.classFor(length) + 1 >= Chunk.classFor(claimedLength);
    }
}
