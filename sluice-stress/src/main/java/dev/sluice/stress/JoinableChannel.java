package dev.sluice.stress;

import dev.sluice.JoinableQueue;
import dev.sluice.QueueEmptyException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** A queue whose elements want to be acknowledged. */
final class JoinableChannel extends PlainChannel {
    private static final int MOST_WAIT_MILLIS = 40;

    private final JoinableQueue<Object> queue;

    JoinableChannel(JoinableQueue<Object> queue) {
        super(queue);
        this.queue = queue;
    }

    /** A delivery. */
    private record Delivered(JoinableQueue.Delivery<Object> delivery) implements Taken {
        @Override
        public byte[] bytes() {
            return Parcel.bytes(delivery.element());
        }

        @Override
        public int count() {
            return delivery.count();
        }

        @Override
        public void done() {
            delivery.done();
        }

        @Override
        public void giveBack() {
            // Closing without done() gives back, as giveBack() does.
            if (delivery.count() % 2 == 0) {
                delivery.giveBack();
            } else {
                delivery.close();
            }
        }
    }

    /** Not here: nobody would say how often each was delivered. */
    @Override
    public List<Taken> takeAll(int most) {
        return List.of();
    }

    @Override
    public boolean withdraw(byte[] element) {
        boolean found = super.withdraw(element);
        if (found) {
            // What was removed is the remover's, who has to say that it is done.
            queue.taskDone();
        }
        return found;
    }

    @Override
    Taken takeOne(SplittableRandom random) throws InterruptedException {
        return random.nextBoolean() ? new Delivered(queue.receive())
                : takeOne(Duration.ofMillis(random.nextInt(MOST_WAIT_MILLIS)));
    }

    @Override
    Taken takeOne(Duration limit) throws InterruptedException {
        try {
            return new Delivered(queue.receive(limit));
        } catch (QueueEmptyException e) {
            return null;
        }
    }
}
