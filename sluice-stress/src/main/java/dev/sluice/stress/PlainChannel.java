package dev.sluice.stress;

import dev.sluice.ProcessQueue;
import dev.sluice.QueueEmptyException;
import dev.sluice.QueueFullException;
import dev.sluice.QueueShutdownException;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** A queue whose elements belong to whoever takes them. */
class PlainChannel implements Channel {
    static final Duration LAST = Duration.ofMillis(200);
    private static final int MOST_WAIT_MILLIS = 40;

    private final ProcessQueue<Object> queue;

    PlainChannel(ProcessQueue<Object> queue) {
        this.queue = queue;
    }

    @Override
    public final boolean put(byte[] element, boolean withdrawable, SplittableRandom random)
            throws InterruptedException {
        try {
            return put(Parcel.of(element, withdrawable), random);
        } catch (QueueShutdownException e) {
            throw new EndedException(e);
        }
    }

    private boolean put(Object element, SplittableRandom random) throws InterruptedException {
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
    public boolean withdraw(byte[] element) {
        return queue.remove(Parcel.text(element));
    }

    @Override
    public final Taken take(SplittableRandom random) throws InterruptedException {
        try {
            return takeOne(random);
        } catch (QueueShutdownException e) {
            throw new EndedException(e);
        }
    }

    Taken takeOne(SplittableRandom random) throws InterruptedException {
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
    public final Taken takeLast() throws InterruptedException {
        try {
            return takeOne(LAST);
        } catch (QueueShutdownException e) {
            throw new EndedException(e);
        }
    }

    Taken takeOne(Duration limit) throws InterruptedException {
        return owned(queue.poll(limit.toMillis(), TimeUnit.MILLISECONDS));
    }

    private static Taken owned(Object parcel) {
        return parcel == null ? null : new Owned(Parcel.bytes(parcel));
    }

    @Override
    public final void close() {
        queue.close();
    }
}
