package dev.sluice.internal.ring;

import dev.sluice.internal.layout.ParticipantSlot;
import dev.sluice.internal.layout.Tables;
import dev.sluice.internal.layout.Words;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * T: who sees that a handle has arrived sees that its receiver holds the object. The steps of {@code Attachment.arrived} and
 * {@code Transit.isUnderWay} are imitated, over the real {@link Participants}: an attachment needs a real file.
 */
public final class THandlesInTransit {
    private THandlesInTransit() {}

    /** The receiver attaches and reports; the sender lets go when it sees the report. */
    @JCStressTest
    @Outcome(id = {"0, 0", "0, 1"}, expect = Expect.ACCEPTABLE, desc = "still under way")
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "arrived, and held")
    @Outcome(expect = Expect.FORBIDDEN, desc = "T: let go before the receiver held it")
    @State
    public static class Arrival {
        private static final long AT = Tables.transitAt(0);
        private static final long WORD = Tables.transit(1, 12345);
        private final SmallSegment segment = new SmallSegment(4);

        public Arrival() {
            SmallSegment.die(segment.first);
            SmallSegment.die(segment.second);
            Words.setLongVolatile(segment.m, AT, WORD);
        }

        @Actor
        public void receive() {
            int _ = new Participants(segment.m).claim();
            boolean _ = Words.compareAndSetLong(segment.m, AT, WORD, 0);
        }

        @Actor
        public void letGo(II_Result r) {
            r.r1 = Words.getLongVolatile(segment.m, AT) == WORD ? 0 : 1;
            r.r2 = new Participants(segment.m).isAnybodyElse(0) ? 1 : 0;
        }
    }

    /** A plain look at the report: compiled code uses what it had read of the participants before. */
    @JCStressTest
    @Outcome(id = {"0, 0, 0", "0, 0, 1", "0, 1, 1"}, expect = Expect.ACCEPTABLE, desc = "still under way")
    @Outcome(id = {"1, 0, 1", "1, 1, 1"}, expect = Expect.ACCEPTABLE, desc = "arrived, and held")
    @Outcome(id = "1, 0, 0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "T without its order: let go too early")
    @Outcome(expect = Expect.FORBIDDEN, desc = "what no weakening explains")
    @State
    public static class Weakened {
        private static final long AT = Tables.transitAt(0);
        private static final long WORD = Tables.transit(1, 12345);
        private static final long SLOT = ParticipantSlot.at(1);
        private final SmallSegment segment = new SmallSegment(4);

        public Weakened() {
            SmallSegment.die(segment.first);
            SmallSegment.die(segment.second);
            Words.setLongVolatile(segment.m, AT, WORD);
        }

        @Actor
        public void receive() {
            int _ = new Participants(segment.m).claim();
            boolean _ = Words.compareAndSetLong(segment.m, AT, WORD, 0);
        }

        @Actor
        public void letGo(III_Result r) {
            boolean before = ParticipantSlot.isActive(segment.get(SLOT));
            SmallSegment.linger(r);
            r.r1 = segment.get(AT) == WORD ? 0 : 1;
            r.r3 = ParticipantSlot.isActive(segment.get(SLOT)) ? 1 : 0;
            r.r2 = before ? 1 : 0;
        }
    }
}
