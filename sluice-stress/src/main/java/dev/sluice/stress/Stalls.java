package dev.sluice.stress;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How long somebody waited though there was something to do. A taker waits in vain from when it had begun and the element
 * that it got had been put; a putter, from when it had begun and its element would have fitted: when the one that was taken
 * a whole queue earlier had gone.
 *
 * <p>Not counted are the times when the machine stood still, and when some process was stopped: it may hold a lock, which
 * nobody may take from it. How often that holds up others is counted by itself.
 */
final class Stalls {
    /** From here on somebody is held up, rather than slow. */
    private static final long HELD_UP_NANOS = TimeUnit.MILLISECONDS.toNanos(30);
    /** A process that goes on after a stop needs some time to come to the end of what it was doing. */
    private static final long RESUMING_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    /** By how many places the order of the journals may differ from that of the queue. */
    private static final int UNCERTAINTY = 3;

    private List<Interval> excused;
    private final List<Life> stopped;
    private final boolean[] heldUp;
    private long longest;
    private long longestBehindStopped;

    Stalls(History history, Evidence evidence) {
        List<Interval> stops = new ArrayList<>();
        stopped = new ArrayList<>();
        for (Life life : evidence.lives()) {
            for (Interval stop : life.stops()) {
                stops.add(stop);
                stopped.add(life);
            }
        }
        heldUp = new boolean[stops.size()];
        List<Interval> both = new ArrayList<>(evidence.gaps());
        stops.forEach(stop -> both.add(new Interval(stop.from(), stop.to() + RESUMING_NANOS)));
        excused = Interval.union(both);

        List<Passage> taken = new ArrayList<>();
        for (Passage passage : history.passages()) {
            if (passage.isFirstTakeTheFirst()) {
                taken.add(passage);
                if (passage.putEnd() != Long.MAX_VALUE) {
                    Passage.Take take = passage.firstTake();
                    wait(Math.max(take.begin(), passage.putEnd()), take.end(), take.taker(), stops);
                }
            }
        }
        excused = Interval.union(withoutConsumers(history, both));
        puts(evidence.configuration(), queued(history, taken), stops);
        excused = Interval.union(both);
        acknowledgements(history, stops);
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

    private void puts(Configuration configuration, List<Passage> queued, List<Interval> stops) {
        for (int i = 0; i < queued.size(); i++) {
            Passage passage = queued.get(i);
            long room = Long.MIN_VALUE;
            if (configuration.isBounded() && i >= configuration.maxSize()) {
                int before = Math.min(i - 1, i - configuration.maxSize() + UNCERTAINTY);
                room = queued.get(before).wasTaken() ? queued.get(before).firstTake().end() : Long.MAX_VALUE;
            }
            if (passage.putEnd() != Long.MAX_VALUE) {
                wait(Math.max(passage.putBegin(), room), passage.putEnd(), passage.putter(), stops);
            }
        }
    }

    /** And withdrawals: neither waits for anything. */
    private void acknowledgements(History history, List<Interval> stops) {
        for (Passage passage : history.passages()) {
            if (passage.withdrawEnd() != 0) {
                wait(passage.withdrawBegin(), passage.withdrawEnd(), passage.putter(), stops);
            }
            for (Passage.Take take : passage.takes()) {
                if (take.ackEnd() != 0) {
                    wait(take.ackBegin(), take.ackEnd(), take.taker(), stops);
                }
            }
        }
    }

    private void wait(long from, long to, Life who, List<Interval> stops) {
        if (to <= from || to - from <= Math.min(longest, HELD_UP_NANOS)) {
            return;
        }
        Interval interval = new Interval(from, to);
        longest = Math.max(longest, interval.lengthOutside(excused));
        for (int i = 0; i < stops.size(); i++) {
            Interval stop = stops.get(i);
            long overlap = interval.overlap(stop);
            // Who waits for a lock gets on when its holder does, and not much later.
            boolean endsWithIt = to >= stop.to() && to <= stop.to() + RESUMING_NANOS;
            if (overlap > HELD_UP_NANOS && endsWithIt && !stopped.get(i).equals(who)) {
                heldUp[i] = true;
                longestBehindStopped = Math.max(longestBehindStopped, overlap);
            }
        }
    }

    long longestNanos() {
        return longest;
    }

    /** Times that a process was stopped. */
    int stops() {
        return heldUp.length;
    }

    /** How many of them held up somebody else. */
    int stopsThatHeldUp() {
        int count = 0;
        for (boolean held : heldUp) {
            count += held ? 1 : 0;
        }
        return count;
    }

    long longestBehindStoppedNanos() {
        return longestBehindStopped;
    }
}
