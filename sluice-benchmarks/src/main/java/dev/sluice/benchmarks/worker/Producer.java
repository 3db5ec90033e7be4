package dev.sluice.benchmarks.worker;

import dev.sluice.benchmarks.workload.Payload;

/**
 * A member that sends until it is stopped.
 *
 * @param <E> the type of the elements
 */
final class Producer<E> implements Role {
    private static final int BATCH = 1024;

    private final Gate gate;
    private final int member;
    private final int producer;
    private final Sender<E> sender;
    private final Payload<E> payload;
    private long sent;

    Producer(Gate gate, int member, int producer, Sender<E> sender, Payload<E> payload) {
        this.gate = gate;
        this.member = member;
        this.producer = producer;
        this.sender = sender;
        this.payload = payload;
    }

    @Override
    public void run() throws Exception {
        while (!gate.isStopped()) {
            batch();
        }
        gate.sent(member, sent);
        sender.finish();
    }

    /** A method of its own, so that it is compiled as a whole and not in the middle of an endless loop. */
    private void batch() throws Exception {
        for (int i = 0; i < BATCH && !gate.isStopped(); i++) {
            sender.send(payload.make(producer, sent));
            sent++;
        }
    }
}
