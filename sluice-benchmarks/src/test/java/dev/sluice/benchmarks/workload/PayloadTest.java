package dev.sluice.benchmarks.workload;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A contender that loses, repeats or swaps elements is found. */
final class PayloadTest {
    @ParameterizedTest
    @ValueSource(strings = {"W1", "W2-64B", "W5"})
    void whatComesInOrderPasses(String workload) {
        check(workload, 0, 1, 2, 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"W1", "W2-64B", "W5"})
    void aGapIsFoundByASingleConsumer(String workload) {
        assertThrows(IllegalStateException.class, () -> check(workload, 0, 1, 3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"W1", "W2-64B", "W3-2x2", "W5", "W6"})
    void anElementThatComesTwiceIsFound(String workload) {
        assertThrows(IllegalStateException.class, () -> check(workload, 0, 1, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"W1", "W2-64B", "W3-2x2", "W5", "W6"})
    void elementsThatChangedPlacesAreFound(String workload) {
        assertThrows(IllegalStateException.class, () -> check(workload, 0, 2, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"W3-2x2", "W6"})
    void aGapIsNoFaultWhereAnotherConsumerMayHaveTakenTheElement(String workload) {
        check(workload, 0, 5, 9);
    }

    @Test
    void whatIsReadInPlaceIsCheckedInTheSameWay() {
        BytesPayload payload = new BytesPayload(64);
        Consumer<MemorySegment> check = payload.checkInPlace();
        check.accept(MemorySegment.ofArray(payload.make(0, 0)));
        check.accept(MemorySegment.ofArray(payload.make(0, 1)));
        MemorySegment later = MemorySegment.ofArray(payload.make(0, 3));
        assertThrows(IllegalStateException.class, () -> check.accept(later));
    }

    private static void check(String workload, long... sequences) {
        check(Payload.of(Workload.named(workload)), sequences);
    }

    private static <E> void check(Payload<E> payload, long... sequences) {
        Consumer<E> check = payload.check();
        for (long sequence : sequences) {
            check.accept(payload.make(0, sequence));
        }
    }
}
