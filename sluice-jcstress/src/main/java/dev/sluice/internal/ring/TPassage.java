package dev.sluice.internal.ring;

import dev.sluice.internal.layout.GetSide;
import dev.sluice.internal.layout.Header;
import dev.sluice.internal.layout.TakenEntry;
import dev.sluice.internal.layout.Words;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * T: who looks for an element without a lock, in the ring first and then among the taken entries, finds it until it is done,
 * and then sees what its receiver did before.
 */
public final class TPassage {
    private TPassage() {}

    /** It moves from the ring into an entry, and is not done. */
    @JCStressTest
    @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "under way")
    @Outcome(expect = Expect.FORBIDDEN, desc = "T: found neither in the ring nor in an entry")
    @State
    public static class Taken {
        private final SmallSegment segment = new SmallSegment(Header.KIND_JOINABLE, 4, 8192);

        public Taken() {
            boolean _ = SmallSegment.put(segment.first, 100);
        }

        @Actor
        public void take() {
            int _ = SmallSegment.take(segment.second, 100);
        }

        @Actor
        public void look(I_Result r) {
            r.r1 = new Passage(segment.m, segment.layout, 0).isUnderWay() ? 1 : 0;
        }
    }

    /** It is acknowledged when its receiver holds what travels in it. */
    @JCStressTest
    @Outcome(id = {"0, 0", "0, 1"}, expect = Expect.ACCEPTABLE, desc = "under way")
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "done, and held")
    @Outcome(expect = Expect.FORBIDDEN, desc = "T: let go before the receiver held it")
    @State
    public static class Acknowledged {
        private final SmallSegment segment = new SmallSegment(Header.KIND_JOINABLE, 4, 8192);
        private int held;

        public Acknowledged() {
            boolean _ = SmallSegment.put(segment.first, 100);
        }

        @Actor
        public void receive() {
            Received received = new Received();
            var _ = SmallSegment.take(segment.second, received);
            held = 1;
            boolean _ = segment.second.ring().acknowledge(received.entry(), received.ticket());
        }

        @Actor
        public void letGo(II_Result r) {
            r.r1 = new Passage(segment.m, segment.layout, 0).isUnderWay() ? 0 : 1;
            r.r2 = held;
        }
    }

    /** The entries first and the ring last: it slips through. */
    @JCStressTest
    @Outcome(id = {"0, 0, 0", "0, 1, 0", "0, 1, 1"}, expect = Expect.ACCEPTABLE, desc = "found")
    @Outcome(id = "0, 0, 1", expect = Expect.ACCEPTABLE_INTERESTING, desc = "T in the wrong order: found in neither")
    @Outcome(expect = Expect.FORBIDDEN, desc = "what no weakening explains")
    @State
    public static class Weakened {
        private final SmallSegment segment = new SmallSegment(Header.KIND_JOINABLE, 4, 8192);
        private final long entry = segment.layout.entryAt(0);

        public Weakened() {
            boolean _ = SmallSegment.put(segment.first, 100);
        }

        @Actor
        public void take() {
            int _ = SmallSegment.take(segment.second, 100);
        }

        @Actor
        public void look(III_Result r) {
            r.r2 = TakenEntry.kind(segment.m.getLongAcquire(entry + TakenEntry.STATE));
            SmallSegment.linger(r);
            r.r1 = 0;
            r.r3 = (int) segment.m.getLongAcquire(GetSide.HEAD_AT);
        }
    }
}
