package dev.sluice.internal.ring;

import dev.sluice.internal.layout.PutSide;
import dev.sluice.internal.layout.Words;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * L: what a lock protects is plain, and is seen by its next holder.
 */
public final class LockWords {
    private LockWords() {}

    /** Both add one to a plain number, each under the put lock. */
    @JCStressTest
    @Outcome(id = "2", expect = Expect.ACCEPTABLE, desc = "one after the other")
    @Outcome(expect = Expect.FORBIDDEN, desc = "L: the second holder did not see what the first had done")
    @State
    public static class PlainNumber {
        private final SmallSegment segment = new SmallSegment(4);
        private int number;

        private void addOne(SmallSegment.Member member) {
            member.sides().lockPut();
            number++;
            member.sides().unlockPut(true);
        }

        @Actor
        public void first() {
            addOne(segment.first);
        }

        @Actor
        public void second() {
            addOne(segment.second);
        }

        @Arbiter
        public void look(I_Result r) {
            r.r1 = number;
        }
    }

    /** Two putters and one page: both elements are whole. */
    @JCStressTest
    @Outcome(id = "1, 1, 0", expect = Expect.ACCEPTABLE, desc = "both elements are there")
    @Outcome(expect = Expect.FORBIDDEN, desc = "L: an element was lost, torn or doubled")
    @State
    public static class TwoPutters {
        private final SmallSegment segment = new SmallSegment(4);

        @Actor
        public void first() {
            boolean _ = SmallSegment.put(segment.first, 100);
        }

        @Actor
        public void second() {
            boolean _ = SmallSegment.put(segment.second, 100);
        }

        @Arbiter
        public void take(III_Result r) {
            r.r1 = SmallSegment.take(segment.second, 100);
            r.r2 = SmallSegment.take(segment.second, 100);
            r.r3 = SmallSegment.take(segment.second, 100);
        }
    }

    /** A lock that is looked at and then set, not by one compare-and-set. Its unlocking cannot be weakened visibly on x86-64. */
    @JCStressTest
    @Outcome(id = "2", expect = Expect.ACCEPTABLE, desc = "one after the other")
    @Outcome(id = "1", expect = Expect.ACCEPTABLE_INTERESTING, desc = "L without its compare-and-set: both held it")
    @Outcome(expect = Expect.FORBIDDEN, desc = "what no weakening explains")
    @State
    public static class Weakened {
        private final Words m = SmallSegment.words(PutSide.LOCK_AT + Long.BYTES);
        private int number;

        private void addOne(int tag) {
            while (m.getIntVolatile(PutSide.LOCK_AT) != 0) {
                Thread.onSpinWait();
            }
            m.setIntVolatile(PutSide.LOCK_AT, tag);
            number++;
            m.setIntVolatile(PutSide.LOCK_AT, 0);
        }

        @Actor
        public void first() {
            addOne(1);
        }

        @Actor
        public void second() {
            addOne(2);
        }

        @Arbiter
        public void look(I_Result r) {
            r.r1 = number;
        }
    }
}
