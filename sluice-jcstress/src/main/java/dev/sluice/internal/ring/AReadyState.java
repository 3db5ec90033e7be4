package dev.sluice.internal.ring;

import dev.sluice.internal.layout.GetSide;
import dev.sluice.internal.layout.Header;
import dev.sluice.internal.layout.PutSide;
import dev.sluice.internal.layout.SegmentLayout;
import dev.sluice.internal.shm.HeapFile;
import dev.sluice.internal.shm.SegmentException;
import dev.sluice.internal.shm.SharedFile;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A: who sees that a segment is ready sees its whole header.
 *
 * <p>An imitation of the reader: {@code Attachment} itself reads the header before the state. It has the name or the locator
 * from somewhere, and that, which came after all of it, orders the two; the state tells it that nobody has removed the segment.
 */
public final class AReadyState {
    private AReadyState() {}

    /** The creator fills the header; the other one has found the file, and checks it once it is ready. */
    @JCStressTest
    @Outcome(id = {"0, 0", "0, 1"}, expect = Expect.ACCEPTABLE, desc = "not ready yet")
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "ready, and whole")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A: ready, but its header is not")
    @State
    public static class WholeHeader {
        private final SegmentLayout layout = new SmallSegment(4).layout;
        private final SharedFile file = HeapFile.create(layout.fileBytes() + (64 << 10));

        @Actor
        public void create() {
            SmallSegment.create(file, layout);
        }

        @Actor
        public void open(II_Result r) {
            r.r1 = file.words().getIntVolatile(Header.STATE_AT);
            r.r2 = isWhole() ? 1 : 0;
        }

        private boolean isWhole() {
            try {
                return Attachment.whole(file) == file
                        && file.words().getLong(GetSide.TAKEN_BACKED_AT) != 0
                        && file.words().getInt(PutSide.copyAt(0) + PutSide.EPOCH) == 1;
            } catch (SegmentException e) {
                return false;
            }
        }
    }

    /** A plain look at the state: compiled code uses what it had read of the header before. */
    @JCStressTest
    @Outcome(id = {"0, 0, 0", "0, 0, 1", "0, 1, 1"}, expect = Expect.ACCEPTABLE, desc = "not ready yet")
    @Outcome(id = {"1, 0, 1", "1, 1, 1"}, expect = Expect.ACCEPTABLE, desc = "ready, and whole")
    @Outcome(id = "1, 0, 0", expect = Expect.ACCEPTABLE_INTERESTING,
            desc = "A without its volatile read: an old header")
    @Outcome(expect = Expect.FORBIDDEN, desc = "what no weakening explains")
    @State
    public static class Weakened {
        private final SegmentLayout layout = new SmallSegment(4).layout;
        private final SharedFile file = HeapFile.create(layout.fileBytes() + (64 << 10));

        @Actor
        public void create() {
            SmallSegment.create(file, layout);
        }

        @Actor
        public void open(III_Result r) {
            long before = file.words().getLong(GetSide.TAKEN_BACKED_AT);
            SmallSegment.linger(r);
            r.r1 = file.words().getInt(Header.STATE_AT);
            r.r3 = file.words().getLong(GetSide.TAKEN_BACKED_AT) == 0 ? 0 : 1;
            r.r2 = before == 0 ? 0 : 1;
        }
    }
}
