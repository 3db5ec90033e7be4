package dev.sluice.contract;

import dev.sluice.JoinableQueue;
import dev.sluice.ProcessQueue;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** A suite for joinable queues. */
public abstract class JoinableContract extends Contract {
    /** The bound of most queues. */
    protected static final int SIZE = 20;

    protected final <E> ProcessQueue.Builder<E> builder() {
        return engine().builder();
    }

    protected final JoinableQueue<Integer> queue() {
        return keep(this.<Integer>builder().maxSize(SIZE).buildJoinable());
    }

    /** A queue of 0, 1, 2 ... */
    protected final JoinableQueue<Integer> queueOf(int count) {
        JoinableQueue<Integer> queue = queue();
        queue.addAll(IntStream.range(0, count).boxed().toList());
        return queue;
    }

    protected static boolean isAllDone(JoinableQueue<?> queue) throws InterruptedException {
        return queue.join(Duration.ZERO);
    }

    protected static List<Integer> takeAllOf(JoinableQueue<Integer> queue) throws InterruptedException {
        return QueueContract.takeAll(queue, queue.size());
    }
}
