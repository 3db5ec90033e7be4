package dev.sluice.internal.ring;

import dev.sluice.internal.layout.GetSide;
import dev.sluice.internal.layout.Header;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** U: a putter that sees that something came back, and then reads again what is gone, reads the smaller number. */
public final class UReturns {
    private UReturns() {}

    private static SmallSegment withOneTaken(Received received) {
        SmallSegment segment = new SmallSegment(Header.KIND_JOINABLE, 4);
        boolean _ = SmallSegment.put(segment.first, SmallSegment.IN_SLOT);
        var _ = SmallSegment.take(segment.second, received);
        return segment;
    }

    private static int returns(SmallSegment segment) {
        return (int) segment.m.getLongAcquire(Header.RETURNS_AT);
    }

    private static int gone(SmallSegment segment) {
        return (int) segment.m.getLongAcquire(GetSide.PUBLISHED_GONE_AT);
    }

    /** The returns first, then what is gone, as a put does. */
    @JCStressTest
    @Outcome(id = {"0, 1", "0, 0"}, expect = Expect.ACCEPTABLE, desc = "not seen yet")
    @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "came back, and counts again")
    @Outcome(expect = Expect.FORBIDDEN, desc = "U: came back, and still counts as gone")
    @State
    public static class GivenBack {
        private final Received received = new Received();
        private final SmallSegment segment = withOneTaken(received);

        @Actor
        public void giveBack() {
            segment.second.ring().giveBack(received.entry(), received.ticket());
        }

        @Actor
        public void look(II_Result r) {
            r.r1 = returns(segment);
            r.r2 = gone(segment);
        }
    }

    /** A put that has used up the room it knew of looks for more while something comes back; there is none for the next one. */
    @JCStressTest
    @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "room for one, not for another")
    @Outcome(expect = Expect.FORBIDDEN, desc = "U: the putter remembers as gone what came back")
    @State
    public static class Bound {
        private static final int MAX_SIZE = 3;
        private final Payload payload = SmallSegment.filled(8, SmallSegment.FILLING);
        private final Received received = new Received();
        private final SmallSegment segment = new SmallSegment(Header.KIND_JOINABLE, MAX_SIZE);

        public Bound() {
            for (int i = 0; i < MAX_SIZE; i++) {
                boolean _ = SmallSegment.put(segment.first, SmallSegment.IN_SLOT);
            }
            var _ = SmallSegment.take(segment.second, received);
            int _ = SmallSegment.take(segment.second, SmallSegment.IN_SLOT);
        }

        @Actor
        public void giveBack() {
            segment.second.ring().giveBack(received.entry(), received.ticket());
        }

        @Actor
        public void put(II_Result r) {
            segment.first.sides().lockPut();
            r.r1 = segment.first.sides().putEnd.appendToRun(payload, 0, false) ? 1 : 0;
            segment.first.sides().unlockPut(true);
        }

        @Arbiter
        public void putAnother(II_Result r) {
            r.r2 = SmallSegment.put(segment.first, SmallSegment.IN_SLOT) ? 1 : 0;
        }
    }

    /** What is gone first, then the returns: what the wrong order in the reader would show. */
    @JCStressTest
    @Outcome(id = {"0, 1", "0, 0"}, expect = Expect.ACCEPTABLE, desc = "not seen yet")
    @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "came back, and counts again")
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE_INTERESTING,
            desc = "U in the wrong order: came back, and still counts as gone")
    @Outcome(expect = Expect.FORBIDDEN, desc = "what no weakening explains")
    @State
    public static class Weakened {
        private final Received received = new Received();
        private final SmallSegment segment = withOneTaken(received);

        @Actor
        public void giveBack() {
            segment.second.ring().giveBack(received.entry(), received.ticket());
        }

        @Actor
        public void look(II_Result r) {
            r.r2 = gone(segment);
            r.r1 = returns(segment);
        }
    }
}
