package dev.sluice.benchmarks.worker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/** The side of an exchange that asks, and measures the time until the reply is there. */
final class Requester implements Role, Consumer<Integer> {
    private static final int DIGITS = 3;
    private static final int WARM_UP_STRIDE = 16;
    private static final long WARM_UP_SILENCE_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

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
        int sent = 0;
        while (!gate.isStopped()) {
            beSilent(sent);
            long start = System.nanoTime();
            exchange.out().send(sent);
            exchange.in().receive(this);
            long nanos = System.nanoTime() - start;
            if (reply != sent) {
                throw new IllegalStateException("the reply to " + sent + " is " + reply);
            }
            if (gate.isMeasuring()) {
                histogram.recordValue(nanos);
            }
            sent++;
            // The reply is there: what was sent is what was received.
            gate.received(member, sent);
        }
        RoundTrips.write(histogram, roundTrips);
        gate.sent(member, sent);
        exchange.out().finish();
    }

    /** Before it is measured, only now and then and for a moment: both sides have to learn to work, and to fall asleep. */
    private void beSilent(int sent) throws InterruptedException {
        if (silenceNanos == 0) {
            return;
        }
        if (gate.isMeasuring()) {
            TimeUnit.NANOSECONDS.sleep(silenceNanos);
        } else if (sent % WARM_UP_STRIDE == 0) {
            TimeUnit.NANOSECONDS.sleep(WARM_UP_SILENCE_NANOS);
        }
    }

    @Override
    public void accept(Integer message) {
        reply = message;
    }
}
