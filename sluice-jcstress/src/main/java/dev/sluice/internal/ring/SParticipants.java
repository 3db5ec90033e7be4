package dev.sluice.internal.ring;

import dev.sluice.internal.layout.Header;
import dev.sluice.internal.layout.ParticipantSlot;
import dev.sluice.internal.layout.Words;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * S: a newcomer claims a slot, raises the high-water mark and then reads the state; the last holder says "gone" and then
 * reads the participants. Dekker's pattern again.
 *
 * <p>The last holder's two steps are those of {@code Attachment.removeIfLast}, which also removes a file: an imitation of two
 * lines over the real {@link Participants}.
 */
public final class SParticipants {
    private SParticipants() {}

    /** At least one sees the other. */
    @JCStressTest
    @Outcome(id = {"0, 0", "0, 1", "1, 1"}, expect = Expect.ACCEPTABLE, desc = "at least one sees the other")
    @Outcome(expect = Expect.FORBIDDEN, desc = "S: a segment was removed under the hands of its newcomer")
    @State
    public static class NewcomerAndLast {
        private final SmallSegment segment = new SmallSegment(4);

        public NewcomerAndLast() {
            SmallSegment.die(segment.first);
            SmallSegment.die(segment.second);
        }

        @Actor
        public void come(II_Result r) {
            int _ = new Participants(segment.m).claim();
            r.r1 = segment.m.getIntVolatile(Header.STATE_AT) == Header.STATE_READY ? 1 : 0;
        }

        @Actor
        public void remove(II_Result r) {
            boolean _ = segment.m.compareAndSetInt(Header.STATE_AT, Header.STATE_READY, Header.STATE_GONE);
            r.r2 = new Participants(segment.m).isAnybodyElse(0) ? 1 : 0;
        }
    }

    /** Both steps by release and acquire. */
    @JCStressTest
    @Outcome(id = {"0, 0", "0, 1", "1, 1"}, expect = Expect.ACCEPTABLE, desc = "at least one sees the other")
    @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE_INTERESTING,
            desc = "S without its fences: removed under the newcomer's hands")
    @Outcome(expect = Expect.FORBIDDEN, desc = "what no weakening explains")
    @State
    public static class Weakened {
        private static final long SLOT = ParticipantSlot.at(1);
        private final Words m = SmallSegment.words(SLOT + ParticipantSlot.BYTES);

        public Weakened() {
            m.setInt(Header.STATE_AT, Header.STATE_READY);
        }

        @Actor
        public void come(II_Result r) {
            m.setLongRelease(SLOT, ParticipantSlot.active(7, 1, 1));
            r.r1 = m.getIntAcquire(Header.STATE_AT) == Header.STATE_READY ? 1 : 0;
        }

        @Actor
        public void remove(II_Result r) {
            m.setIntRelease(Header.STATE_AT, Header.STATE_GONE);
            r.r2 = ParticipantSlot.isActive(m.getLongAcquire(SLOT)) ? 1 : 0;
        }
    }
}
