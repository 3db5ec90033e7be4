package dev.sluice.stress;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What the journals tell of one element. */
final class Passage {
    /** How its putting ended. */
    enum Putting {
        /** Its producer died meanwhile: it may be in, or not. */
        UNKNOWN,
        DONE,
        REFUSED
    }

    private final Element element;
    private final Life putter;
    private final long putBegin;
    private long putEnd = Long.MAX_VALUE;
    private Putting putting = Putting.UNKNOWN;
    private boolean endsItsCall;
    private long withdrawBegin;
    private long withdrawEnd;
    private boolean withdrawn;
    private final List<Take> takes = new ArrayList<>(1);

    Passage(Element element, Life putter, long putBegin) {
        this.element = element;
        this.putter = putter;
        this.putBegin = putBegin;
    }

    /** One delivery, and what became of it. Times are 0 where it did not come to that. */
    static final class Take {
        private final Life taker;
        private final long begin;
        private final long end;
        private final int count;
        private long ackBegin;
        private long ackEnd;
        private long giveBackBegin;

        Take(Life taker, long begin, long end, int count) {
            this.taker = taker;
            this.begin = begin;
            this.end = end;
            this.count = count;
        }

        Life taker() {
            return taker;
        }

        long begin() {
            return begin;
        }

        long end() {
            return end;
        }

        /** Count of deliveries, as the taker was told; 0 if there is none. */
        int count() {
            return count;
        }

        long ackBegin() {
            return ackBegin;
        }

        long ackEnd() {
            return ackEnd;
        }

        void acking(long nanos) {
            ackBegin = nanos;
        }

        void acked(long nanos) {
            ackEnd = nanos;
        }

        void givingBack(long nanos) {
            giveBackBegin = nanos;
        }

        /** Whether somebody else could rightly have it at that time. */
        boolean isOverAt(long nanos, long earliestDeath) {
            return (giveBackBegin != 0 && giveBackBegin <= nanos) || earliestDeath <= nanos;
        }
    }

    /** @param alone whether the call ended with it */
    void put(long nanos, boolean alone) {
        putEnd = nanos;
        endsItsCall = alone;
        putting = Putting.DONE;
    }

    void refused() {
        putting = Putting.REFUSED;
    }

    void withdrawing(long nanos) {
        withdrawBegin = nanos;
    }

    void withdrawn(long nanos, boolean found) {
        withdrawEnd = nanos;
        withdrawn = found;
    }

    /** Whether its producer got it back, for sure. */
    boolean wasWithdrawn() {
        return withdrawn;
    }

    /** Whether its producer got it back, or may have got it back and died. */
    boolean mayBeWithdrawn() {
        return withdrawn || (withdrawBegin != 0 && withdrawEnd == 0);
    }

    long withdrawBegin() {
        return withdrawBegin;
    }

    /** 0 if it did not come to that. */
    long withdrawEnd() {
        return withdrawEnd;
    }

    void taken(Take take) {
        takes.add(take);
    }

    void sortTakes() {
        takes.sort(Comparator.comparingLong(Take::end));
    }

    Element element() {
        return element;
    }

    Life putter() {
        return putter;
    }

    long putBegin() {
        return putBegin;
    }

    /** {@link Long#MAX_VALUE} if it is not known to have been put. */
    long putEnd() {
        return putEnd;
    }

    /** Whether its put can be measured: the call went on for no other element. */
    boolean endsItsCall() {
        return endsItsCall;
    }

    Putting putting() {
        return putting;
    }

    List<Take> takes() {
        return takes;
    }

    boolean wasTaken() {
        return !takes.isEmpty();
    }

    Take firstTake() {
        return takes.getFirst();
    }

    /** Whether the first delivery known is the first there was. */
    boolean isFirstTakeTheFirst() {
        return wasTaken() && firstTake().count() <= 1;
    }
}
