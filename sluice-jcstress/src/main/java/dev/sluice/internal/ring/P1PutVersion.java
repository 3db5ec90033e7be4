package dev.sluice.internal.ring;

import dev.sluice.internal.layout.PutSide;
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
 * P1: the version of the put side names a copy that is whole. Its reader is the next holder of the put lock, and
 * {@code epoch}, which reads without it.
 *
 * <p>After a death there is no unlocking between the two, and the kernel orders what the dead one stored before its death.
 * One process cannot show that: {@link Takeover} imitates the death by a compare-and-set of the participant's slot, which
 * orders at least as much. {@code DeathTest} and {@code KillPointTest} have the real one.
 */
public final class P1PutVersion {
    private P1PutVersion() {}

    /** The second copy holds no epoch before the first put. */
    @JCStressTest
    @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "the epoch")
    @Outcome(expect = Expect.FORBIDDEN, desc = "P1: the version was seen, the copy was not")
    @State
    public static class Epoch {
        private final SmallSegment segment = new SmallSegment(4);

        @Actor
        public void put() {
            boolean _ = SmallSegment.put(segment.first, 8);
        }

        @Actor
        public void look(I_Result r) {
            r.r1 = segment.second.sides().putEnd.epoch();
        }
    }

    /** A putter dies with the lock in its hand; the next one takes it over, repairs, and finds all of the put. */
    @JCStressTest
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "the lock is held by a living one")
    @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "the lock was free: before the put")
    @Outcome(id = "2, 1", expect = Expect.ACCEPTABLE, desc = "taken over: after the put")
    @Outcome(expect = Expect.FORBIDDEN, desc = "P1, D: the death was seen, what came before it was not")
    @State
    public static class Takeover {
        private final SmallSegment segment = new SmallSegment(4);

        @Actor
        public void putAndDie() {
            segment.first.sides().lockPut();
            boolean _ = segment.first.sides().putEnd.append(
                    new Payload().set(new byte[100], 100), 0, PutEnd.NO_PREPARATION);
            SmallSegment.die(segment.first);
        }

        @Actor
        public void takeOver(II_Result r) {
            if (segment.second.sides().lockPut(0)) {
                r.r1 = SmallSegment.isAlive(segment.second, segment.first) ? 1 : 2;
                r.r2 = (int) segment.second.sides().putEnd.tail();
                if (segment.second.sides().putEnd.publishedTail() != r.r2) {
                    r.r2 = -1;
                }
                segment.second.sides().unlockPut(true);
            }
        }
    }

    /** A plain read of the version, and a writer of two words for more samples: compiled code uses what it had read of the copy before. */
    @JCStressTest
    @Outcome(id = {"0, 0, 0", "0, 0, 1", "0, 1, 1"}, expect = Expect.ACCEPTABLE, desc = "the old version")
    @Outcome(id = {"1, 0, 1", "1, 1, 1"}, expect = Expect.ACCEPTABLE, desc = "the new version, the new copy")
    @Outcome(id = "1, 0, 0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "P1 without its acquire: an old copy")
    @Outcome(expect = Expect.FORBIDDEN, desc = "what no weakening explains")
    @State
    public static class Weakened {
        private static final long WORD = PutSide.copyAt(1) + PutSide.BUMP;
        private final Words m = SmallSegment.words(PutSide.PUBLISHED_TAIL_AT);

        @Actor
        public void put() {
            m.setLong(WORD, 1);
            m.setLongRelease(PutSide.VERSION_AT, 1);
        }

        @Actor
        public void look(III_Result r) {
            long before = m.getLong(WORD);
            SmallSegment.linger(r);
            r.r1 = (int) m.getLong(PutSide.VERSION_AT);
            r.r3 = m.getLong(WORD) == 0 ? 0 : 1;
            r.r2 = before == 0 ? 0 : 1;
        }
    }
}
