package dev.sluice.internal.ring;

import dev.sluice.internal.layout.Header;
import dev.sluice.internal.layout.TakenEntry;
import dev.sluice.internal.layout.Words;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * N: nothing but its own number is promised to who reads a taken entry's state without the lock. It is stored last all the
 * same: a state that says "taken" stands beside the words of that take.
 */
public final class NTakenEntry {
    private NTakenEntry() {}

    /** As a look from outside reads it. */
    @JCStressTest
    @Outcome(id = {"0, 0", "0, 1"}, expect = Expect.ACCEPTABLE, desc = "not taken yet")
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "taken, delivered once")
    @Outcome(expect = Expect.FORBIDDEN, desc = "N: the state was seen, the entry was not")
    @State
    public static class StateWord {
        private final SmallSegment segment = new SmallSegment(Header.KIND_JOINABLE, 4, 8192);
        private final long entry = segment.layout.entryAt(0);

        public StateWord() {
            boolean _ = SmallSegment.put(segment.first, 100);
        }

        @Actor
        public void take() {
            int _ = SmallSegment.take(segment.second, 100);
        }

        @Actor
        public void look(II_Result r) {
            r.r1 = TakenEntry.kind(segment.m.getLongAcquire(entry + TakenEntry.STATE));
            r.r2 = segment.m.getInt(entry + TakenEntry.DELIVERIES);
        }
    }

    /** A plain read of the state, and a writer of two words for more samples. */
    @JCStressTest
    @Outcome(id = {"0, 0, 0", "0, 0, 1", "0, 1, 1"}, expect = Expect.ACCEPTABLE, desc = "not taken yet")
    @Outcome(id = {"1, 0, 1", "1, 1, 1"}, expect = Expect.ACCEPTABLE, desc = "taken, delivered once")
    @Outcome(id = "1, 0, 0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "N without its acquire: an old entry")
    @Outcome(expect = Expect.FORBIDDEN, desc = "what no weakening explains")
    @State
    public static class Weakened {
        private final Words m = SmallSegment.words(TakenEntry.BYTES);

        @Actor
        public void take() {
            m.setLong(TakenEntry.LENGTH, 1);
            m.setLongRelease(TakenEntry.STATE, TakenEntry.TAKEN);
        }

        @Actor
        public void look(III_Result r) {
            long before = m.getLong(TakenEntry.LENGTH);
            SmallSegment.linger(r);
            r.r1 = TakenEntry.kind(m.getLong(TakenEntry.STATE));
            r.r3 = m.getLong(TakenEntry.LENGTH) == 0 ? 0 : 1;
            r.r2 = before == 0 ? 0 : 1;
        }
    }
}
