package dev.sluice.benchmarks.workload;

import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;

/**
 * The elements of a workload: what a producer makes, and what a consumer holds against it.
 *
 * @param <E> the type of the elements
 */
public interface Payload<E> {
    /**
     * Makes an element.
     *
     * @param producer which producer
     * @param sequence how many this producer made before
     */
    E make(int producer, long sequence);

    /**
     * A check for one consumer, that reads all of each element; it throws an {@link IllegalStateException} for one that
     * is not as it was made, or comes twice, or out of order, or, with a single consumer, after a gap.
     */
    Consumer<E> check();

    /**
     * The same check for a contender whose consumers read elements where they lie.
     *
     * @throws UnsupportedOperationException if elements are not bytes
     */
    default Consumer<MemorySegment> checkInPlace() {
        throw new UnsupportedOperationException("only bytes can be read in place");
    }

    /** The elements of a workload. */
    static Payload<?> of(Workload workload) {
        return switch (workload.kind()) {
            case BYTES -> new BytesPayload(workload.bytes());
            case RECORDS -> new OrderPayload();
            case INTEGERS, JOINABLE, BUSY_EXCHANGE, ASLEEP_EXCHANGE -> new IntegerPayload(workload.consumers() == 1);
        };
    }
}
