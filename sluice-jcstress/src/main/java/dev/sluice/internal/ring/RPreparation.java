package dev.sluice.internal.ring;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * R: a preparation's state and its chunk are protected by the put lock; the state's release promises nothing besides, and
 * cannot be weakened visibly.
 */
public final class RPreparation {
    private RPreparation() {}

    /** Who has the lock sees a preparation with its chunk, or none. */
    @JCStressTest
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "none yet")
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "held, with its chunk")
    @Outcome(expect = Expect.FORBIDDEN, desc = "R, L: a preparation without its chunk")
    @State
    public static class HeldChunk {
        private final SmallSegment segment = new SmallSegment(4);

        @Actor
        public void prepare() {
            segment.first.sides().lockPut();
            int _ = segment.first.sides().putEnd.prepare(SmallSegment.IN_CHUNK);
            segment.first.sides().unlockPut(true);
        }

        @Actor
        public void look(II_Result r) {
            segment.second.sides().lockPut();
            r.r1 = segment.second.sides().putEnd.hasPreparations() ? 1 : 0;
            r.r2 = segment.second.sides().putEnd.chunkOf(0) == segment.layout.arenaAt() ? 1 : 0;
            segment.second.sides().unlockPut(true);
        }
    }
}
