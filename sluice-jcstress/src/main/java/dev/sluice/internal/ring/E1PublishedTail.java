package dev.sluice.internal.ring;

import dev.sluice.internal.layout.Chunk;
import dev.sluice.internal.layout.PutSide;
import dev.sluice.internal.layout.Slot;
import dev.sluice.internal.layout.Words;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * E1: with the published tail a getter sees the slot, its chunk and the directory's entry of its page. Put lock and get lock
 * are different words, so nothing else orders a put before a get.
 *
 * <p>What the release does, x86-64 does by itself; what the acquire does against the compiler shows in {@link Weakened}.
 */
public final class E1PublishedTail {
    private E1PublishedTail() {}

    /** The payload stands in the slot, on a page that the same put adds. */
    @JCStressTest
    @Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "nothing there yet")
    @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "all of it")
    @Outcome(expect = Expect.FORBIDDEN, desc = "E1: the position was seen, its slot, page or entry were not")
    @State
    public static class SlotPayload {
        private final SmallSegment segment = new SmallSegment(4);

        @Actor
        public void put() {
            boolean _ = SmallSegment.put(segment.first, SmallSegment.IN_SLOT);
        }

        @Actor
        public void take(I_Result r) {
            r.r1 = SmallSegment.take(segment.second, SmallSegment.IN_SLOT);
        }
    }

    /** The payload stands in the slot, and both go on with their runs: nothing but the position and the slot is looked at. */
    @JCStressTest
    @Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "nothing there yet")
    @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "all of it")
    @Outcome(expect = Expect.FORBIDDEN, desc = "E1: the position was seen, its slot was not")
    @State
    public static class RunPayload {
        private final SmallSegment segment = new SmallSegment(4);

        public RunPayload() {
            segment.beginRuns();
        }

        @Actor
        public void put() {
            boolean _ = SmallSegment.put(segment.first, SmallSegment.IN_SLOT);
        }

        @Actor
        public void take(I_Result r) {
            r.r1 = SmallSegment.take(segment.second, SmallSegment.IN_SLOT);
        }
    }

    /** The payload stands in a chunk. */
    @JCStressTest
    @Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "nothing there yet")
    @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "all of it")
    @Outcome(expect = Expect.FORBIDDEN, desc = "E1: the position was seen, its slot, page, entry or chunk were not")
    @State
    public static class ChunkPayload {
        private final SmallSegment segment = new SmallSegment(4);

        @Actor
        public void put() {
            boolean _ = SmallSegment.put(segment.first, SmallSegment.IN_CHUNK);
        }

        @Actor
        public void take(I_Result r) {
            r.r1 = SmallSegment.take(segment.second, SmallSegment.IN_CHUNK);
        }
    }

    /**
     * A putter dies with the lock in its hand, after a put that was committed by the position alone; the next one takes over,
     * repairs, and counts the bytes again from the slots. The death is imitated as in {@link P1PutVersion}.
     */
    @JCStressTest
    @Outcome(id = "0, 0, 0", expect = Expect.ACCEPTABLE, desc = "the lock is held by a living one")
    @Outcome(id = "1, 1, 0", expect = Expect.ACCEPTABLE, desc = "the lock was free: before the put")
    @Outcome(id = "2, 2, " + SmallSegment.IN_SLOT, expect = Expect.ACCEPTABLE, desc = "taken over: after the put")
    @Outcome(expect = Expect.FORBIDDEN, desc = "E1, D: the death was seen, what came before it was not")
    @State
    public static class Takeover {
        private final SmallSegment segment = new SmallSegment(4);

        public Takeover() {
            segment.beginRuns();
        }

        @Actor
        public void putAndDie() {
            segment.first.sides().lockPut();
            boolean _ = segment.first.sides().putEnd.appendToRun(
                    SmallSegment.filled(SmallSegment.IN_SLOT, SmallSegment.FILLING), 0, false);
            SmallSegment.die(segment.first);
        }

        @Actor
        public void takeOver(III_Result r) {
            segment.takeOverPutFromFirst(r);
        }
    }

    /** The getter's two reads alone, after it has looked at the slot before: the acquire forbids to use that look again. */
    @JCStressTest
    @Outcome(id = {"0, 0, 0", "0, 0, 1", "0, 1, 1"}, expect = Expect.ACCEPTABLE, desc = "nothing published yet")
    @Outcome(id = {"1, 0, 1", "1, 1, 1"}, expect = Expect.ACCEPTABLE, desc = "the slot is there")
    @Outcome(expect = Expect.FORBIDDEN, desc = "E1: the position was seen, its slot was not")
    @State
    public static class SlotWord {
        private final SmallSegment segment = new SmallSegment(4);
        private final long word = segment.layout.arenaAt() + Chunk.PAYLOAD + Slot.INLINE;

        @Actor
        public void put() {
            boolean _ = SmallSegment.put(segment.first, SmallSegment.IN_SLOT);
        }

        @Actor
        public void look(III_Result r) {
            long before = segment.get(word);
            SmallSegment.linger(r);
            r.r1 = (int) segment.second.sides().putEnd.publishedTail();
            r.r3 = segment.get(word) == 0 ? 0 : 1;
            r.r2 = before == 0 ? 0 : 1;
        }
    }

    /** The same with a plain read of the tail, and a writer of two words for more samples: compiled code uses its first look at the slot again. */
    @JCStressTest
    @Outcome(id = {"0, 0, 0", "0, 0, 1", "0, 1, 1"}, expect = Expect.ACCEPTABLE, desc = "nothing published yet")
    @Outcome(id = {"1, 0, 1", "1, 1, 1"}, expect = Expect.ACCEPTABLE, desc = "the slot is there")
    @Outcome(id = "1, 0, 0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "E1 without its acquire: an old slot")
    @Outcome(expect = Expect.FORBIDDEN, desc = "what no weakening explains")
    @State
    public static class Weakened {
        private static final long WORD = 0;
        private final Words m = SmallSegment.words(PutSide.PUBLISHED_TAIL_AT + Long.BYTES);

        @Actor
        public void put() {
            m.setLong(WORD, 1);
            m.setLongRelease(PutSide.PUBLISHED_TAIL_AT, 1);
        }

        @Actor
        public void look(III_Result r) {
            long before = m.getLong(WORD);
            SmallSegment.linger(r);
            r.r1 = (int) m.getLong(PutSide.PUBLISHED_TAIL_AT);
            r.r3 = m.getLong(WORD) == 0 ? 0 : 1;
            r.r2 = before == 0 ? 0 : 1;
        }
    }
}
