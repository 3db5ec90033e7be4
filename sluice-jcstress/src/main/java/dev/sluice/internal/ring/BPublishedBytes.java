package dev.sluice.internal.ring;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * B: the number of bytes is published before the tail, so who sees an element counts its bytes. What depends on it is a look
 * before spinning, no more.
 */
public final class BPublishedBytes {
    private BPublishedBytes() {}

    /** The tail first, then the bytes. */
    @JCStressTest
    @Outcome(id = {"0, 0", "0, " + SmallSegment.IN_SLOT}, expect = Expect.ACCEPTABLE, desc = "not published yet")
    @Outcome(id = "1, " + SmallSegment.IN_SLOT, expect = Expect.ACCEPTABLE, desc = "both are")
    @Outcome(expect = Expect.FORBIDDEN, desc = "B, E1: an element without its bytes")
    @State
    public static class Bytes {
        private final SmallSegment segment = new SmallSegment(4);

        @Actor
        public void put() {
            boolean _ = SmallSegment.put(segment.first, SmallSegment.IN_SLOT);
        }

        @Actor
        public void look(II_Result r) {
            r.r1 = (int) segment.second.sides().putEnd.publishedTail();
            r.r2 = (int) segment.second.sides().bytes();
        }
    }

    /** The bytes first, then the tail: what the wrong order in the writer would show. */
    @JCStressTest
    @Outcome(id = {"0, 0", "0, " + SmallSegment.IN_SLOT}, expect = Expect.ACCEPTABLE, desc = "not published yet")
    @Outcome(id = "1, " + SmallSegment.IN_SLOT, expect = Expect.ACCEPTABLE, desc = "both are")
    @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE_INTERESTING,
            desc = "B in the wrong order: an element without its bytes")
    @Outcome(expect = Expect.FORBIDDEN, desc = "what no weakening explains")
    @State
    public static class Weakened {
        private final SmallSegment segment = new SmallSegment(4);

        @Actor
        public void put() {
            boolean _ = SmallSegment.put(segment.first, SmallSegment.IN_SLOT);
        }

        @Actor
        public void look(II_Result r) {
            r.r2 = (int) segment.second.sides().bytes();
            r.r1 = (int) segment.second.sides().putEnd.publishedTail();
        }
    }
}
