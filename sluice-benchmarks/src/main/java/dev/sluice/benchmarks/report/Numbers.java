package dev.sluice.benchmarks.report;

import java.util.Locale;

/** Numbers as people read them: three digits and a unit. */
public final class Numbers {
    private static final String[] LARGE = {"", " k", " M", " G", " T"};
    private static final String[] BINARY = {" B", " KiB", " MiB", " GiB"};
    private static final double KIB = 1024;
    private static final double STEP = 1000;
    private static final double SMALL = 0.1;
    private static final double TWO_DIGITS = 10;
    private static final double THREE_DIGITS = 100;

    private Numbers() {}

    /** A number with its thousands as a letter. */
    public static String large(double value) {
        double rest = value;
        int step = 0;
        while (rest >= STEP && step < LARGE.length - 1) {
            rest /= STEP;
            step++;
        }
        return digits(rest) + LARGE[step];
    }

    /** A number as it is. */
    public static String plain(double value) {
        return digits(value);
    }

    /** A ratio. */
    public static String ratio(double value) {
        return digits(value);
    }

    /** A number at an axis: without places that say nothing. */
    static String axis(double value) {
        return (value >= 1 ? large(value) : digits(value)).replaceFirst("\\.0+(?=$| )", "");
    }

    /** Bytes in the unit that fits, powers of 1024. */
    public static String bytes(double value) {
        double rest = value;
        int step = 0;
        while (rest >= KIB && step < BINARY.length - 1) {
            rest /= KIB;
            step++;
        }
        return (rest == Math.rint(rest) ? String.format(Locale.ROOT, "%.0f", rest) : digits(rest)) + BINARY[step];
    }

    private static String digits(double value) {
        double size = Math.abs(value);
        int places = size >= THREE_DIGITS ? 0 : size >= TWO_DIGITS ? 1 : size >= SMALL || size == 0 ? 2 : 4;
        return String.format(Locale.ROOT, "%." + places + "f", value);
    }
}
