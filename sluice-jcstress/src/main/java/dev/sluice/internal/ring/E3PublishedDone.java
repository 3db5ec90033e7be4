package dev.sluice.internal.ring;

import dev.sluice.internal.layout.GetSide;
import dev.sluice.internal.layout.Header;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * E3: who sees that all is done sees what the consumers did before their acknowledgements.
 */
public final class E3PublishedDone {
    private E3PublishedDone() {}

    /** The consumer's work is a plain store. */
    @JCStressTest
    @Outcome(id = {"0, 0", "0, 1"}, expect = Expect.ACCEPTABLE, desc = "not done yet")
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "done, and so is the work")
    @Outcome(expect = Expect.FORBIDDEN, desc = "E3: the acknowledgement was seen, the work was not")
    @State
    public static class Work {
        private final SmallSegment segment = new SmallSegment(Header.KIND_JOINABLE, 4);
        private final Received received = new Received();
        private int work;

        public Work() {
            boolean _ = SmallSegment.put(segment.first, 8);
            var _ = SmallSegment.take(segment.second, received);
        }

        @Actor
        public void acknowledge() {
            work = 1;
            boolean _ = segment.second.ring().acknowledge(received.entry(), received.ticket());
        }

        @Actor
        public void join(II_Result r) {
            r.r1 = segment.first.sides().isAllDone() ? 1 : 0;
            r.r2 = work;
        }
    }

    /** A plain read of the number: compiled code uses what it had read of the work before. */
    @JCStressTest
    @Outcome(id = {"0, 0, 0", "0, 0, 1", "0, 1, 1"}, expect = Expect.ACCEPTABLE, desc = "not done yet")
    @Outcome(id = {"1, 0, 1", "1, 1, 1"}, expect = Expect.ACCEPTABLE, desc = "done, and so is the work")
    @Outcome(id = "1, 0, 0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "E3 without its acquire: join() too early")
    @Outcome(expect = Expect.FORBIDDEN, desc = "what no weakening explains")
    @State
    public static class Weakened {
        private final SmallSegment segment = new SmallSegment(Header.KIND_JOINABLE, 4);
        private final Received received = new Received();
        private int work;

        public Weakened() {
            boolean _ = SmallSegment.put(segment.first, 8);
            var _ = SmallSegment.take(segment.second, received);
        }

        @Actor
        public void acknowledge() {
            work = 1;
            boolean _ = segment.second.ring().acknowledge(received.entry(), received.ticket());
        }

        @Actor
        public void join(III_Result r) {
            int before = work;
            SmallSegment.linger(r);
            r.r1 = (int) segment.get(GetSide.PUBLISHED_DONE_AT);
            r.r3 = work;
            r.r2 = before;
        }
    }
}
