package dev.sluice.stress;

import dev.sluice.ProcessQueue;
import dev.sluice.QueueEmptyException;
import dev.sluice.QueueFullException;
import dev.sluice.QueueShutdownException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A queue whose elements belong to whoever takes them. */
class PlainChannel implements Channel {
    static final Duration LAST = Duration.ofMillis(200);
    private static final int MOST_WAIT_MILLIS = 40;
    private static final Pattern COUNT = Pattern.compile("of the collection (\\d+) elements were put before");

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
    public final int putAll(List<byte[]> elements, SplittableRandom random) {
        List<Object> parcels = new ArrayList<>();
        for (byte[] element : elements) {
            parcels.add(Parcel.of(element, false));
        }
        try {
            if (random.nextInt(3) == 0) {
                queue.addAll(parcels);
            } else {
                queue.putAll(parcels);
            }
            return elements.size();
        } catch (InterruptedException | QueueFullException | QueueShutdownException e) {
            Matcher message = COUNT.matcher(e.getMessage());
            if (!message.find()) {
                throw new AssertionError("does not say how many were put", e);
            }
            return Integer.parseInt(message.group(1));
        }
    }

    @Override
    public List<Taken> takeAll(int most) {
        List<Object> parcels = new ArrayList<>();
        queue.drainTo(parcels, most);
        return parcels.stream().map(PlainChannel::owned).toList();
    }

    @Override
    public final void refuse(int most) {
        try {
            queue.drainTo(List.of(), most);
        } catch (UnsupportedOperationException e) {
            // As always, unless the queue was empty.
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
