package dev.sluice.stress;

import dev.sluice.ProcessQueue;
import dev.sluice.QueueEmptyException;
import dev.sluice.QueueFullException;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** A queue whose elements belong to whoever takes them. */
class PlainChannel implements Channel {
    static final Duration LAST = Duration.ofMillis(200);
    private static final int MOST_WAIT_MILLIS = 40;

    private final ProcessQueue<byte[]> queue;

    PlainChannel(ProcessQueue<byte[]> queue) {
        this.queue = queue;
    }

    @Override
    public final boolean put(byte[] element, SplittableRandom random) throws InterruptedException {
        int dice = random.nextInt(100);
        if (dice < 70) {
            queue.put(element);
            return true;
        }
        if (dice < 80) {
            return queue.offer(element);
        }
        if (dice < 90) {
            return queue.offer(element, random.nextInt(MOST_WAIT_MILLIS), TimeUnit.MILLISECONDS);
        }
        try {
            if (dice < 95) {
                queue.putNoWait(element);
            } else {
                queue.put(element, Duration.ofMillis(random.nextInt(MOST_WAIT_MILLIS)));
            }
            return true;
        } catch (QueueFullException e) {
            return false;
        }
    }

    @Override
    public Taken take(SplittableRandom random) throws InterruptedException {
        int dice = random.nextInt(100);
        if (dice < 60) {
            return owned(queue.take());
        }
        if (dice < 75) {
            return owned(queue.poll());
        }
        if (dice < 90) {
            return owned(queue.poll(random.nextInt(MOST_WAIT_MILLIS), TimeUnit.MILLISECONDS));
        }
        try {
            return owned(queue.get(Duration.ofMillis(random.nextInt(MOST_WAIT_MILLIS))));
        } catch (QueueEmptyException e) {
            return null;
        }
    }

    @Override
    public Taken takeLast() throws InterruptedException {
        return owned(queue.poll(LAST.toMillis(), TimeUnit.MILLISECONDS));
    }

    private static Taken owned(byte[] bytes) {
        return bytes == null ? null : new Owned(bytes);
    }

    @Override
    public final void close() {
        queue.close();
    }
}
