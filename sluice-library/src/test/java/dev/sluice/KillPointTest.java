package dev.sluice;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.KillPointRun.Item;
import dev.sluice.contract.LeftoversExtension;
import dev.sluice.contract.SluiceTest;
import dev.sluice.internal.ring.Bypass;
import dev.sluice.internal.layout.Words;
import dev.sluice.internal.ring.KillPoint;
import dev.sluice.peer.OtherThread.RunningThread;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A process kills itself at each named step of the algorithms, where another one has died holding a lock before; then a
 * third finds everything in order. While the first two run nobody else holds the queues, so nobody else cleans up.
 */
@ExtendWith(LeftoversExtension.class)
@Timeout(value = 90, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class KillPointTest extends SluiceTest {
    private static final String JOBS = "kill-point-jobs";
    private static final String ITEMS = "kill-point-items";
    private static final String NARROW = "kill-point-narrow";
    private static final String ENDED = "kill-point-ended";
    private static final String CROWDED = "kill-point-crowded";
    private static final int CROWDED_BYTES = 16 << 20;
    private static final String BYPASSED = "kill-point-bypassed";
    private static final int LAST = 1_000_000;

    /** More than all that died leave behind. */
    private static final int BOUND = 512;
    private static final Duration STALL = Duration.ofSeconds(1);

    /** Passes every step there is, again and again, in one process. */
    static final class Program {
        private Program() {}

        public static void main(String[] arguments) throws Exception {
            int number = Integer.parseInt(arguments[0]);
            for (int round = 0; round < 3; round++) {
                number = work(number);
                number = batches(number);
                inPlace();
                quarrel();
                end();
            }
            burst();
            crowd();
            bypass();
        }

        private static int work(int first) throws Exception {
            int number = first;
            try (JoinableQueue<Item> jobs = JoinableQueue.open(JOBS);
                    ProcessQueue<Item> items = ProcessQueue.open(ITEMS)) {
                for (int i = 0; i < 40; i++, number++) {
                    jobs.put(Item.of(number));
                    items.put(Item.of(number));
                }
                jobs.remove(Item.of(number - 3));
                items.remove(Item.of(number - 4));
                jobs.taskDone();
                try (JoinableQueue.Delivery<Item> delivery = jobs.receive()) {
                    delivery.element().assertWhole();
                }
                List<Item> taken = new ArrayList<>();
                while (items.drainTo(taken, 8) > 0) {
                    taken.forEach(Item::assertWhole);
                }
                while (!jobs.isEmpty()) {
                    jobs.get().assertWhole();
                    jobs.taskDone();
                }
            }
            return number;
        }

        /** Several at a time: those of all sizes, then small ones only; some of which nobody wants at first. */
        private static int batches(int first) throws Exception {
            int number = first;
            try (JoinableQueue<Item> jobs = JoinableQueue.open(JOBS);
                    ProcessQueue<Item> items = ProcessQueue.open(ITEMS)) {
                for (int step : new int[] {1, Item.KINDS}) {
                    List<Item> batch = new ArrayList<>();
                    for (number += Item.KINDS - number % Item.KINDS; batch.size() < 20; number += step) {
                        batch.add(Item.of(number));
                    }
                    items.putAll(batch);
                    jobs.putAll(batch);
                    drain(items, batch);
                    drain(jobs, batch);
                    while (!jobs.isEmpty()) {
                        jobs.get();
                        jobs.taskDone();
                    }
                }
            }
            return number;
        }

        private static void drain(ProcessQueue<Item> queue, List<Item> expected) {
            assertThrows(UnsupportedOperationException.class, () -> queue.drainTo(List.of()));
            List<Item> taken = new ArrayList<>();
            while (!taken.containsAll(expected)) {
                assertTrue(queue.drainTo(taken, 15) > 0);
            }
            for (Item item : taken) {
                item.assertWhole();
                if (queue instanceof JoinableQueue<Item> joinable) {
                    joinable.taskDone();
                }
            }
        }

        private static void inPlace() throws Exception {
            try (Pipe pipe = Pipe.oneWay()) {
                for (int length : new int[] {100, 100_000}) {
                    try (Connection.Claim claim = pipe.second().claim(length)) {
                        claim.memory().fill((byte) length);
                        claim.commit();
                    }
                    try (Connection.Message message = pipe.first().recvInPlace()) {
                        assertWhole(message.memory().toArray(ValueLayout.JAVA_BYTE));
                    }
                }
            }
        }

        /** More than is kept for the next burst, so that memory is given back. */
        private static void burst() throws Exception {
            try (ProcessQueue<Item> items = ProcessQueue.open(ITEMS)) {
                items.put(new Item(-1, "x".repeat(70 << 20)));
                long used = QueueStatus.of(ITEMS).memoryBytes();
                items.get();
                assertSoon("memory is given back", () -> QueueStatus.of(ITEMS).memoryBytes() < used);
            }
        }

        /** Fills a queue that is never empty with elements of one size after the other. */
        private static void crowd() throws Exception {
            try (ProcessQueue<byte[]> crowded = ProcessQueue.open(CROWDED)) {
                for (int length = 500; length < CROWDED_BYTES / 2; length *= 2) {
                    fill(crowded, length);
                    for (int left = crowded.size(); left > 1; left--) {
                        assertWhole(crowded.get());
                    }
                }
            }
        }

        private static void bypass() throws Exception {
            try (ProcessQueue<Integer> bypassed = ProcessQueue.open(BYPASSED)) {
                bypassed.put(0);
            }
            Bypass.of(BYPASSED);
        }

        /** Two large payloads for one place: one of them has been prepared in vain. */
        private static void quarrel() throws Exception {
            try (ProcessQueue<byte[]> narrow = ProcessQueue.open(NARROW)) {
                byte[] large = new byte[16_000_000];
                CyclicBarrier together = new CyclicBarrier(2);
                List<RunningThread<Boolean>> rivals = new ArrayList<>();
                for (int i = 0; i < together.getParties(); i++) {
                    rivals.add(start(() -> {
                        for (int n = 0; n < 5; n++) {
                            together.await();
                            if (narrow.offer(large)) {
                                together.await();
                                narrow.poll();
                            } else {
                                together.await();
                            }
                        }
                        return true;
                    }));
                }
                for (RunningThread<Boolean> rival : rivals) {
                    rival.get();
                }
            }
        }

        private static void end() {
            try (ProcessQueue<Item> ended = ProcessQueue.<Item>builder().name(ENDED).openOrBuild()) {
                ended.offer(Item.of(1));
                ended.offer(Item.of(2));
                ended.shutdownNow();
            } catch (QueueShutdownException again) {
                ProcessQueue.unlink(ENDED);
                return;
            }
            ProcessQueue.unlink(ENDED);
        }
    }

    private static void fill(ProcessQueue<byte[]> crowded, int length) {
        byte[] element = filled(length);
        int room = CROWDED_BYTES / (length + 100) - crowded.size();
        for (int i = 0; i < room; i++) {
            int number = i;
            assertTrue(crowded.offer(element), () -> number + " of " + room + " elements of " + length + " bytes");
        }
    }

    private static byte[] filled(int length) {
        byte[] element = new byte[length];
        Arrays.fill(element, (byte) length);
        return element;
    }

    private static void assertWhole(byte[] element) {
        assertArrayEquals(filled(element.length), element);
    }

    @ParameterizedTest
    @EnumSource(KillPoint.class)
    void whoeverComesNextFindsEverythingInOrder(KillPoint step) throws Exception {
        assumeTrue(
                step != KillPoint.CLAIM_HELD || Words.areByAddress(),
                "without native access a claim is memory of the process alone");
        ProcessQueue.<Item>builder().name(JOBS).maxSize(BOUND).buildJoinable().close();
        ProcessQueue.<Item>builder().name(ITEMS).maxSize(BOUND).build().close();
        ProcessQueue.<byte[]>builder().name(NARROW).maxSize(1).build().close();
        ProcessQueue.<byte[]>builder().name(CROWDED).maxSize(1 << 16).maxBytes(CROWDED_BYTES).build().close();
        ProcessQueue.<Integer>builder().name(BYPASSED).maxSize(3).build().close();
        try {
            assertEquals(KillPointRun.KILLED, KillPointRun.of(Program.class, KillPoint.PUT_WRITTEN, 5, 0));
            assertEquals(KillPointRun.KILLED, KillPointRun.of(Program.class, KillPoint.GET_COMMITTED, 3, 1_000));
            assertEquals(KillPointRun.KILLED, KillPointRun.of(Program.class, step, 1, 2_000),
                    step + " was never passed");
            assertAllInOrder();
            assertPlacesAreThere();
        } finally {
            ProcessQueue.unlink(JOBS);
            ProcessQueue.unlink(ITEMS);
            ProcessQueue.unlink(NARROW);
            ProcessQueue.unlink(CROWDED);
            ProcessQueue.unlink(BYPASSED);
            ProcessQueue.unlink(ENDED);
        }
    }

    private void assertPlacesAreThere() throws Exception {
        ProcessQueue<byte[]> crowded = keep(ProcessQueue.open(CROWDED));
        for (int length = 300_000; length > 3_000; length /= 3) {
            while (!crowded.isEmpty()) {
                assertWhole(crowded.get());
            }
            fill(crowded, length);
        }
        ProcessQueue<Integer> bypassed = keep(ProcessQueue.open(BYPASSED));
        assertSoon("the head that was being set aside is back", () -> QueueStatus.of(BYPASSED).unacknowledged() == 0);
        while (!bypassed.isEmpty()) {
            try {
                assertEquals(0, bypassed.get());
            } catch (SerializationException aboutToBeRemoved) {
                // The housekeeper may have killed the process between the put and the removal of one that is no object.
            }
        }
        while (bypassed.remainingCapacity() > 0) {
            bypassed.add(-1);
        }
        assertEquals(3, bypassed.drainTo(new ArrayList<>()));
    }

    private void assertAllInOrder() throws Exception {
        JoinableQueue<Item> jobs = keep(JoinableQueue.open(JOBS));
        ProcessQueue<Item> items = keep(ProcessQueue.open(ITEMS));
        ProcessQueue<byte[]> narrow = keep(ProcessQueue.open(NARROW));
        // What the dead had taken comes back when its death is noticed, and wants to be taken again.
        assertSoon("there is room for one", () -> {
            narrow.poll();
            return narrow.offer(new byte[300_000]);
        });
        narrow.clear();
        assertSoon("what the dead had in hand is back", () -> QueueStatus.of(ITEMS).unacknowledged() == 0);
        // Whoever puts next finds what was committed and not yet shown when its putter died.
        items.put(Item.of(LAST));
        jobs.put(Item.of(LAST));
        int last = -1;
        for (Item item = items.poll(); item != null; item = items.poll()) {
            if (item.number() >= 0) {
                item.assertWhole();
                assertTrue(item.number() > last, "order: " + item.number() + " after " + last);
                last = item.number();
            }
        }
        assertEquals(LAST, last);
        assertSoon("what the dead held is back", () -> QueueStatus.of(JOBS).unacknowledged() == 0);
        while (!jobs.isEmpty()) {
            jobs.get().assertWhole();
            jobs.taskDone();
        }
        assertTrue(jobs.join(STALL), () -> "nothing is left to do, but " + jobs + " is not done");
        for (int i = 0; i < BOUND; i++) {
            jobs.put(Item.of(i), STALL);
        }
        assertTrue(jobs.isFull(), () -> "all room is there: " + jobs);
        jobs.clear();
        assertTrue(jobs.join(STALL));
        assertEquals(1, QueueStatus.of(JOBS).holders().size());
    }
}
