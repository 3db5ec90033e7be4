package dev.sluice.internal.ring;

import dev.sluice.internal.layout.Header;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/**
 * E4: a chunk that a putter pops is no longer read by the getter that pushed it. The arena holds two chunks only, so a put
 * takes the one that the getter has just left, or is refused; looking for free ranges would order the two by the locks.
 *
 * <p>There is no weakened form: the loads of the getter would have to pass its later stores, which neither x86-64 nor its
 * compilers do.
 */
public final class E4FreeChunk {
    private E4FreeChunk() {}

    /** The getter takes two elements; the putter gets the chunk of the first as soon as that of the second is linked. */
    @JCStressTest
    @Outcome(id = {"1, 1, 0, 0", "1, 1, 1, 1"}, expect = Expect.ACCEPTABLE,
            desc = "whole, before or after the chunk came back")
    @Outcome(expect = Expect.FORBIDDEN, desc = "E4: a chunk was overwritten while it was read")
    @State
    public static class Reuse {
        private static final byte OTHER = 0x33;
        private final SmallSegment segment =
                new SmallSegment(Header.KIND_QUEUE, 4, SmallSegment.arenaOf(1, 2));

        public Reuse() {
            boolean _ = SmallSegment.put(segment.first, SmallSegment.IN_CHUNK);
            boolean _ = SmallSegment.put(segment.first, SmallSegment.IN_CHUNK);
        }

        @Actor
        public void take(IIII_Result r) {
            r.r1 = SmallSegment.take(segment.second, SmallSegment.IN_CHUNK);
            r.r2 = SmallSegment.take(segment.second, SmallSegment.IN_CHUNK);
            // The putter may have been quick enough for a third.
        }

        @Actor
        public void put(IIII_Result r) {
            r.r3 = SmallSegment.putWithoutLooking(segment.first, SmallSegment.IN_CHUNK, OTHER) ? 1 : 0;
        }

        @Arbiter
        public void takeRest(IIII_Result r) {
            r.r4 = SmallSegment.take(segment.second, SmallSegment.IN_CHUNK, OTHER);
        }
    }
}
