package dev.sluice.stress;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How long somebody waited though there was something to do. A taker waits in vain from when it had begun and the element
 * that it got had been put; a putter, from when it had begun and its element would have fitted: when the one that was taken
 * a whole queue earlier had gone.
 *
 * <p>Not counted are the times when the machine stood still, and when some process was stopped, or its threads waited for
 * the collector of a large heap: it may hold a lock, which nobody may take from it. How often that holds up others is counted
 * by itself.
 */
final class Stalls {
    /** By how many places the order of the journals may differ from that of the queue. */
    private static final int UNCERTAINTY = 3;

    private List<Interval> excused;
    private final Halts stops;
    private final Halts collections;
    private long longest;

    Stalls(History history, Evidence evidence) {
        stops = new Halts(evidence.lives(), Life::stops);
        collections = new Halts(evidence.lives(), Life::collections);
        List<Interval> all = new ArrayList<>(evidence.gaps());
        all.addAll(stops.withResuming());
        all.addAll(collections.withResuming());
        excused = Interval.union(all);

        List<Passage> taken = new ArrayList<>();
        for (Passage passage : history.passages()) {
            if (passage.isFirstTakeTheFirst()) {
                taken.add(passage);
                if (passage.putEnd() != Long.MAX_VALUE) {
                    Passage.Take take = passage.firstTake();
                    wait(Math.max(take.begin(), passage.putEnd()), take.end(), take.taker());
                }
            }
        }
        excused = Interval.union(withoutConsumers(history, all));
        puts(evidence.configuration(), queued(history, taken));
        excused = Interval.union(all);
        acknowledgements(history);
    }

    /** The times when nobody was there to make room, added to others. */
    private static List<Interval> withoutConsumers(History history, List<Interval> others) {
        List<Interval> present = new ArrayList<>();
        for (History.Script script : history.scripts()) {
            if (script.life().order().role() == Order.Role.CONSUMER && script.lastNanos() != 0) {
                present.add(new Interval(script.firstNanos(), script.lastNanos()));
            }
        }
        List<Interval> all = new ArrayList<>(others);
        long from = Long.MIN_VALUE / 2;
        for (Interval presence : Interval.union(present)) {
            all.add(new Interval(from, presence.from()));
            from = presence.to();
        }
        all.add(new Interval(from, Long.MAX_VALUE / 2));
        return all;
    }

    /** What was in the queue, in its order as far as that can be told: the lost ones after their predecessors. */
    private static List<Passage> queued(History history, List<Passage> taken) {
        List<Passage> order = new ArrayList<>(taken);
        Map<Passage, Long> places = new HashMap<>();
        Map<Integer, Long> last = new HashMap<>();
        for (Passage passage : history.passages()) {
            int producer = passage.element().producer();
            if (passage.isFirstTakeTheFirst()) {
                places.put(passage, passage.firstTake().end());
                last.put(producer, passage.firstTake().end());
            } else if (passage.putting() == Passage.Putting.DONE && !passage.wasWithdrawn()) {
                places.put(passage, last.getOrDefault(producer, passage.putEnd()));
                order.add(passage);
            }
        }
        order.sort(Comparator.comparing(places::get));
        return order;
    }

    private void puts(Configuration configuration, List<Passage> queued) {
        for (int i = 0; i < queued.size(); i++) {
            Passage passage = queued.get(i);
            long room = Long.MIN_VALUE;
            if (configuration.isBounded() && i >= configuration.maxSize()) {
                int before = Math.min(i - 1, i - configuration.maxSize() + UNCERTAINTY);
                room = queued.get(before).wasTaken() ? queued.get(before).firstTake().end() : Long.MAX_VALUE;
            }
            if (passage.endsItsCall()) {
                wait(Math.max(passage.putBegin(), room), passage.putEnd(), passage.putter());
            }
        }
    }

    /** And withdrawals: neither waits for anything. */
    private void acknowledgements(History history) {
        for (Passage passage : history.passages()) {
            if (passage.withdrawEnd() != 0) {
                wait(passage.withdrawBegin(), passage.withdrawEnd(), passage.putter());
            }
            for (Passage.Take take : passage.takes()) {
                if (take.ackEnd() != 0) {
                    wait(take.ackBegin(), take.ackEnd(), take.taker());
                }
            }
        }
    }

    private void wait(long from, long to, Life who) {
        if (to <= from || to - from <= Math.min(longest, Halts.HELD_UP_NANOS)) {
            return;
        }
        Interval interval = new Interval(from, to);
        longest = Math.max(longest, interval.lengthOutside(excused));
        stops.consider(interval, who);
        collections.consider(interval, who);
    }

    long longestNanos() {
        return longest;
    }

    /** The times that a process was stopped. */
    Halts stops() {
        return stops;
    }

    /** The times that a process with a large heap waited for its collector. */
    Halts collections() {
        return collections;
    }
}
