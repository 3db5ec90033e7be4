package dev.sluice.stress;

import dev.sluice.JoinableQueue;
import dev.sluice.QueueEmptyException;
import java.time.Duration;
import java.util.SplittableRandom;

/** A queue whose elements want to be acknowledged. */
final class JoinableChannel extends PlainChannel {
    private static final int MOST_WAIT_MILLIS = 40;

    private final JoinableQueue<byte[]> queue;

    JoinableChannel(JoinableQueue<byte[]> queue) {
        super(queue);
        this.queue = queue;
    }

    /** A delivery. */
    private record Delivered(JoinableQueue.Delivery<byte[]> delivery) implements Taken {
        @Override
        public byte[] bytes() {
            return delivery.element();
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

    @Override
    public Taken take(SplittableRandom random) throws InterruptedException {
        return random.nextBoolean() ? new Delivered(queue.receive()) : receive(random.nextInt(MOST_WAIT_MILLIS));
    }

    @Override
    public Taken takeLast() throws InterruptedException {
        return receive(LAST.toMillis());
    }

    private Taken receive(long millis) throws InterruptedException {
        try {
            return new Delivered(queue.receive(Duration.ofMillis(millis)));
        } catch (QueueEmptyException e) {
            return null;
        }
    }
}
