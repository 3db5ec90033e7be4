package dev.sluice.benchmarks;

import dev.sluice.benchmarks.trial.Measurement;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.Consumer;

/** Says on standard error what each trial gave, as it ends. */
final class Progress implements Consumer<Measurement> {
    private static final double NANOS_PER_MICRO = 1e3;

    private final PrintWriter err;
    private final long trials;
    private long ended;

    Progress(PrintWriter err, long trials) {
        this.err = err;
        this.trials = trials;
    }

    @Override
    public void accept(Measurement measurement) {
        ended++;
        err.printf(
                Locale.ROOT,
                "%d/%d %-10s %-16s %s (floor %.2f us, %s)%n",
                ended,
                trials,
                measurement.workload().id(),
                measurement.contender(),
                measurement.isUsable()
                        ? String.format(
                                Locale.ROOT,
                                "%,.2f %s",
                                measurement.value(),
                                measurement.figures().getFirst().name())
                        : "FAILED: " + measurement.failure(),
                measurement.floor().pingNanos() / NANOS_PER_MICRO,
                measurement.floor().regime());
        err.flush();
    }
}
