package dev.sluice.internal.ring;

import dev.sluice.internal.layout.ParticipantSlot;
import dev.sluice.internal.layout.Words;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * C: who sees that the last handle that sends is gone has seen, or will find, all that was sent through it. The counting is
 * the line of {@code Attachment.addRole}, imitated: an attachment needs a real file.
 */
public final class CHandles {
    private CHandles() {}

    /** The sender sends its last and gives up its handle; the receiver sees no sender, and looks once more. */
    @JCStressTest
    @Outcome(id = {"1, 0", "1, 1", "0, 1"}, expect = Expect.ACCEPTABLE, desc = "a sender, or the last element")
    @Outcome(expect = Expect.FORBIDDEN, desc = "C: end of the stream before its last element")
    @State
    public static class LastSender {
        private final SmallSegment segment = new SmallSegment(4);
        private final long count = ParticipantSlot.at(segment.first.sides().me) + ParticipantSlot.WRITERS;

        public LastSender() {
            segment.m.setIntVolatile(count, 1);
        }

        @Actor
        public void sendAndClose() {
            boolean _ = SmallSegment.put(segment.first, 8);
            int _ = segment.m.getAndAddInt(count, -1);
            segment.first.sides().wakeWaiting();
        }

        @Actor
        public void receive(II_Result r) {
            r.r1 = segment.second.sides().participants.isHeld(ParticipantSlot.WRITERS, false) ? 1 : 0;
            r.r2 = SmallSegment.take(segment.second, 8);
        }
    }

    /** The receiver's two looks the other way round, as the compiler might have them without the volatile read. */
    @JCStressTest
    @Outcome(id = {"1, 0", "1, 1", "0, 1"}, expect = Expect.ACCEPTABLE, desc = "a sender, or the last element")
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE_INTERESTING,
            desc = "C in the wrong order: the end before the last element")
    @Outcome(expect = Expect.FORBIDDEN, desc = "what no weakening explains")
    @State
    public static class Weakened {
        private final SmallSegment segment = new SmallSegment(4);
        private final long count = ParticipantSlot.at(segment.first.sides().me) + ParticipantSlot.WRITERS;

        public Weakened() {
            segment.m.setIntVolatile(count, 1);
        }

        @Actor
        public void sendAndClose() {
            boolean _ = SmallSegment.put(segment.first, 8);
            int _ = segment.m.getAndAddInt(count, -1);
            segment.first.sides().wakeWaiting();
        }

        @Actor
        public void receive(II_Result r) {
            r.r2 = SmallSegment.take(segment.second, 8);
            r.r1 = segment.second.sides().participants.isHeld(ParticipantSlot.WRITERS, false) ? 1 : 0;
        }
    }
}
