package dev.sluice.benchmarks.report;

/** Powers of ten, between which axes run. */
final class Decades {
    private static final double TEN = 10;

    private Decades() {}

    /** The greatest that is not above a value. */
    static double below(double value) {
        return Math.pow(TEN, Math.floor(Math.log10(value)));
    }

    /** The smallest that is above a value. */
    static double above(double value) {
        return TEN * below(value);
    }
}
