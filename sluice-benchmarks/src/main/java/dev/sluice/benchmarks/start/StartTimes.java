package dev.sluice.benchmarks.start;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * How long the starts of one kind took.
 *
 * @param who  which kind
 * @param note what is to be said about it; empty if nothing is
 * @param all  its starts, at least one
 */
record StartTimes(String who, String note, List<StartTime> all) {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double HALF = 0.5;
    private static final double NINE_TENTHS = 0.9;

    /**
     * Two of the percentiles, in milliseconds.
     *
     * @param p50 half of all are below
     * @param p90 nine tenths of all are below
     */
    record Percentiles(double p50, double p90) {}

    Percentiles firstLine() {
        return percentiles(StartTime::firstLineNanos);
    }

    Percentiles join() {
        return percentiles(StartTime::joinNanos);
    }

    Map<String, Object> data() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("who", who);
        object.put("note", note);
        object.put("first line p50 ms", firstLine().p50());
        object.put("first line p90 ms", firstLine().p90());
        object.put("join p50 ms", join().p50());
        object.put("join p90 ms", join().p90());
        object.put("first line ns", all.stream().map(StartTime::firstLineNanos).toList());
        object.put("join ns", all.stream().map(StartTime::joinNanos).toList());
        return object;
    }

    private Percentiles percentiles(ToLongFunction<StartTime> which) {
        long[] sorted = all.stream().mapToLong(which).sorted().toArray();
        return new Percentiles(at(sorted, HALF), at(sorted, NINE_TENTHS));
    }

    private static double at(long[] sorted, double share) {
        return sorted[(int) Math.round(share * (sorted.length - 1))] / NANOS_PER_MILLI;
    }
}
