package dev.sluice.internal.ring;

import dev.sluice.internal.layout.GetSide;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * E2: who gets the room of an element sees that the getter is done with it; and the numbers that {@code size()} reads are of
 * one moment.
 */
public final class E2PublishedGone {
    private E2PublishedGone() {}

    /** What the getter did before it took, a plain store here, is seen by the putter that gets its room. */
    @JCStressTest
    @Outcome(id = {"0, 0", "0, 1"}, expect = Expect.ACCEPTABLE, desc = "still full")
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "room, after all that came before it")
    @Outcome(expect = Expect.FORBIDDEN, desc = "E2: room was seen, what came before it was not")
    @State
    public static class Room {
        private final SmallSegment segment = new SmallSegment(1);
        private int before;

        public Room() {
            boolean _ = SmallSegment.put(segment.first, 8);
        }

        @Actor
        public void take() {
            before = 1;
            int _ = SmallSegment.take(segment.second, 8);
        }

        @Actor
        public void put(II_Result r) {
            r.r1 = SmallSegment.put(segment.first, 8) ? 1 : 0;
            r.r2 = before;
        }
    }

    /** The same, where both go on with their runs. */
    @JCStressTest
    @Outcome(id = {"0, 0", "0, 1"}, expect = Expect.ACCEPTABLE, desc = "still full")
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "room, after all that came before it")
    @Outcome(expect = Expect.FORBIDDEN, desc = "E2: room was seen, what came before it was not")
    @State
    public static class RoomOfRun {
        private final SmallSegment segment = new SmallSegment(1);
        private int before;

        public RoomOfRun() {
            segment.beginRuns();
            boolean _ = SmallSegment.put(segment.first, 8);
        }

        @Actor
        public void take() {
            before = 1;
            int _ = SmallSegment.take(segment.second, 8);
        }

        @Actor
        public void put(II_Result r) {
            r.r1 = SmallSegment.put(segment.first, 8) ? 1 : 0;
            r.r2 = before;
        }
    }

    /** Another process reads the size while the bound is reached, left and reached again. */
    @JCStressTest
    @Outcome(id = {"0, 0", "0, 1", "1, 0", "1, 1"}, expect = Expect.ACCEPTABLE, desc = "none or one")
    @Outcome(expect = Expect.FORBIDDEN, desc = "E1 and E2: a size that the queue never had")
    @State
    public static class Size {
        private final SmallSegment segment = new SmallSegment(1);

        public Size() {
            boolean _ = SmallSegment.put(segment.first, 8);
        }

        @Actor
        public void takeAndPut() {
            int _ = SmallSegment.take(segment.first, 8);
            boolean _ = SmallSegment.put(segment.first, 8);
            int _ = SmallSegment.take(segment.first, 8);
            boolean _ = SmallSegment.put(segment.first, 8);
        }

        @Actor
        public void look(II_Result r) {
            r.r1 = (int) segment.second.sides().size();
            r.r2 = (int) segment.second.sides().size();
        }
    }

    /** A plain read of the number: compiled code uses what it had read of the rest before. */
    @JCStressTest
    @Outcome(id = {"0, 0, 0", "0, 0, 1", "0, 1, 1"}, expect = Expect.ACCEPTABLE, desc = "still full")
    @Outcome(id = {"1, 0, 1", "1, 1, 1"}, expect = Expect.ACCEPTABLE, desc = "room, after all that came before it")
    @Outcome(id = "1, 0, 0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "E2 without its acquire: room too early")
    @Outcome(expect = Expect.FORBIDDEN, desc = "what no weakening explains")
    @State
    public static class Weakened {
        private final SmallSegment segment = new SmallSegment(1);
        private int before;

        public Weakened() {
            boolean _ = SmallSegment.put(segment.first, 8);
        }

        @Actor
        public void take() {
            before = 1;
            int _ = SmallSegment.take(segment.second, 8);
        }

        @Actor
        public void look(III_Result r) {
            int first = before;
            SmallSegment.linger(r);
            r.r1 = (int) segment.get(GetSide.PUBLISHED_GONE_AT);
            r.r3 = before;
            r.r2 = first;
        }
    }
}
