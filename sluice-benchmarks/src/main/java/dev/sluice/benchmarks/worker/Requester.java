package dev.sluice.benchmarks.worker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/** The side of an exchange that asks, and measures the time until the reply is there. */
final class Requester implements Role, Consumer<Integer> {
    private static final int DIGITS = 3;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Gate gate;
    private final int member;
    private final Exchange exchange;
    private final long silenceNanos;
    private final Path roundTrips;
    private final Histogram histogram = new Histogram(DIGITS);
    private Integer reply;

    Requester(Gate gate, int member, Exchange exchange, Duration silence, Path roundTrips) {
        this.gate = gate;
        this.member = member;
        this.exchange = exchange;
        this.silenceNanos = silence.toNanos();
        this.roundTrips = roundTrips;
    }

    @Override
    public void run() throws Exception {
        long sent = 0;
        for (int i = 0; !gate.isStopped(); i++) {
            if (silenceNanos > 0 && gate.isMeasuring()) { // before, a thousand requests a second would not warm anything up
                Thread.sleep(silenceNanos / NANOS_PER_MILLI);
            }
            long start = System.nanoTime();
            exchange.out().send(i);
            exchange.in().receive(this);
            long nanos = System.nanoTime() - start;
            if (reply != i) {
                throw new IllegalStateException("the reply to " + i + " is " + reply);
            }
            if (gate.isMeasuring()) {
                histogram.recordValue(nanos);
            }
            sent++;
        }
        RoundTrips.write(histogram, roundTrips);
        // The replies are all there: what was sent is what was received.
        gate.received(member, sent);
        gate.sent(member, sent);
        exchange.out().finish();
    }

    @Override
    public void accept(Integer message) {
        reply = message;
    }
}
