package dev.sluice.benchmarks.workload;

import java.util.Arrays;
import java.util.function.Consumer;

/** Integers from 0 up, with the number of the producer in the upper bits. */
final class IntegerPayload implements Payload<Integer> {
    private static final int SEQUENCE_BITS = 28;
    private static final int SEQUENCE_MASK = (1 << SEQUENCE_BITS) - 1;
    private static final int MAX_PRODUCERS = 1 << (Integer.SIZE - SEQUENCE_BITS);
    /** To the left, so that the sign of a difference of two sequences is that of the integer. */
    private static final int SIGN_SHIFT = Integer.SIZE - SEQUENCE_BITS;

    private final boolean withoutGaps;

    IntegerPayload(boolean withoutGaps) {
        this.withoutGaps = withoutGaps;
    }

    @Override
    public Integer make(int producer, long sequence) {
        return (producer << SEQUENCE_BITS) | ((int) sequence & SEQUENCE_MASK);
    }

    @Override
    public Consumer<Integer> check() {
        int[] last = new int[MAX_PRODUCERS];
        Arrays.fill(last, -1);
        return withoutGaps ? element -> checkNext(last, element) : element -> checkLater(last, element);
    }

    private static void checkNext(int[] last, int element) {
        int producer = element >>> SEQUENCE_BITS;
        int sequence = element & SEQUENCE_MASK;
        if (sequence != (last[producer] + 1 & SEQUENCE_MASK)) {
            throw outOfOrder(producer, sequence, last[producer]);
        }
        last[producer] = sequence;
    }

    private static void checkLater(int[] last, int element) {
        int producer = element >>> SEQUENCE_BITS;
        int sequence = element & SEQUENCE_MASK;
        if ((sequence - last[producer]) << SIGN_SHIFT <= 0) {
            throw outOfOrder(producer, sequence, last[producer]);
        }
        last[producer] = sequence;
    }

    private static IllegalStateException outOfOrder(int producer, int sequence, int last) {
        return new IllegalStateException("element " + sequence + " of producer " + producer + " came after " + last);
    }
}
