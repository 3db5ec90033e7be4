package dev.sluice.benchmarks.growth;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** Repeats a round until it is warm, and then some times more. */
final class Rounds {
    private static final int ROUNDS = 20;
    private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(2);

    private Rounds() {}

    /** How many rounds count. */
    static int count() {
        return ROUNDS;
    }

    /** A round that fills in what its parts took. */
    interface Round {
        void run(double[] nanos) throws InterruptedException;
    }

    /** Nothing of these rounds counts. */
    static void warmUp(Round round, int parts) throws InterruptedException {
        long start = System.nanoTime();
        while (System.nanoTime() - start < WARM_UP_NANOS) {
            round.run(new double[parts]);
        }
    }

    /** The median of each part. */
    static double[] medians(Round round, int parts) throws InterruptedException {
        double[][] rounds = new double[ROUNDS][parts];
        for (double[] each : rounds) {
            round.run(each);
        }
        double[] medians = new double[parts];
        for (int part = 0; part < parts; part++) {
            int column = part;
            double[] values =
                    Arrays.stream(rounds).mapToDouble(each -> each[column]).sorted().toArray();
            medians[part] = values[values.length / 2];
        }
        return medians;
    }
}
