package dev.sluice.linearizability;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.ProcessQueue;
import dev.sluice.contract.LeftoversExtension;
import dev.sluice.contract.SluiceTest;
import dev.sluice.linearizability.Client.Manner;
import dev.sluice.linearizability.Operation.Kind;
import dev.sluice.peer.PeerJvm;
import dev.sluice.peer.PeerJvm.Mode;
import dev.sluice.peer.Running;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever several threads or processes call at the same time, the answers are those of a queue that does one thing at a
 * time: {@link QueueState} says which, {@link History} searches for the order. Many short histories; with
 * {@code -Ddev.sluice.test.histories=10} ten times as many, with {@code -Ddev.sluice.test.seed=N} others.
 */
@ExtendWith(LeftoversExtension.class)
@Timeout(value = 3600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class LinearizabilityTest extends SluiceTest {
    private static final int TIMES = Integer.getInteger("dev.sluice.test.histories", 1);
    private static final long SEED = Long.getLong("dev.sluice.test.seed", 20_261);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int LONGEST_DELAY_NANOS = 200_000;
    private static final int MOST_CAPACITY = 4;

    private static final List<String> PUT_STEPS = List.of(
            "PUT_LOCKED", "PUT_PAGE_ADDED", "PUT_WRITTEN", "PUT_COMMITTED", "PUT_COUNTED", "PUT_PUBLISHED",
            "PUT_UNLOCKED",
            "PREPARE_COMMITTED", "PREPARE_HELD", "PREPARE_COPIED");
    private static final List<String> GET_STEPS = List.of(
            "GET_LOCKED", "GET_COPIED", "GET_COUNTED", "GET_COMMITTED", "GET_LINKED", "GET_UNLOCKED", "GET_TAKEN",
            "REMOVE_COMMITTED",
            "REMOVE_MARKED");
    private static final List<String> JOINABLE_STEPS = List.of(
            "GET_LOCKED", "GET_ENTRY_FILLED", "GET_COUNTED", "GET_COMMITTED", "GET_UNLOCKED", "GET_TAKEN", "ACK_LOCKED",
            "ACK_COMMITTED", "ACK_ENTRY_FREED", "ACK_UNLOCKED", "REMOVE_COMMITTED", "REMOVE_MARKED");

    private final Random random = new Random(SEED);

    private static ProcessQueue<String> create(int capacity, boolean joinable) {
        ProcessQueue.Builder<String> builder = ProcessQueue.<String>builder().maxSize(capacity);
        return joinable ? builder.buildJoinable() : builder.build();
    }

    private static void assertLinearizable(List<Operation> operations, int capacity, boolean joinable) {
        History history = new History(operations);
        assertTrue(
                history.isLinearizable(QueueState.empty(capacity, joinable)),
                () -> "no order explains these answers of a " + (joinable ? "joinable" : "plain") + " queue of at most "
                        + capacity + ", seed " + SEED + ":\n" + history);
    }

    private static void spin(long nanos) {
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    // One process

    /** How a history ends. */
    private enum End {
        /** One client takes all that is left. */
        DRAINED,
        SHUT_DOWN,
        DISCARDED
    }

    private static final int CLIENTS = 4;

    private void assertThreadsAreLinearizable(int histories, Manner manner, boolean joinable, List<End> ends)
            throws Exception {
        HistoryLog log = keep(HistoryLog.create(CLIENTS, RECORDS));
        try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
            for (int i = 0; i < histories * TIMES; i++) {
                End end = ends.get(i % ends.size());
                int capacity = 1 + random.nextInt(MOST_CAPACITY);
                log.clear();
                try (ProcessQueue<String> queue = create(capacity, joinable)) {
                    runThreads(threads, queue, log, manner, end);
                }
                assertLinearizable(withDiscards(log.operations(), capacity), capacity, joinable);
            }
        }
    }

    private void runThreads(
            ExecutorService threads, ProcessQueue<String> queue, HistoryLog log, Manner manner, End end)
            throws Exception {
        long seed = random.nextLong();
        int workers = end == End.DRAINED ? CLIENTS : CLIENTS - 1;
        int calls = 6 + random.nextInt(5);
        int delayNanos = random.nextInt(LONGEST_DELAY_NANOS);
        List<Future<?>> running = new ArrayList<>();
        for (int c = 0; c < CLIENTS; c++) {
            int number = c;
            running.add(threads.submit(() -> {
                Client client = new Client(queue, log.column(number), number, CLIENTS, seed);
                log.await(CLIENTS);
                if (number < workers) {
                    client.run(calls, manner, log);
                    client.acknowledgeAll();
                } else {
                    spin(delayNanos);
                    if (end == End.SHUT_DOWN) {
                        client.shutdown();
                    } else {
                        client.shutdownNow();
                    }
                }
                log.await(2 * CLIENTS);
                if (number == 0) {
                    assertTrue(client.finish(PATIENCE), "something is left that cannot be taken");
                }
                return null;
            }));
        }
        for (Future<?> each : running) {
            var _ = each.get();
        }
    }

    /**
     * A shutdown that discards is not one step: puts end first, then, when those who had begun before are through, takes;
     * and each element may go on its own. All that has happened when it returns.
     */
    private static List<Operation> withDiscards(List<Operation> operations, int capacity) {
        List<Operation> all = new ArrayList<>(operations);
        for (Operation operation : operations) {
            if (operation.kind() == Kind.SHUTDOWN_NOW) {
                all.add(new Operation(operation.client(), Kind.SHUTDOWN, 0, Operation.YES, operation.invoked(),
                        operation.returned()));
            }
            for (int i = 0; operation.kind() == Kind.SHUTDOWN_NOW && i < capacity; i++) {
                all.add(new Operation(operation.client(), Kind.DISCARD, 0, Operation.YES, operation.invoked(),
                        operation.returned()));
            }
        }
        return all;
    }

    @Test
    void threadsOfOneProcess() throws Exception {
        assertThreadsAreLinearizable(2_000, Manner.BUSY, false, List.of(End.DRAINED, End.DRAINED, End.SHUT_DOWN));
    }

    @Test
    void threadsOfOneProcessAndWhatIsAcknowledged() throws Exception {
        assertThreadsAreLinearizable(1_500, Manner.BUSY, true, List.of(End.DRAINED, End.DRAINED, End.SHUT_DOWN));
    }

    @Test
    void threadsThatWaitUntilAShutdown() throws Exception {
        assertThreadsAreLinearizable(600, Manner.WAITING, false, List.of(End.SHUT_DOWN, End.DISCARDED));
        assertThreadsAreLinearizable(300, Manner.WAITING, true, List.of(End.SHUT_DOWN));
    }

    @Test
    void threadsAndAShutdownThatDiscards() throws Exception {
        assertThreadsAreLinearizable(600, Manner.BUSY, false, List.of(End.DISCARDED));
    }

    // What is spoilt

    /** One answer of a real history is made wrong, in a way that no order explains. */
    enum Spoiling {
        LOST {
            @Override
            List<Operation> of(List<Operation> operations) {
                return without(operations, operation -> isTaking(operation) && operation.result() > Operation.YES);
            }
        },
        INVENTED {
            @Override
            List<Operation> of(List<Operation> operations) {
                List<Operation> spoilt = new ArrayList<>(operations);
                Operation taking = first(operations, o -> isTaking(o) && o.result() > Operation.YES);
                if (taking != null) {
                    spoilt.removeIf(operation -> operation.argument() == taking.result());
                }
                return spoilt;
            }
        },
        TWICE {
            @Override
            List<Operation> of(List<Operation> operations) {
                List<Operation> spoilt = new ArrayList<>(operations);
                Operation taking = first(operations, o -> isTaking(o) && o.result() > Operation.YES);
                if (taking != null) {
                    spoilt.add(
                            new Operation(99, taking.kind(), 0, taking.result(), taking.invoked(), taking.returned()));
                }
                return spoilt;
            }
        },
        REORDERED {
            @Override
            List<Operation> of(List<Operation> operations) {
                // Two takings of one client, one after the other, whose elements were put by one client, too.
                for (Operation early : operations) {
                    for (Operation late : operations) {
                        if (isTaking(early) && isTaking(late) && early.client() == late.client()
                                && early.returned() < late.invoked() && Operation.YES < early.result()
                                && early.result() < late.result()
                                && Client.owner(early.result()) == Client.owner(late.result())) {
                            return swapped(operations, early, late);
                        }
                    }
                }
                return operations;
            }
        },
        WRONG_SIZE {
            @Override
            List<Operation> of(List<Operation> operations) {
                Operation size = first(operations, operation -> operation.kind() == Kind.SIZE);
                return size == null ? operations : with(operations, size, size.result() + MOST_CAPACITY + 1);
            }
        },
        EARLY_NULL {
            @Override
            List<Operation> of(List<Operation> operations) {
                // One that found an element says that there was none, and nobody else ever has the element.
                Operation taking = first(operations, o -> isTaking(o) && o.result() > Operation.YES);
                return taking == null ? operations : with(operations, taking, Operation.NO);
            }
        };

        abstract List<Operation> of(List<Operation> operations);

        static boolean isTaking(Operation operation) {
            return operation.kind() == Kind.POLL || operation.kind() == Kind.TAKE;
        }

        static Operation first(List<Operation> operations, Predicate<Operation> wanted) {
            return operations.stream().filter(wanted).findFirst().orElse(null);
        }

        static List<Operation> without(List<Operation> operations, Predicate<Operation> wanted) {
            List<Operation> rest = new ArrayList<>(operations);
            rest.remove(first(operations, wanted));
            return rest;
        }

        static List<Operation> with(List<Operation> operations, Operation operation, int result) {
            List<Operation> spoilt = new ArrayList<>(operations);
            spoilt.set(operations.indexOf(operation), new Operation(operation.client(), operation.kind(),
                    operation.argument(), result, operation.invoked(), operation.returned()));
            return spoilt;
        }

        static List<Operation> swapped(List<Operation> operations, Operation one, Operation other) {
            return with(with(operations, one, other.result()), other, one.result());
        }
    }

    @ParameterizedTest
    @EnumSource
    void spoiltHistoriesAreRejected(Spoiling spoiling) throws Exception {
        HistoryLog log = keep(HistoryLog.create(CLIENTS, RECORDS));
        int spoilt = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
            for (int i = 0; i < 60; i++) {
                log.clear();
                try (ProcessQueue<String> queue = create(MOST_CAPACITY, false)) {
                    runThreads(threads, queue, log, Manner.BUSY, End.DRAINED);
                }
                List<Operation> good = log.operations();
                History bad = new History(spoiling.of(good));
                if (!bad.operations().equals(good)) {
                    spoilt++;
                    assertFalse(bad.isLinearizable(QueueState.empty(MOST_CAPACITY, false)), bad::toString);
                }
            }
        }
        assertTrue(spoilt > 0, "no history could be spoilt that way");
    }

    // Several processes

    private static final int PROCESSES = 3;
    private static final int RECORDS = 12 + 2 * HistoryLog.SPARE_RECORDS;

    private PeerJvm peer(String... options) {
        return keep(PeerJvm.start(Mode.ofThisJvm(), options));
    }

    @Test
    void allProcessesReadTheSameClock() throws Exception {
        PeerJvm peer = peer();
        for (int i = 0; i < 20; i++) {
            long before = System.nanoTime();
            long there = peer.run(_ -> System.nanoTime()).get();
            long after = System.nanoTime();
            assertTrue(before <= there && there <= after, () -> before + " <= " + there + " <= " + after);
        }
    }

    @Test
    void processes() throws Exception {
        PeerJvm first = peer();
        PeerJvm second = peer();
        for (int i = 0; i < 6; i++) {
            boolean joinable = i % 2 == 1;
            int capacity = 1 + random.nextInt(MOST_CAPACITY);
            int rounds = 100 * TIMES;
            long seed = random.nextLong();
            ProcessQueue<String> queue = keep(create(capacity, joinable));
            HistoryLog log = keep(HistoryLog.create(PROCESSES * rounds, RECORDS));
            Running<Boolean> one = first.run(queue, q -> rounds(q, log, 1, rounds, seed));
            Running<Boolean> two = second.run(queue, q -> rounds(q, log, 2, rounds, seed));
            assertTrue(rounds(queue, log, 0, rounds, seed), "something is left that cannot be taken");
            assertTrue(one.get() && two.get());
            for (int round = 0; round < rounds; round++) {
                List<Operation> history = new ArrayList<>();
                for (int c = 0; c < PROCESSES; c++) {
                    history.addAll(log.operations(round * PROCESSES + c));
                }
                assertLinearizable(history, capacity, joinable);
            }
        }
    }

    /** One history after the other through one queue, which is empty in between. */
    private static boolean rounds(ProcessQueue<String> queue, HistoryLog log, int number, int rounds, long seed)
            throws InterruptedException {
        int arrivals = 0;
        for (int round = 0; round < rounds; round++) {
            Client client =
                    new Client(queue, log.column(round * PROCESSES + number), number, PROCESSES, seed + round);
            log.await(arrivals += PROCESSES);
            client.run(10, Manner.BUSY, log);
            client.acknowledgeAll();
            log.await(arrivals += PROCESSES);
            if (number == 0 && !client.finish(PATIENCE)) {
                return false;
            }
            log.await(arrivals += PROCESSES);
        }
        return true;
    }

    @Test
    void processesThatWaitUntilAShutdown() throws Exception {
        PeerJvm first = peer();
        PeerJvm second = peer();
        HistoryLog log = keep(HistoryLog.create(PROCESSES + 1, RECORDS));
        for (int i = 0; i < 60 * TIMES; i++) {
            boolean joinable = i % 2 == 1;
            int capacity = 1 + random.nextInt(MOST_CAPACITY);
            long seed = random.nextLong();
            log.clear();
            try (ProcessQueue<String> queue = create(capacity, joinable)) {
                Running<Boolean> one = first.run(queue, q -> untilShutdown(q, log, 1, seed));
                Running<Boolean> two = second.run(queue, q -> untilShutdown(q, log, 2, seed));
                var third = start(() -> untilShutdown(queue, log, 3, seed));
                Client client = new Client(queue, log.column(0), 0, PROCESSES + 1, seed);
                log.await(PROCESSES + 1);
                spin(random.nextInt(LONGEST_DELAY_NANOS));
                client.shutdown();
                assertTrue(one.get() && two.get() && third.get());
                assertTrue(client.finish(PATIENCE), "something is left that cannot be taken");
            }
            assertLinearizable(log.operations(), capacity, joinable);
        }
    }

    private static boolean untilShutdown(ProcessQueue<String> queue, HistoryLog log, int number, long seed)
            throws InterruptedException {
        Client client = new Client(queue, log.column(number), number, PROCESSES + 1, seed);
        log.await(PROCESSES + 1);
        client.run(10, Manner.WAITING, log);
        client.acknowledgeAll();
        return true;
    }

    // Death

    private static final int VICTIM = 2;
    private static final int CALLS_OF_THE_LIVING = 1_000;
    private static final int CALLS_OF_THE_VICTIM = 2_000;

    @Test
    void processesOfWhichOneIsKilled() throws Exception {
        for (int i = 0; i < 8 * TIMES; i++) {
            boolean joinable = i % 2 == 1;
            List<String> steps = i % 4 < 2 ? PUT_STEPS : joinable ? JOINABLE_STEPS : GET_STEPS;
            String step = steps.get(random.nextInt(steps.size()));
            // Its own hand is exact; the killing from outside comes at any instruction.
            boolean byItself = i % 8 < 6;
            PeerJvm victim = byItself
                    ? peer("-Ddev.sluice.killpoint=" + step + ":" + (1 + random.nextInt(20)))
                    : peer();
            kill(victim, byItself, joinable);
        }
    }

    private void kill(PeerJvm victim, boolean byItself, boolean joinable) throws Exception {
        int capacity = 1 + random.nextInt(MOST_CAPACITY);
        long seed = random.nextLong();
        HistoryLog log = keep(HistoryLog.create(PROCESSES, CALLS_OF_THE_VICTIM + 2 * HistoryLog.SPARE_RECORDS));
        try (ProcessQueue<String> queue = create(capacity, joinable)) {
            Running<Boolean> dying = victim.run(queue, q -> work(q, log, VICTIM, CALLS_OF_THE_VICTIM, seed));
            var survivor = start(() -> work(queue, log, 1, CALLS_OF_THE_LIVING, seed));
            var end = start(() -> {
                log.awaitOthers(PROCESSES);
                if (!byItself) {
                    spin(new Random(seed).nextInt(20 * LONGEST_DELAY_NANOS));
                    victim.kill();
                }
                while (!dying.isDone()) {
                    Thread.sleep(1);
                }
                log.stop();
                return true;
            });
            Client client = new Client(queue, log.column(0), 0, PROCESSES, seed);
            log.await(PROCESSES);
            client.run(CALLS_OF_THE_LIVING, Manner.BUSY, log);
            assertTrue(end.get() && survivor.get());
            victim.kill(); // should it have got through all its calls
            assertTrue(client.finish(PATIENCE), "something is left that cannot be taken");
            assertTrue(queue.isEmpty());
        }
        assertLinearizable(withRecovery(log.operations(), log.operations(VICTIM)), capacity, joinable);
    }

    private static boolean work(ProcessQueue<String> queue, HistoryLog log, int number, int calls, long seed)
            throws InterruptedException {
        Client client = new Client(queue, log.column(number), number, PROCESSES, seed);
        log.await(PROCESSES);
        client.run(calls, Manner.BUSY, log);
        client.acknowledgeAll();
        return true;
    }

    private static List<Operation> withRecovery(List<Operation> operations, List<Operation> ofTheVictim) {
        if (ofTheVictim.isEmpty()) {
            return operations; // it was killed before it began
        }
        Operation last = ofTheVictim.getLast();
        List<Operation> all = new ArrayList<>(operations);
        all.add(new Operation(
                PROCESSES, Kind.RECOVERY, VICTIM, Operation.YES, last.isPending() ? last.invoked() : last.returned(),
                Operation.NEVER));
        return all;
    }
}
