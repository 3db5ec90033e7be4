package dev.sluice.internal.ring;

import dev.sluice.internal.layout.Header;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * F: an entry of the directory is used again only when the get side has left the page that it named. The directory has two
 * entries here, so that the third page needs the entry of the first.
 *
 * <p>There is no weakened form: between the last read of an entry and its next use lie a whole page and E4.
 */
public final class FPagesFreed {
    private FPagesFreed() {}

    /** The getter leaves the second page; the putter adds the third as soon as it sees that. */
    @JCStressTest
    @Outcome(id = {"1, 0, 0", "1, 1, 1"}, expect = Expect.ACCEPTABLE, desc = "before or after the page was left")
    @Outcome(expect = Expect.FORBIDDEN, desc = "F: a page was looked for in an entry that was not its own, or not yet")
    @State
    public static class Directory {
        private static final int SLOTS = 4;
        private final SmallSegment segment =
                new SmallSegment(Header.KIND_QUEUE, SLOTS, SmallSegment.arenaOf(4, 0), 2);

        public Directory() {
            for (int i = 0; i < 2 * SLOTS; i++) {
                boolean _ = SmallSegment.put(segment.first, 8);
                if (i < 2 * SLOTS - 1) {
                    int _ = SmallSegment.take(segment.second, 8);
                }
            }
        }

        @Actor
        public void take(III_Result r) {
            r.r1 = SmallSegment.take(segment.second, 8);
        }

        @Actor
        public void put(III_Result r) {
            r.r2 = SmallSegment.putWithoutLooking(segment.first, 8, SmallSegment.FILLING) ? 1 : 0;
        }

        @Arbiter
        public void takeRest(III_Result r) {
            r.r3 = SmallSegment.take(segment.second, 8);
        }
    }
}
