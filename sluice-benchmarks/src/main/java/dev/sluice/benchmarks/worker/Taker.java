package dev.sluice.benchmarks.worker;

import java.util.function.Consumer;

/**
 * A member that receives, checks and counts, until its process is ended.
 *
 * @param <E> the type of the elements
 */
final class Taker<E> implements Role, Consumer<E> {
    private static final int BATCH = 1024;

    private final Gate gate;
    private final int member;
    private final Receiver<E> receiver;
    private final Consumer<E> check;
    private long received;

    Taker(Gate gate, int member, Receiver<E> receiver, Consumer<E> check) {
        this.gate = gate;
        this.member = member;
        this.receiver = receiver;
        this.check = check;
    }

    @Override
    public void run() throws Exception {
        while (!Thread.interrupted()) {
            batch();
        }
    }

    private void batch() throws Exception {
        for (int i = 0; i < BATCH; i++) {
            receiver.receive(this);
        }
    }

    @Override
    public void accept(E element) {
        check.accept(element);
        received++;
        gate.received(member, received);
    }
}
