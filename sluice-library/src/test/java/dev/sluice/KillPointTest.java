package dev.sluice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.contract.LeftoversExtension;
import dev.sluice.contract.SluiceTest;
import dev.sluice.internal.ring.KillPoint;
import dev.sluice.peer.OtherThread.RunningThread;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
    private static final int KILLED = 137;
    private static final int LAST = 1_000_000;

    /** More than all that died leave behind. */
    private static final int BOUND = 512;
    private static final Duration STALL = Duration.ofSeconds(1);

    /** What travels: content that follows from the number. */
    private record Item(int number, String content) implements Serializable {
        private static final int[] LENGTHS = {3, 200, 5_000, 120_000};

        static Item of(int number) {
            return new Item(number, Character.toString('a' + number % 26).repeat(LENGTHS[number % LENGTHS.length]));
        }

        void assertWhole() {
            assertEquals(of(number), this);
        }
    }

    /** Passes every step there is, again and again, in one process. */
    static final class Program {
        private Program() {}

        public static void main(String[] arguments) throws Exception {
            int number = Integer.parseInt(arguments[0]);
            for (int round = 0; round < 3; round++) {
                number = work(number);
                quarrel();
                end();
            }
            burst();
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

        /** More than is kept for the next burst, so that memory is given back. */
        private static void burst() throws Exception {
            try (ProcessQueue<Item> items = ProcessQueue.open(ITEMS)) {
                items.put(new Item(-1, "x".repeat(70 << 20)));
                items.get();
                long used = QueueStatus.of(ITEMS).memoryBytes();
                assertSoon("memory is given back", () -> QueueStatus.of(ITEMS).memoryBytes() < used);
            }
        }

        /** Two large payloads for one place: one of them has been prepared in vain. */
        private static void quarrel() throws Exception {
            try (ProcessQueue<byte[]> narrow = ProcessQueue.open(NARROW)) {
                byte[] large = new byte[3_000_000];
                List<RunningThread<Boolean>> rivals = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    rivals.add(start(() -> {
                        for (int n = 0; n < 200; n++) {
                            if (narrow.offer(large)) {
                                narrow.poll();
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

    @ParameterizedTest
    @EnumSource(KillPoint.class)
    void whoeverComesNextFindsEverythingInOrder(KillPoint step) throws Exception {
        ProcessQueue.<Item>builder().name(JOBS).maxSize(BOUND).buildJoinable().close();
        ProcessQueue.<Item>builder().name(ITEMS).maxSize(BOUND).build().close();
        ProcessQueue.<byte[]>builder().name(NARROW).maxSize(1).build().close();
        try {
            assertEquals(KILLED, run(KillPoint.PUT_WRITTEN, 5, 0));
            assertEquals(KILLED, run(KillPoint.GET_COMMITTED, 3, 1_000));
            assertEquals(KILLED, run(step, 1, 2_000), step + " was never passed");
            assertAllInOrder();
        } finally {
            ProcessQueue.unlink(JOBS);
            ProcessQueue.unlink(ITEMS);
            ProcessQueue.unlink(NARROW);
            ProcessQueue.unlink(ENDED);
        }
    }

    private int run(KillPoint step, int passage, int firstNumber) throws Exception {
        try (ProgramJvm jvm = ProgramJvm.run(
                List.of(
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-XX:TieredStopAtLevel=1",
                        "-Ddev.sluice.killpoint=" + step + ":" + passage,
                        "--enable-native-access=ALL-UNNAMED"),
                Program.class.getName(),
                firstNumber)) {
            String output = jvm.output();
            int exit = jvm.waitFor();
            assertTrue(exit == 0 || exit == KILLED, () -> "exit code " + exit + ": " + output);
            return exit;
        }
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
        // Whoever puts next finds what was committed and not yet shown when its putter died.
        items.put(Item.of(LAST));
        jobs.put(Item.of(LAST));
        int last = -1;
        for (Item item = items.poll(); item != null; item = items.poll()) {
            if (item.number >= 0) {
                item.assertWhole();
                assertTrue(item.number > last, "order: " + item.number + " after " + last);
                last = item.number;
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
