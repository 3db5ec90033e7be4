package dev.sluice.internal.ring;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Mode;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Signal;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * H: a get that sees the shutdown and then finds nothing knows that nothing will come.
 */
public final class HShutdown {
    private HShutdown() {}

    /** A put and then a shutdown, a take at the same time, and afterwards one more take. */
    @JCStressTest
    @Outcome(id = {"1, 0", "0, 1"}, expect = Expect.ACCEPTABLE, desc = "taken, or not yet")
    @Outcome(expect = Expect.FORBIDDEN, desc = "H: the end was seen before the last element")
    @State
    public static class LastElement {
        private final SmallSegment segment = new SmallSegment(4);

        @Actor
        public void putAndShutdown() {
            boolean _ = SmallSegment.put(segment.first, 8);
            segment.first.ring().shutdown(false);
        }

        @Actor
        public void take(II_Result r) {
            r.r1 = SmallSegment.takeUntilShutdown(segment.second);
        }

        @Arbiter
        public void takeRest(II_Result r) {
            r.r2 = SmallSegment.take(segment.second, 8);
        }
    }

    /** A put, at the same time a shutdown and then a take, and afterwards one more take. */
    @JCStressTest
    @Outcome(id = "0, 2, 0", expect = Expect.ACCEPTABLE, desc = "the shutdown was before the put")
    @Outcome(id = "1, 1, 0", expect = Expect.ACCEPTABLE, desc = "the put was before the shutdown")
    @Outcome(expect = Expect.FORBIDDEN, desc = "H: the end was seen before the last element")
    @State
    public static class PutAgainstShutdown {
        private final SmallSegment segment = new SmallSegment(4);

        @Actor
        public void put(III_Result r) {
            r.r1 = SmallSegment.put(segment.first, 8) ? 1 : 0;
        }

        @Actor
        public void shutdownAndTake(III_Result r) {
            segment.second.ring().shutdown(false);
            r.r2 = SmallSegment.takeUntilShutdown(segment.second);
        }

        @Arbiter
        public void takeRest(III_Result r) {
            r.r3 = SmallSegment.take(segment.second, 8);
        }
    }

    /** The same with a put that goes on with its run, and so does not look whether the queue is shut down. */
    @JCStressTest
    @Outcome(id = "0, 2, 0", expect = Expect.ACCEPTABLE, desc = "the shutdown was before the put")
    @Outcome(id = "1, 1, 0", expect = Expect.ACCEPTABLE, desc = "the put was before the shutdown")
    @Outcome(expect = Expect.FORBIDDEN, desc = "H: the end was seen before the last element")
    @State
    public static class RunAgainstShutdown {
        private final SmallSegment segment = new SmallSegment(4);

        public RunAgainstShutdown() {
            segment.beginRuns();
        }

        @Actor
        public void put(III_Result r) {
            r.r1 = SmallSegment.put(segment.first, 8) ? 1 : 0;
        }

        @Actor
        public void shutdownAndTake(III_Result r) {
            segment.second.ring().shutdown(false);
            r.r2 = SmallSegment.takeUntilShutdown(segment.second);
        }

        @Arbiter
        public void takeRest(III_Result r) {
            r.r3 = SmallSegment.take(segment.second, 8);
        }
    }

    /** The two looks the other way round, as the compiler might have them without the volatile read. */
    @JCStressTest
    @Outcome(id = {"0, 0", "0, 2"}, expect = Expect.ACCEPTABLE, desc = "the shutdown was before the put")
    @Outcome(id = {"1, 0", "1, 1"}, expect = Expect.ACCEPTABLE, desc = "the put was before the shutdown")
    @Outcome(id = "1, 2", expect = Expect.ACCEPTABLE_INTERESTING,
            desc = "H in the wrong order: the end before the last element")
    @Outcome(expect = Expect.FORBIDDEN, desc = "what no weakening explains")
    @State
    public static class Weakened {
        private final SmallSegment segment = new SmallSegment(4);

        @Actor
        public void putAndShutdown(II_Result r) {
            r.r1 = SmallSegment.put(segment.first, 8) ? 1 : 0;
            segment.first.ring().shutdown(false);
        }

        @Actor
        public void look(II_Result r) {
            boolean isEmpty = segment.second.sides().putEnd.publishedTail() == 0;
            boolean isShutDown = segment.second.sides().isShutDown();
            r.r2 = isEmpty ? isShutDown ? 2 : 0 : 1;
        }
    }

    /** Who looks again and again sees the shutdown at last. With a plain read no compiled code was seen to hang here, though it may. */
    @JCStressTest(Mode.Termination)
    @Outcome(id = "TERMINATED", expect = Expect.ACCEPTABLE, desc = "seen")
    @Outcome(id = "STALE", expect = Expect.FORBIDDEN, desc = "H: never seen")
    @State
    public static class Loop {
        private final SmallSegment segment = new SmallSegment(4);

        @Actor
        public void look() {
            while (!segment.second.sides().isShutDown()) {
                // The loop is the test: nothing in it may keep the compiler from moving the read out of it.
            }
        }

        @Signal
        public void shutdown() {
            segment.first.ring().shutdown(false);
        }
    }
}
