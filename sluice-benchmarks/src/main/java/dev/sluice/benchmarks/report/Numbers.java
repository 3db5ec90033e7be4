package dev.sluice.benchmarks.report;

import java.util.Locale;

/** Numbers as people read them: three digits and a unit. */
final class Numbers {
    private static final String[] LARGE = {"", " k", " M", " G", " T"};
    private static final double STEP = 1000;
    private static final double SMALL = 0.1;
    private static final double TWO_DIGITS = 10;
    private static final double THREE_DIGITS = 100;

    private Numbers() {}

    /** A number with its thousands as a letter. */
    static String large(double value) {
        double rest = value;
        int step = 0;
        while (rest >= STEP && step < LARGE.length - 1) {
            rest /= STEP;
            step++;
        }
        return digits(rest) + LARGE[step];
    }

    /** A number as it is. */
    static String plain(double value) {
        return digits(value);
    }

    /** A ratio. */
    static String ratio(double value) {
        return digits(value);
    }

    private static String digits(double value) {
        int places = value >= THREE_DIGITS ? 0 : value >= TWO_DIGITS ? 1 : value >= SMALL || value == 0 ? 2 : 4;
        return String.format(Locale.ROOT, "%." + places + "f", value);
    }
}
