package dev.sluice.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.JoinableQueue;
import dev.sluice.ProcessQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.stream.IntStream;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A suite for queues: what it asks of a plain queue, a joinable one does as well. */
@ParameterizedClass
@EnumSource(QueueKind.class)
public abstract class QueueContract extends Contract {
    /** The bound of most queues. */
    protected static final int SIZE = 20;

    @Parameter
    private QueueKind kind;

    protected final <E> ProcessQueue<E> build(ProcessQueue.Builder<E> builder) {
        return keep(kind.build(builder));
    }

    protected final <E> ProcessQueue.Builder<E> builder() {
        return engine().builder();
    }

    protected final <E> ProcessQueue<E> queue(int maxSize) {
        return build(this.<E>builder().maxSize(maxSize));
    }

    protected final <E> ProcessQueue<E> unbounded() {
        return build(this.<E>builder());
    }

    @SafeVarargs
    protected final <E> ProcessQueue<E> queueOf(int maxSize, E... elements) {
        ProcessQueue<E> queue = queue(maxSize);
        for (E element : elements) {
            queue.add(element);
        }
        return queue;
    }

    protected static <E> E takeAndAcknowledge(ProcessQueue<E> queue) throws InterruptedException {
        E element = queue.take();
        if (queue instanceof JoinableQueue<E> joinable) {
            joinable.taskDone();
        }
        return element;
    }

    /** Takes and acknowledges so many elements, waiting for them. */
    protected static <E> List<E> takeAll(ProcessQueue<E> queue, int count) throws InterruptedException {
        var taken = new ArrayList<E>();
        for (int i = 0; i < count; i++) {
            taken.add(takeAndAcknowledge(queue));
        }
        return taken;
    }

    protected final ProcessQueue<Integer> filled() {
        return filled(SIZE);
    }

    /** A full queue of 0, 1, 2 ... */
    protected final ProcessQueue<Integer> filled(int size) {
        return queueOf(size, IntStream.range(0, size).boxed().toArray(Integer[]::new));
    }

    protected static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    protected static <E> void assertContent(Queue<E> queue, E... expected) {
        assertEquals(List.of(expected), new ArrayList<>(queue));
    }
}
