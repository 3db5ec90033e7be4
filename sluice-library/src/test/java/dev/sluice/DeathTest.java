package dev.sluice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.JoinableQueue.Delivery;
import dev.sluice.contract.LeftoversExtension;
import dev.sluice.contract.SluiceTest;
import dev.sluice.peer.Job;
import dev.sluice.peer.Journal;
import dev.sluice.peer.OtherThread.RunningThread;
import dev.sluice.peer.PeerJvm.Mode;
import dev.sluice.peer.PeerJvm;
import dev.sluice.peer.Running;
import dev.sluice.peer.Serialized;
import java.io.EOFException;
import java.io.IOException;
import java.io.Serializable;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Processes are killed with -9, or stopped, in the middle of what they do. The victims take turns in how they wait and
 * make their memory, so that each kind buries the other.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class DeathTest extends SluiceTest {
    /** The longest that the death of one may hold up the others. */
    private static final Duration STALL = Duration.ofSeconds(1);

    private static final long SEED = Long.getLong("dev.sluice.test.seed", 20_261);
    private static final int ROUNDS = 2;
    private static final int VICTIMS = 4;
    private static final int MOST_ITEMS = 1 << 20;

    private final Random random = new Random(SEED);
    private Mode mode = Mode.ofThisJvm();

    private PeerJvm victim() {
        mode = mode.other();
        return keep(PeerJvm.start(mode));
    }

    private List<PeerJvm> victims() {
        List<PeerJvm> victims = new ArrayList<>();
        for (int i = 0; i < VICTIMS; i++) {
            victims.add(victim());
        }
        return victims;
    }

    /** Lets them work for a moment and kills them, one after the other. */
    private void killAll(List<PeerJvm> victims) throws InterruptedException {
        for (PeerJvm victim : victims) {
            Thread.sleep(random.nextInt(60));
            victim.kill();
        }
    }

    /** What a producer puts: who, which, and content that follows from both. */
    private record Item(int producer, int number, String content) implements Serializable {
        private static final int[] LENGTHS = {0, 50, 104, 105, 168, 169, 4_000, 20_000, 70_000};

        static Item of(int producer, int number) {
            int length = LENGTHS[Math.floorMod(producer + number, LENGTHS.length)];
            String letter = Character.toString('A' + Math.floorMod(producer * 31 + number, 26));
            return new Item(producer, number, letter.repeat(length));
        }

        void assertWhole() {
            assertTrue(equals(of(producer, number)), () -> "torn: " + producer + "/" + number);
        }
    }

    private static boolean produce(ProcessQueue<Item> queue, int producer, int count, Journal put)
            throws InterruptedException {
        for (int i = 0; i < count; i++) {
            queue.put(Item.of(producer, i));
            put.count(producer);
        }
        return true;
    }

    // Producers

    @Test
    void whatAKilledProducerHadPutIsWholeAndInOrder() throws Exception {
        int producers = ROUNDS * VICTIMS + 1;
        Journal put = keep(Journal.create(producers));
        ProcessQueue<Item> queue = keep(ProcessQueue.create(16));
        RunningThread<int[]> consumer = start(() -> consumeAll(queue, producers));
        RunningThread<Long> survivor = start(() -> produceAndMeasure(queue, producers - 1, put));
        for (int round = 0; round < ROUNDS; round++) {
            List<PeerJvm> victims = victims();
            List<Running<Boolean>> working = new ArrayList<>();
            for (int v = 0; v < VICTIMS; v++) {
                int producer = round * VICTIMS + v;
                working.add(victims.get(v).run(queue, q -> produce(q, producer, Integer.MAX_VALUE, put)));
            }
            int from = round * VICTIMS;
            assertSoon("every producer at work", () -> areAtWork(put, from, from + VICTIMS));
            killAll(victims);
            working.forEach(each -> assertThrows(PeerJvm.PeerDiedException.class, each::get));
        }
        long longestNanos = survivor.interrupt().get();
        assertTrue(longestNanos < STALL.toNanos(), () -> "a put took " + longestNanos + " ns");
        queue.shutdown();
        int[] seen = consumer.get();
        for (int producer = 0; producer < producers; producer++) {
            int returned = put.get(producer);
            int arrived = seen[producer];
            assertTrue(
                    arrived == returned || arrived == returned + 1,
                    "producer " + producer + " had put " + returned + ", but " + arrived + " arrived");
        }
        assertTrue(queue.isEmpty());
    }

    private static boolean areAtWork(Journal put, int from, int to) {
        return IntStream.range(from, to).allMatch(producer -> put.get(producer) > 0);
    }

    /** Checks every item, and that each producer's come in order without a hole; returns how many came of each. */
    private static int[] consumeAll(ProcessQueue<Item> queue, int producers) {
        int[] seen = new int[producers];
        for (Item item : queue.untilShutdown()) {
            item.assertWhole();
            assertEquals(seen[item.producer()], item.number(), () -> "of producer " + item.producer());
            seen[item.producer()]++;
        }
        return seen;
    }

    /** Puts until it is interrupted, and returns the longest that a put took, in nanoseconds. */
    private static long produceAndMeasure(ProcessQueue<Item> queue, int producer, Journal put) {
        long longest = 0;
        try {
            for (int i = 0;; i++) {
                long before = System.nanoTime();
                queue.put(Item.of(producer, i));
                longest = Math.max(longest, System.nanoTime() - before);
                put.count(producer);
                Thread.sleep(0, 200_000);
            }
        } catch (InterruptedException e) {
            return longest;
        }
    }

    @Test
    void ofABatchAKilledProducerLeavesTheFirstElementsWhole() throws Exception {
        int batch = 300;
        int producers = ROUNDS * VICTIMS;
        Journal put = keep(Journal.create(producers));
        ProcessQueue<Item> queue = keep(ProcessQueue.create(500));
        RunningThread<int[]> consumer = start(() -> consumeAll(queue, producers));
        for (int round = 0; round < ROUNDS; round++) {
            List<PeerJvm> victims = victims();
            List<Running<Boolean>> working = new ArrayList<>();
            for (int v = 0; v < VICTIMS; v++) {
                int producer = round * VICTIMS + v;
                working.add(victims.get(v).run(queue, q -> {
                    for (int first = 0;; first += batch) {
                        int from = first;
                        q.putAll(IntStream.range(0, batch).mapToObj(i -> Item.of(producer, from + i)).toList());
                        put.count(producer);
                    }
                }));
            }
            int from = round * VICTIMS;
            assertSoon("every producer at work", () -> areAtWork(put, from, from + VICTIMS));
            killAll(victims);
            working.forEach(each -> assertThrows(PeerJvm.PeerDiedException.class, each::get));
        }
        queue.shutdown();
        int[] seen = consumer.get();
        for (int producer = 0; producer < producers; producer++) {
            int returned = put.get(producer) * batch;
            int arrived = seen[producer];
            assertTrue(
                    arrived >= returned && arrived <= returned + batch,
                    "producer " + producer + " had put " + returned + ", but " + arrived + " arrived");
        }
        assertTrue(queue.isEmpty());
    }

    @Test
    void theRoomOfKilledProducersIsNotLost() throws Exception {
        ProcessQueue<byte[]> queue = keep(ProcessQueue.<byte[]>builder().maxSize(8).maxBytes(1 << 20).build());
        Journal rounds = keep(Journal.create(1));
        for (int round = 0; round < ROUNDS; round++) {
            List<PeerJvm> victims = victims();
            for (PeerJvm victim : victims) {
                victim.run(queue, q -> putAndTakeForEver(q, rounds));
            }
            int before = rounds.get(0);
            assertSoon("traffic", () -> rounds.get(0) > before + 500);
            killAll(victims);
        }
        queue.clear();
        for (int i = 0; i < 8; i++) {
            assertTrue(queue.offer(new byte[100_000]), "place " + i);
        }
        assertFalse(queue.offer(new byte[0]));
        assertEquals(8, queue.size());
    }

    private static boolean putAndTakeForEver(ProcessQueue<byte[]> queue, Journal rounds) {
        for (int i = 0;; i++) {
            queue.offer(new byte[i * 7919 % 100_000]);
            queue.offer(new byte[i % 200]);
            queue.poll();
            rounds.count(0);
        }
    }

    // Consumers

    /**
     * Feeds the queue while consumers are killed in rounds; then one in this process takes what is left.
     *
     * @param progress counts what all have taken
     * @return how many elements were put
     */
    private <Q extends ProcessQueue<Item>> int feedWhileConsumersAreKilled(
            Q queue, Journal progress, Job<Q, Boolean> consumer) throws Exception {
        var ended = new AtomicBoolean();
        RunningThread<Integer> producer = start(() -> {
            int count = 0;
            while (!ended.get() && count < MOST_ITEMS) {
                queue.put(Item.of(0, count));
                count++;
            }
            return count;
        });
        for (int round = 0; round < ROUNDS; round++) {
            List<PeerJvm> victims = victims();
            for (PeerJvm victim : victims) {
                victim.run(queue, consumer);
            }
            int before = progress.get(0);
            assertSoon("consumers at work", () -> progress.get(0) > before + 100);
            killAll(victims);
        }
        ended.set(true);
        RunningThread<Boolean> survivor = start(() -> consumer.on(queue));
        int count = producer.get();
        if (queue instanceof JoinableQueue<?> joinable) {
            assertTrue(joinable.join(LONG), queue::toString);
        }
        queue.shutdown();
        assertThrows(QueueShutdownException.class, survivor::get);
        return count;
    }

    @Test
    void aKilledConsumerTakesAtMostTheOneInItsHand() throws Exception {
        Journal taken = keep(Journal.create(MOST_ITEMS));
        Journal progress = keep(Journal.create(1));
        ProcessQueue<Item> queue = keep(ProcessQueue.create(32));
        int count = feedWhileConsumersAreKilled(queue, progress, q -> {
            while (true) {
                Item item = q.take();
                taken.count(item.number());
                progress.count(0);
                item.assertWhole();
            }
        });
        int missing = 0;
        for (int i = 0; i < count; i++) {
            assertTrue(taken.get(i) <= 1, "twice: " + i);
            missing += 1 - taken.get(i);
        }
        assertTrue(missing <= ROUNDS * VICTIMS, "missing " + missing);
    }

    /** What it has added to the collection, and up to 64 besides. */
    @Test
    void aKilledDrainerTakesAtMostWhatItsCallHadInHand() throws Exception {
        Journal taken = keep(Journal.create(MOST_ITEMS));
        Journal progress = keep(Journal.create(1));
        ProcessQueue<Item> queue = keep(ProcessQueue.create(500));
        int most = 100;
        int count = feedWhileConsumersAreKilled(queue, progress, q -> {
            List<Item> drained = new ArrayList<>();
            while (true) {
                drained.add(q.take());
                q.drainTo(drained, most);
                for (Item item : drained) {
                    taken.count(item.number());
                    item.assertWhole();
                }
                progress.count(0);
                drained.clear();
            }
        });
        int missing = 0;
        for (int i = 0; i < count; i++) {
            assertTrue(taken.get(i) <= 1, "twice: " + i);
            missing += 1 - taken.get(i);
        }
        assertTrue(missing <= ROUNDS * VICTIMS * (1 + most), "missing " + missing);
    }

    @Test
    void whatAKilledDrainerHadInHandOfAJoinableQueueIsDeliveredAgain() throws Exception {
        Journal done = keep(Journal.create(MOST_ITEMS));
        Journal progress = keep(Journal.create(1));
        JoinableQueue<Item> queue = keep(JoinableQueue.create(500));
        int count = feedWhileConsumersAreKilled(queue, progress, q -> {
            List<Item> drained = new ArrayList<>();
            while (true) {
                drained.add(q.take());
                q.drainTo(drained, 100);
                for (Item item : drained) {
                    item.assertWhole();
                    done.count(item.number());
                    q.taskDone();
                }
                progress.count(0);
                drained.clear();
            }
        });
        int again = 0;
        for (int i = 0; i < count; i++) {
            assertTrue(done.get(i) >= 1, "lost: " + i);
            again += done.get(i) - 1;
        }
        assertTrue(again <= ROUNDS * VICTIMS, "done again " + again); // between the note and taskDone()
    }

    @Test
    void aJoinableQueueLosesNothingWhoeverIsKilled() throws Exception {
        Journal done = keep(Journal.create(MOST_ITEMS));
        Journal begun = keep(Journal.create(MOST_ITEMS));
        Journal progress = keep(Journal.create(1));
        JoinableQueue<Item> queue = keep(JoinableQueue.create(32));
        int count = feedWhileConsumersAreKilled(queue, progress, q -> {
            while (true) {
                try (Delivery<Item> delivery = q.receive()) {
                    Item item = delivery.element();
                    item.assertWhole();
                    int earlier = begun.get(item.number());
                    assertTrue(delivery.count() > earlier, () -> "count " + delivery.count() + " after " + earlier);
                    begun.count(item.number());
                    progress.count(0);
                    done.count(item.number());
                    delivery.done();
                }
            }
        });
        int again = 0;
        for (int i = 0; i < count; i++) {
            assertTrue(done.get(i) >= 1, "lost: " + i);
            again += begun.get(i) - 1;
        }
        assertTrue(again <= ROUNDS * VICTIMS, "delivered again " + again);
    }

    @Test
    void whatAKilledConsumerHeldIsDeliveredAgainSoonAndFirst() throws Throwable {
        JoinableQueue<Integer> queue = keep(JoinableQueue.create(5));
        queue.addAll(List.of(1, 2, 3));
        PeerJvm victim = victim();
        Running<Boolean> holding = victim.run(queue, q -> {
            q.take();
            q.receive();
            return q.join(LONG);
        });
        assertSoon("two taken", () -> queue.size() == 1);
        holding.awaitBlocked();
        victim.kill();
        assertSoon("all are back", () -> queue.size() == 3);
        for (int element : List.of(1, 2, 3)) {
            try (Delivery<Integer> delivery = queue.receive(LONG)) {
                assertEquals(element, delivery.element());
                assertEquals(element < 3 ? 2 : 1, delivery.count());
                delivery.done();
            }
        }
        assertTrue(queue.join(Duration.ZERO));
    }

    @Test
    void aDeathWakesWhoWaitsForWhatTheDeadHeld() throws Throwable {
        JoinableQueue<Integer> queue = keep(JoinableQueue.create(5));
        queue.add(1);
        PeerJvm victim = victim();
        victim.run(queue, q -> {
            q.take();
            Thread.sleep(LONG);
            return true;
        });
        assertSoon("taken", queue::isEmpty);
        var waiting = startBlocked(queue::take);
        victim.kill();
        assertPrompt(() -> assertEquals(1, waiting.get()));
    }

    @Test
    void deathsCountTowardsTheLimitOfDeliveries() throws Exception {
        ProcessQueue<Integer> deadLetters = keep(ProcessQueue.create());
        JoinableQueue<Integer> queue =
                keep(ProcessQueue.<Integer>builder().maxDeliveries(2).deadLetters(deadLetters).buildJoinable());
        queue.add(13);
        for (int i = 0; i < 2; i++) {
            PeerJvm victim = victim();
            victim.run(queue, q -> {
                q.get(LONG);
                Thread.sleep(LONG);
                return true;
            });
            assertSoon("taken", () -> queue.isEmpty());
            victim.kill();
            int killed = i + 1;
            assertSoon("found dead", () -> killed == 1 ? !queue.isEmpty() : !deadLetters.isEmpty());
        }
        assertEquals(13, deadLetters.take());
        assertTrue(queue.join(LONG));
    }

    @Test
    void whoDiesWhileWaitingTakesNothingWithHim() throws Throwable {
        ProcessQueue<Integer> queue = keep(ProcessQueue.create(1));
        PeerJvm victim = victim();
        Running<Integer> first = victim.run(queue, ProcessQueue::take);
        Running<Integer> second = victim.run(queue, ProcessQueue::take);
        first.awaitBlocked();
        second.awaitBlocked();
        var survivor = startBlocked(queue::take);
        victim.kill();
        queue.put(1);
        assertPrompt(() -> assertEquals(1, survivor.get()));
        queue.put(2);
        PeerJvm putter = victim();
        Running<Boolean> putting = putter.run(queue, q -> q.offer(3, 20, TimeUnit.SECONDS));
        putting.awaitBlocked();
        putter.kill();
        assertEquals(2, queue.take());
        assertPrompt(() -> queue.put(4));
        assertEquals(4, queue.take());
        assertTrue(queue.isEmpty());
    }

    // The creator, and all

    @Test
    void aQueueOutlivesItsCreator() throws Exception {
        ProcessQueue<ProcessQueue<Item>> carrier = keep(ProcessQueue.create());
        Journal put = keep(Journal.create(1));
        PeerJvm creator = victim();
        PeerJvm other = victim();
        Running<Boolean> creating = creator.run(carrier, c -> {
            ProcessQueue<Item> queue = ProcessQueue.create(8);
            c.put(queue);
            c.put(queue);
            return produce(queue, 0, Integer.MAX_VALUE, put);
        });
        ProcessQueue<Item> queue = keep(carrier.get(LONG));
        Running<Boolean> othersWork = other.run(carrier, c -> {
            try (ProcessQueue<Item> q = c.take()) {
                for (int i = 0; i < 200; i++) {
                    q.take().assertWhole();
                }
                return true;
            }
        });
        assertTrue(othersWork.awaitBlocked().get());
        creator.kill();
        assertThrows(PeerJvm.PeerDiedException.class, creating::get);
        int last = -1;
        while (queue.size() > 0) {
            Item item = queue.take();
            item.assertWhole();
            assertTrue(item.number() > last);
            last = item.number();
        }
        queue.put(Item.of(1, 1));
        queue.take().assertWhole();
    }

    @Test
    void anAnonymousQueueVanishesWithItsLastHolderHoweverThatEnds() throws Exception {
        ProcessQueue<ProcessQueue<Integer>> carrier = keep(ProcessQueue.create());
        List<PeerJvm> victims = List.of(victim(), victim());
        Running<Boolean> first = victims.get(0).run(carrier, c -> {
            ProcessQueue<Integer> queue = ProcessQueue.create();
            c.put(queue);
            return putAndTakeNumbers(queue);
        });
        assertSoon("the handle", () -> !carrier.isEmpty());
        Running<Boolean> second = victims.get(1).run(carrier, c -> putAndTakeNumbers(c.take()));
        first.awaitBlocked();
        second.awaitBlocked();
        victims.forEach(PeerJvm::kill);
        carrier.close();
        PeerJvm next = keep(PeerJvm.start(Mode.ofThisJvm())); // it looks for what is left while it runs
        assertTrue(next.run(_ -> {
            try (ProcessQueue<Integer> queue = ProcessQueue.create()) {
                return queue.add(1);
            }
        }).get());
        assertSoon("nothing left", () -> Files.notExists(LeftoversExtension.directory()));
    }

    private static boolean putAndTakeNumbers(ProcessQueue<Integer> queue) throws InterruptedException {
        for (int i = 0;; i++) {
            queue.put(i);
            queue.take();
            if (i % 100 == 0) {
                Thread.sleep(1);
            }
        }
    }

    @Test
    void aNamedQueueOutlivesAllItsHolders() throws Exception {
        String name = "survivor-" + ProcessHandle.current().pid();
        List<PeerJvm> victims = victims();
        int count = victims.size();
        Journal put = keep(Journal.create(count));
        List<Running<Boolean>> working = new ArrayList<>();
        for (int v = 0; v < count; v++) {
            int producer = v;
            working.add(victims.get(v).run(_ -> putAndTakeItems(name, producer, put)));
        }
        try {
            assertSoon("all at work", () -> areAtWork(put, 0, count) || endedEarly(working));
            killAll(victims);
            try (ProcessQueue<Item> queue = ProcessQueue.open(name)) {
                assertTrue(queue.size() > 0);
                while (!queue.isEmpty()) {
                    queue.take().assertWhole();
                }
                queue.put(Item.of(0, 0));
                queue.take().assertWhole();
            }
        } finally {
            assertTrue(ProcessQueue.unlink(name));
        }
    }

    /** Leaves ten in the queue for each that does so. */
    private static boolean putAndTakeItems(String name, int producer, Journal put) throws InterruptedException {
        try (ProcessQueue<Item> queue = ProcessQueue.<Item>builder().maxSize(500).name(name).openOrBuild()) {
            for (int i = 0;; i++) {
                queue.put(Item.of(producer, i));
                put.count(producer);
                if (i >= 10) {
                    queue.take().assertWhole();
                }
            }
        }
    }

    /** Throws what ended a job that has no end. */
    private static boolean endedEarly(List<Running<Boolean>> working) throws Exception {
        for (var each : working) {
            if (each.isDone()) {
                return each.get();
            }
        }
        return false;
    }

    // Pipes

    @Test
    void theEndOfTheStreamComesWhenTheOtherEndDies() throws Throwable {
        Pipe pipe = keep(Pipe.duplex());
        PeerJvm victim = victim();
        Running<Boolean> holding = victim.give(pipe.second(), c -> {
            c.send("last words");
            c.recv();
            return true;
        });
        assertEquals("last words", pipe.first().recv());
        var receiving = startBlocked(() -> pipe.first().recv());
        var polling = startBlocked(() -> pipe.first().poll(LONG));
        holding.awaitBlocked();
        victim.kill();
        assertPrompt(() -> {
            assertThrows(EOFException.class, receiving::get);
            assertTrue(polling.get());
        });
        assertThrows(IOException.class, () -> pipe.first().send("nobody"));
    }

    @Test
    void aMessageOfTheDeadIsWholeOrAbsent() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Pipe pipe = keep(Pipe.oneWay());
            PeerJvm victim = victim();
            victim.give(pipe.second(), c -> {
                for (int i = 0;; i++) {
                    c.send(Item.of(0, i));
                }
            });
            pipe.first().<Item>recv().assertWhole();
            Thread.sleep(random.nextInt(50));
            victim.kill();
            assertThrows(EOFException.class, () -> {
                for (int i = 1;; i++) {
                    assertTrue(pipe.first().poll(STALL), "the end does not come");
                    Item item = pipe.first().recv();
                    item.assertWhole();
                    assertEquals(i, item.number());
                }
            });
        }
    }

    @Test
    void whoDiesWhileWritingAMessageInPlaceHasSentNothing() throws Exception {
        Pipe pipe = keep(Pipe.duplex());
        Journal written = keep(Journal.create(1));
        for (int round = 0; round < 2; round++) {
            PeerJvm victim = victim();
            victim.run(pipe.second(), c -> {
                List<Connection.Claim> claims = new ArrayList<>();
                for (int i = 0; i < 100; i++) {
                    claims.add(c.claim(1 << 20));
                    claims.get(i).memory().fill((byte) i);
                }
                written.count(0);
                Thread.sleep(LONG);
                return claims.size();
            });
            int expected = round + 1;
            assertSoon("claimed", () -> written.get(0) == expected);
            victim.kill();
        }
        // All that they had claimed can be claimed again.
        List<Connection.Claim> claims = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            claims.add(pipe.second().claim(100_000));
        }
        assertFalse(pipe.first().poll());
        claims.forEach(Connection.Claim::close);
        pipe.second().send(1);
        assertEquals(1, (int) pipe.first().recv());
    }

    @Test
    void whatWasBeingReadInPlaceIsReceivedAgainWhenItsReaderDies() throws Exception {
        Pipe pipe = keep(Pipe.duplex());
        int[] lengths = {10, 1_000, 100_000};
        for (int length : lengths) {
            try (Connection.Claim claim = pipe.second().claim(length)) {
                claim.memory().fill((byte) length);
                claim.commit();
            }
        }
        PeerJvm victim = victim();
        Journal read = keep(Journal.create(1));
        victim.run(pipe.first(), c -> {
            c.recvInPlace().close();
            List<Connection.Message> open = new ArrayList<>();
            while (open.size() < 2) {
                open.add(c.recvInPlace());
            }
            read.count(0);
            Thread.sleep(LONG);
            return open.size();
        });
        assertSoon("read", () -> read.get(0) == 1);
        victim.kill();
        for (int length : List.of(1_000, 100_000)) {
            assertTrue(pipe.first().poll(LONG));
            try (Connection.Message message = pipe.first().recvInPlace()) {
                assertEquals(length, message.memory().byteSize());
                assertEquals((byte) length, message.memory().get(ValueLayout.JAVA_BYTE, length - 1));
            }
        }
        assertFalse(pipe.first().poll());
    }

    @Test
    void theEndComesWhenTheLastOfSeveralHoldersDies() throws Exception {
        Pipe pipe = keep(Pipe.duplex());
        List<PeerJvm> victims = List.of(victim(), victim());
        Connection copy = Serialized.copyOf(pipe.second());
        victims.get(0).give(copy, c -> c.recv()).awaitBlocked();
        victims.get(1).give(pipe.second(), c -> c.recv()).awaitBlocked();
        victims.get(0).kill();
        assertFalse(pipe.first().poll(Duration.ofMillis(300)));
        victims.get(1).kill();
        assertThrows(EOFException.class, () -> pipe.first().recv());
    }

    // Stopped is not dead

    @Test
    void aStoppedProcessKeepsWhatItHolds() throws Exception {
        JoinableQueue<Integer> queue = keep(JoinableQueue.create(5));
        Pipe pipe = keep(Pipe.duplex());
        queue.addAll(List.of(1, 2));
        PeerJvm sleeper = victim();
        Connection end = pipe.second();
        Running<Integer> holding = sleeper.run(queue, q -> {
            try (end;
                    Delivery<Integer> delivery = q.receive()) {
                end.recv();
                delivery.done();
                return delivery.count();
            }
        });
        assertSoon("taken", () -> queue.size() == 1);
        holding.awaitBlocked();
        end.close();
        sleeper.stop();
        try {
            long deadline = System.nanoTime() + Duration.ofSeconds(3).toNanos();
            while (System.nanoTime() < deadline) {
                assertEquals(1, queue.size());
                assertFalse(pipe.first().poll());
                queue.put(3);
                assertEquals(2, queue.take());
                queue.taskDone();
                queue.put(2);
                assertEquals(3, queue.take());
                queue.taskDone();
                Thread.sleep(10);
            }
            pipe.first().send("wake up");
        } finally {
            sleeper.goOn();
        }
        assertEquals(1, holding.get());
        assertEquals(2, queue.take());
        queue.taskDone();
        assertTrue(queue.join(Duration.ZERO));
    }

    @Test
    void whoIsStoppedInTheMiddleOfTrafficGoesOnWithoutLossOrDoubling() throws Exception {
        int count = 30_000;
        Journal put = keep(Journal.create(1));
        ProcessQueue<Item> queue = keep(ProcessQueue.create(16));
        PeerJvm sleeper = victim();
        Running<Boolean> producing = sleeper.run(queue, q -> produce(q, 0, count, put));
        RunningThread<int[]> consumer = start(() -> consumeAll(queue, 1));
        for (int i = 0; i < 5; i++) {
            int before = put.get(0);
            assertSoon("progress", () -> producing.isDone() || put.get(0) > before);
            sleeper.stop();
            try {
                Thread.sleep(i == 0 ? 3_000 : 100);
            } finally {
                sleeper.goOn();
            }
        }
        assertTrue(producing.get());
        queue.shutdown();
        assertEquals(count, consumer.get()[0]);
    }
}
