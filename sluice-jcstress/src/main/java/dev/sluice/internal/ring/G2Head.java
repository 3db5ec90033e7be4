package dev.sluice.internal.ring;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * G2: the head alone commits a take that frees neither chunk nor page, for the next holder of the get lock; the lock is L, or
 * the death that {@link P1PutVersion} imitates. There is no weakened form for who holds the lock, whose compare-and-set is a
 * full fence on x86-64; who reads the head without it is in {@link TPassage}.
 */
public final class G2Head {
    private G2Head() {}

    /** A getter dies after its commit, with nothing published; the next one takes over, repairs, and finds the element gone. */
    @JCStressTest
    @Outcome(id = "0, 0, 0", expect = Expect.ACCEPTABLE, desc = "the lock is held by a living one")
    @Outcome(id = "1, 0, " + SmallSegment.IN_SLOT, expect = Expect.ACCEPTABLE,
            desc = "the lock was free: before the take")
    @Outcome(id = "2, 1, 0", expect = Expect.ACCEPTABLE, desc = "taken over: after the take, and its bytes are counted")
    @Outcome(expect = Expect.FORBIDDEN, desc = "G2, D: the death was seen, what came before it was not")
    @State
    public static class Takeover {
        private final SmallSegment segment = new SmallSegment(4);

        public Takeover() {
            boolean _ = SmallSegment.put(segment.first, SmallSegment.IN_SLOT);
        }

        @Actor
        public void takeAndDie() {
            SmallSegment.takeAndDie(segment.first);
        }

        @Actor
        public void takeOver(III_Result r) {
            segment.takeOverGetFromFirst(r);
        }
    }
}
