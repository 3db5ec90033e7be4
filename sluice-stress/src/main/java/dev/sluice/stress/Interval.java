package dev.sluice.stress;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A stretch of time, in nanoseconds of {@link System#nanoTime()}, which is one clock for all processes of a machine. */
record Interval(long from, long to) {
    long length() {
        return to - from;
    }

    long overlap(Interval other) {
        return Math.max(0, Math.min(to, other.to) - Math.max(from, other.from));
    }

    boolean touches(Interval other) {
        return from <= other.to && other.from <= to;
    }

    /** The same times, without overlaps, in order. */
    static List<Interval> union(List<Interval> intervals) {
        List<Interval> sorted = new ArrayList<>(intervals);
        sorted.sort(Comparator.comparingLong(Interval::from));
        List<Interval> union = new ArrayList<>();
        for (Interval next : sorted) {
            if (!union.isEmpty() && union.getLast().to >= next.from) {
                Interval last = union.removeLast();
                union.add(new Interval(last.from, Math.max(last.to, next.to)));
            } else {
                union.add(next);
            }
        }
        return union;
    }

    /** How much of this interval is in none of the others, which do not overlap each other. */
    long lengthOutside(List<Interval> union) {
        long inside = 0;
        for (Interval other : union) {
            inside += overlap(other);
        }
        return length() - inside;
    }
}
