package dev.sluice.stress;

import java.util.Arrays;
import java.util.List;

/** Waits that ended because all was done, held against what was done by then. */
final class Joins {
    private Joins() {}

    /**
     * How many of the waits ended while an element was unacknowledged that had been put before the wait began: its
     * acknowledgement began only after the wait had ended.
     */
    static int early(History history) {
        List<Passage> done = history.passages().stream()
                .filter(passage -> passage.putting() == Passage.Putting.DONE && lastAck(passage) != 0)
                .sorted((one, other) -> Long.compare(one.putEnd(), other.putEnd()))
                .toList();
        long[] puts = new long[done.size()];
        long[] latestAck = new long[done.size()];
        for (int i = 0; i < puts.length; i++) {
            puts[i] = done.get(i).putEnd();
            latestAck[i] = Math.max(lastAck(done.get(i)), i == 0 ? 0 : latestAck[i - 1]);
        }
        int early = 0;
        for (Interval join : history.allDone()) {
            int at = Arrays.binarySearch(puts, join.from());
            int before = at >= 0 ? at : -at - 2;
            early += before >= 0 && latestAck[before] > join.to() ? 1 : 0;
        }
        return early;
    }

    private static long lastAck(Passage passage) {
        return passage.takes().isEmpty() ? 0 : passage.takes().getLast().ackBegin();
    }
}
