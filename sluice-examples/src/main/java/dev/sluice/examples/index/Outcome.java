package dev.sluice.examples.index;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What came out of the worker processes.
 *
 * @param index    the terms of all files whose results arrived
 * @param missing  the number of chunks without a result
 * @param repeated the number of results that came again and were dropped
 * @param kills    the number of workers killed
 * @param time     from the start of the first worker to the last result
 */
record Outcome(WordIndex index, int missing, int repeated, int kills, Duration time) {
    private static final int TOP = 10;

    /** Prints the index as a table, and how it compares with the one that was made by one process. */
    boolean report(WordIndex alone, Duration timeAlone, int workers) {
        boolean equal = missing == 0 && index.equals(alone);
        System.out.printf("%n%-20s %12s %8s    %-20s %12s %8s%n", "word", "count", "files", "identifier", "count",
                "files");
        List<Map.Entry<String, Tally>> words = WordIndex.top(index.words(), TOP);
        List<Map.Entry<String, Tally>> identifiers = WordIndex.top(index.identifiers(), TOP);
        for (int i = 0; i < Math.max(words.size(), identifiers.size()); i++) {
            System.out.println(row(words, i) + "    " + row(identifiers, i));
        }
        System.out.printf(
                Locale.ROOT,
                "%n%,d files, %,d bytes: %,d distinct words, %,d distinct identifiers%n",
                index.size().files(),
                index.size().count(),
                index.words().size(),
                index.identifiers().size());
        speed(workers + (workers == 1 ? " worker process" : " worker processes"), index, time);
        speed("one process alone", alone, timeAlone);
        System.out.printf("workers killed: %d, results that came twice and were dropped: %d%n", kills, repeated);
        System.out.println(
                equal
                        ? "equal: every tally of every term, from the workers as from one process"
                        : "NOT EQUAL: the workers counted otherwise than one process; chunks missing: " + missing);
        return equal;
    }

    private static String row(List<Map.Entry<String, Tally>> terms, int i) {
        if (i >= terms.size()) {
            return " ".repeat(42);
        }
        Tally tally = terms.get(i).getValue();
        return String.format(Locale.ROOT, "%-20.20s %,12d %,8d", terms.get(i).getKey(), tally.count(), tally.files());
    }

    private static void speed(String who, WordIndex index, Duration time) {
        double seconds = (double) time.toNanos() / TimeUnit.SECONDS.toNanos(1);
        System.out.printf(Locale.ROOT, "%-20s %8.2f s %,12.0f files/s%n", who, seconds, index.size().files() / seconds);
    }
}
