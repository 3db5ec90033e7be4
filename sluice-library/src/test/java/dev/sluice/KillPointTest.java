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
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
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

    /** A step that is passed only when two processes recover at once is passed by chance. */
    private static final Set<KillPoint> ONLY_BY_CHANCE = EnumSet.noneOf(KillPoint.class);

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
