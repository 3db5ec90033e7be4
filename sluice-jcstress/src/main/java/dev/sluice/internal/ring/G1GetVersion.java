package dev.sluice.internal.ring;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * G1: the version of the get side names a copy that is whole, for the next holder of the get lock; the lock is L, or the
 * death that {@link P1PutVersion} imitates. There is no weakened form: all readers hold the lock, whose compare-and-set is a
 * full fence on x86-64.
 */
public final class G1GetVersion {
    private G1GetVersion() {}

    /** A getter dies after its commit, with nothing published; the next one takes over, repairs, and finds the element gone. */
    @JCStressTest
    @Outcome(id = "0, 0, 0", expect = Expect.ACCEPTABLE, desc = "the lock is held by a living one")
    @Outcome(id = "1, 0, " + SmallSegment.IN_CHUNK, expect = Expect.ACCEPTABLE,
            desc = "the lock was free: before the take")
    @Outcome(id = "2, 1, 0", expect = Expect.ACCEPTABLE, desc = "taken over: after the take")
    @Outcome(expect = Expect.FORBIDDEN, desc = "G1, D: the death was seen, what came before it was not")
    @State
    public static class Takeover {
        private final SmallSegment segment = new SmallSegment(4);

        public Takeover() {
            boolean _ = SmallSegment.put(segment.first, SmallSegment.IN_CHUNK);
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
