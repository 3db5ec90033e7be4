package dev.sluice.internal.ring;

import dev.sluice.internal.layout.Header;
import dev.sluice.internal.layout.PutSide;
import dev.sluice.internal.layout.Words;
import dev.sluice.internal.waiting.Event;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * V: either the waiter's second look sees the change, or the signal sees the armed bit. This is Dekker's pattern: a store
 * and a later load of another word on each side, which x86-64 does reorder.
 */
public final class VEvents {
    private VEvents() {}

    /** The waiter arms and looks; the putter puts, unlocks and signals. */
    @JCStressTest
    @Outcome(id = {"0, 1", "1, 0", "1, 1"}, expect = Expect.ACCEPTABLE, desc = "the look saw it, or the signal came")
    @Outcome(expect = Expect.FORBIDDEN, desc = "V: the waiter sleeps, and nobody wakes it")
    @State
    public static class PutWakesTaker {
        private final SmallSegment segment = new SmallSegment(4);
        private int armed;

        @Actor
        public void put() {
            boolean _ = SmallSegment.put(segment.first, 8);
        }

        @Actor
        public void await(II_Result r) {
            armed = segment.second.sides().notEmpty.arm();
            r.r1 = segment.second.sides().gettable() > 0 ? 1 : 0;
        }

        @Arbiter
        public void look(II_Result r) {
            r.r2 = segment.m.getInt(Header.NOT_EMPTY_AT) == armed ? 0 : 1;
        }
    }

    /** The waiter waits for room; the getter takes, unlocks and signals. */
    @JCStressTest
    @Outcome(id = {"0, 1", "1, 0", "1, 1"}, expect = Expect.ACCEPTABLE, desc = "the look saw it, or the signal came")
    @Outcome(expect = Expect.FORBIDDEN, desc = "V: the waiter sleeps, and nobody wakes it")
    @State
    public static class TakeWakesPutter {
        private final SmallSegment segment = new SmallSegment(1);
        private int armed;

        public TakeWakesPutter() {
            boolean _ = SmallSegment.put(segment.first, 8);
        }

        @Actor
        public void take() {
            int _ = SmallSegment.take(segment.second, 8);
        }

        @Actor
        public void await(II_Result r) {
            armed = segment.first.sides().notFull.arm();
            r.r1 = segment.first.sides().seemsPuttable() ? 1 : 0;
        }

        @Arbiter
        public void look(II_Result r) {
            r.r2 = segment.m.getInt(Header.NOT_FULL_AT) == armed ? 0 : 1;
        }
    }

    /** The waiter waits for all to be done; the consumer acknowledges, unlocks and signals. */
    @JCStressTest
    @Outcome(id = {"0, 1", "1, 0", "1, 1"}, expect = Expect.ACCEPTABLE, desc = "the look saw it, or the signal came")
    @Outcome(expect = Expect.FORBIDDEN, desc = "V: the waiter sleeps, and nobody wakes it")
    @State
    public static class AcknowledgementWakesJoiner {
        private final SmallSegment segment = new SmallSegment(Header.KIND_JOINABLE, 4, 8192);
        private final Received received = new Received();
        private int armed;

        public AcknowledgementWakesJoiner() {
            boolean _ = SmallSegment.put(segment.first, 8);
            var _ = SmallSegment.take(segment.second, received);
        }

        @Actor
        public void acknowledge() {
            boolean _ = segment.second.ring().acknowledge(received.entry(), received.ticket());
        }

        @Actor
        public void await(II_Result r) {
            armed = segment.first.sides().allDone.arm();
            r.r1 = segment.first.sides().isAllDone() ? 1 : 0;
        }

        @Arbiter
        public void look(II_Result r) {
            r.r2 = segment.m.getInt(Header.ALL_DONE_AT) == armed ? 0 : 1;
        }
    }

    /** Publishes and looks at the bit without the unlocking in between, whose compare-and-set is the fence. */
    @JCStressTest
    @Outcome(id = {"0, 1", "1, 0", "1, 1"}, expect = Expect.ACCEPTABLE, desc = "one of them saw the other")
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "V without its fence: a lost wake-up")
    @Outcome(expect = Expect.FORBIDDEN, desc = "what no weakening explains")
    @State
    public static class Weakened {
        private final Words m = SmallSegment.words(PutSide.PUBLISHED_TAIL_AT + Long.BYTES);
        private final Event signalled = new Event(m, Header.NOT_EMPTY_AT, () -> false);
        private final Event awaited = new Event(m, Header.NOT_EMPTY_AT, () -> false);

        @Actor
        public void publishAndLook(II_Result r) {
            m.setLongRelease(PutSide.PUBLISHED_TAIL_AT, 1);
            r.r2 = signalled.isArmed() ? 1 : 0;
        }

        @Actor
        public void await(II_Result r) {
            int _ = awaited.arm();
            r.r1 = (int) m.getLongAcquire(PutSide.PUBLISHED_TAIL_AT);
        }
    }
}
