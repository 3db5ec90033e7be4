package dev.sluice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One function over many inputs. */
class ProcessPoolMapTest extends ProcessPoolSuite {
    @Test
    @Tag("native-and-portable")
    void resultsComeInTheOrderOfTheInputs() {
        ProcessPool pool = shared();
        List<Integer> inputs = IntStream.range(0, 3000).boxed().toList();
        List<Integer> expected = inputs.stream().map(n -> n + 1).toList();
        assertEquals(expected, pool.map(n -> n + 1, inputs).toList());
        assertEquals(expected, pool.map(n -> n + 1, inputs, 7).toList());
        assertEquals(expected, pool.map(n -> n + 1, inputs).parallel().toList());
        assertEquals(List.of(), pool.map(n -> n, List.of()).toList());
    }

    @Test
    void outcomesAsCompletedTellTheirInputs() {
        ProcessPool pool = shared();
        List<Integer> inputs = IntStream.range(0, 1000).boxed().toList();
        Set<Long> seen = new HashSet<>();
        pool.mapAsCompleted(n -> 2 * n, inputs).forEach(outcome -> {
            assertTrue(seen.add(outcome.index()));
            assertEquals(inputs.get((int) outcome.index()), outcome.input());
            assertEquals(2 * outcome.input(), outcome.result());
        });
        assertEquals(1000, seen.size());
    }

    @Test
    void aSlowInputHoldsUpNoneOfThoseAsCompleted() throws Exception {
        ProcessPool pool = pool(2);
        int to = port;
        try (Stream<ProcessPool.Outcome<Integer, Integer>> outcomes = pool.mapAsCompleted(
                n -> {
                    if (n == 0) {
                        Reports.sendPidAndStay(to);
                    }
                    return n;
                },
                List.of(0, 1, 2, 3, 4),
                1)) {
            assertEquals(4, outcomes.limit(4).filter(outcome -> outcome.input() > 0).count());
        }
    }

    @Test
    void endlessInputIsReadNoFurtherThanNeeded() {
        ProcessPool pool = shared();
        AtomicInteger read = new AtomicInteger();
        Iterable<Integer> endless = () -> Stream.generate(read::incrementAndGet).iterator();
        try (Stream<Integer> results = pool.map(n -> n, endless, 5)) {
            Iterator<Integer> iterator = results.iterator();
            for (int i = 1; i <= 2000; i++) {
                assertEquals(i, iterator.next());
                assertTrue(read.get() <= i + 2 * 3 * 5 + 5, i + " taken, " + read.get() + " read");
            }
        }
        int readAtEnd = read.get();
        assertEquals(List.of(1, 2), pool.map(n -> n, List.of(1, 2)).toList());
        assertEquals(readAtEnd, read.get());
        assertEquals(10, pool.map(n -> n, endless).limit(10).count());
    }

    @Test
    void nothingIsReadBeforeAResultIsAskedFor() {
        ProcessPool pool = pool(1);
        AtomicInteger read = new AtomicInteger();
        try (Stream<Integer> results = pool.map(n -> n, () -> Stream.generate(read::incrementAndGet).iterator())) {
            assertEquals(0, read.get());
            assertEquals(1, results.findFirst().orElseThrow());
        }
    }

    @Test
    void aFailureIsThrownWhenItsTurnComes() {
        ProcessPool pool = shared();
        Iterator<Integer> results = pool.<Integer, Integer>map(
                n -> {
                    if (n == 2) {
                        throw new IllegalStateException("two");
                    }
                    return n;
                },
                List.of(1, 2, 3))
                .iterator();
        assertEquals(1, results.next());
        CompletionException e = assertThrows(CompletionException.class, results::next);
        assertSays(e, "input 1", "two");
        assertInstanceOf(IllegalStateException.class, e.getCause());
    }

    @Test
    void inputsThatCannotCrossFailAloneAndNullsCross() {
        ProcessPool pool = shared();
        List<Object> inputs = Arrays.asList("a", new Object(), null, "b");
        List<ProcessPool.Outcome<Object, Boolean>> outcomes = pool.<Object, Boolean>mapAsCompleted(
                input -> input == null, inputs)
                .sorted(java.util.Comparator.comparingLong(ProcessPool.Outcome::index))
                .toList();
        assertEquals(false, outcomes.get(0).result());
        assertInstanceOf(SerializationException.class, outcomes.get(1).failure());
        assertEquals(true, outcomes.get(2).result());
        assertEquals(false, outcomes.get(3).result());
    }

    @Test
    void anInputThatThrowsEndsTheMap() {
        ProcessPool pool = shared();
        Iterable<Integer> inputs = () -> Stream.of(1, 2, 0).map(n -> 2 / n).iterator();
        assertThrows(ArithmeticException.class, () -> pool.map(n -> n, inputs).toList());
        assertEquals(List.of(1), pool.map(n -> n, List.of(1)).toList());
    }

    @Test
    void anInterruptEndsTheWaitForAResult() throws Exception {
        ProcessPool pool = pool(1);
        int to = port;
        Thread main = Thread.currentThread();
        Thread.ofPlatform().start(() -> {
            try {
                long _ = reports.nextPid();
            } catch (Exception e) {
                // The test then runs into its limit.
            }
            main.interrupt();
        });
        Stream<Integer> results = pool.map(
                n -> {
                    Reports.sendPidAndStay(to);
                    return n;
                },
                List.of(1, 2));
        assertThrows(CancellationException.class, results::toList);
        assertTrue(Thread.interrupted());
    }

    @Test
    void closingTheStreamCancelsWhatHasNotBegun() throws Exception {
        ProcessPool pool = pool(1);
        try (Stream<Integer> results = pool.map(n -> n, () -> Stream.iterate(0, n -> n + 1).iterator(), 1)) {
            assertEquals(0, results.iterator().next());
        }
        await(() -> pool.progress().waiting() + pool.progress().running() == 0);
        assertEquals(1, pool.submit(() -> 1).get());
    }

    @Test
    void theFunctionIsForgottenInTheEnd() {
        ProcessPool pool = pool(ProcessPool.builder().workers(1).jvmOptions("-Xmx48m"));
        for (int i = 0; i < 30; i++) {
            byte[] large = new byte[2 << 20];
            assertEquals(2, pool.map(n -> large.length + n, List.of(1, 2)).count());
            assertEquals(large.length + 1, pool.map(n -> large.length + n, List.of(1)).findFirst().orElseThrow());
        }
        assertEquals(0, pool.progress().failed());
    }
}
