package dev.sluice.stress;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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
    private static final long HELD_UP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final List<Interval> excused;
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
        both.addAll(stops);
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
        puts(evidence.configuration(), taken, stops);
        acknowledgements(history, stops);
    }

    private void puts(Configuration configuration, List<Passage> taken, List<Interval> stops) {
        taken.sort(Comparator.comparingLong(passage -> passage.firstTake().end()));
        for (int i = 0; i < taken.size(); i++) {
            Passage passage = taken.get(i);
            boolean roomFromTheStart = !configuration.isBounded() || i < configuration.maxSize();
            long room = roomFromTheStart
                    ? Long.MIN_VALUE
                    : taken.get(i - configuration.maxSize()).firstTake().end();
            if (passage.putEnd() != Long.MAX_VALUE) {
                wait(Math.max(passage.putBegin(), room), passage.putEnd(), null, stops);
            }
        }
    }

    private void acknowledgements(History history, List<Interval> stops) {
        for (Passage passage : history.passages()) {
            for (Passage.Take take : passage.takes()) {
                if (take.ackEnd() != 0) {
                    wait(take.ackBegin(), take.ackEnd(), take.taker(), stops);
                }
            }
        }
    }

    private void wait(long from, long to, Life who, List<Interval> stops) {
        if (to - from <= 0 || to - from <= Math.min(longest, HELD_UP_NANOS)) {
            return;
        }
        Interval interval = new Interval(from, to);
        longest = Math.max(longest, interval.lengthOutside(excused));
        for (int i = 0; i < stops.size(); i++) {
            long overlap = interval.overlap(stops.get(i));
            if (overlap > HELD_UP_NANOS && who != null && !stopped.get(i).equals(who)) {
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
