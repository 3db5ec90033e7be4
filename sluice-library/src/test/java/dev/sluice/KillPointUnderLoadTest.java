package dev.sluice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.KillPointRun.Item;
import dev.sluice.contract.LeftoversExtension;
import dev.sluice.contract.SluiceTest;
import dev.sluice.internal.ring.KillPoint;
import dev.sluice.peer.OtherThread.RunningThread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One process after the other kills itself at a named step, at its first passage and at its fourth, while this one puts and
 * takes beside it all the time. Nobody here is ever stuck, and what arrives is whole.
 *
 * <p>Left out are the steps that another process may pass in its stead, and those that need a quiet queue or a long history:
 * {@link KillPointTest} walks them.
 */
@ExtendWith(LeftoversExtension.class)
@Tag("native-and-portable")
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class KillPointUnderLoadTest extends SluiceTest {
    private static final String JOBS = "loaded-jobs";
    private static final String ITEMS = "loaded-items";
    private static final String NARROW = "loaded-narrow";
    private static final int[] PASSAGES = {1, 4};
    private static final int BOUND = 32;

    /** Passes the steps again and again, never waiting for anybody. */
    static final class Program {
        private Program() {}

        public static void main(String[] arguments) throws Exception {
            for (int round = 0; round < 200; round++) {
                work(round * 100);
                end(arguments[0]);
            }
        }

        private static void work(int first) throws Exception {
            try (JoinableQueue<Item> jobs = JoinableQueue.open(JOBS);
                    ProcessQueue<Item> items = ProcessQueue.open(ITEMS);
                    ProcessQueue<byte[]> narrow = ProcessQueue.open(NARROW)) {
                for (int i = first; i < first + 100; i++) {
                    items.offer(Item.of(i));
                    items.poll();
                    items.offer(Item.of(i));
                    items.remove(Item.of(i));
                    if (jobs.offer(Item.of(i)) && jobs.remove(Item.of(i))) {
                        jobs.taskDone();
                    }
                    if (!jobs.isEmpty()) {
                        try (JoinableQueue.Delivery<Item> delivery = jobs.receive(Duration.ofMillis(1))) {
                            delivery.element().assertWhole();
                        } catch (QueueEmptyException anotherWasFaster) {
                            // There are more.
                        }
                    }
                    if (jobs.poll() != null) {
                        jobs.taskDone();
                    }
                    workTogether(items, i * Item.KINDS);
                    workTogether(jobs, i * Item.KINDS);
                }
                narrow.offer(new byte[200_000]);
                narrow.poll();
            }
        }

        /** Small ones, several at a time; those that nobody wants come back. */
        private static void workTogether(ProcessQueue<Item> queue, int small) {
            try {
                queue.addAll(List.of(Item.of(small), Item.of(small + Item.KINDS), Item.of(small + 2 * Item.KINDS)));
            } catch (QueueFullException others) {
                // The others have put more than this one has taken.
            }
            try {
                queue.drainTo(List.of(), 3);
            } catch (UnsupportedOperationException refused) {
                // As it should be.
            }
            List<Item> taken = new ArrayList<>();
            queue.drainTo(taken, 3);
            for (Item item : taken) {
                item.assertWhole();
                if (queue instanceof JoinableQueue<Item> joinable) {
                    joinable.taskDone();
                }
            }
        }

        private static void end(String name) {
            try (ProcessQueue<Integer> ended = ProcessQueue.<Integer>builder().name(name).openOrBuild()) {
                ended.offer(1);
                ended.offer(2);
                ended.shutdownNow();
            } catch (QueueShutdownException again) {
                // Left by one that died in the middle.
            }
            ProcessQueue.unlink(name);
        }
    }

    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicInteger turns = new AtomicInteger();

    @ParameterizedTest
    @EnumSource(
            value = KillPoint.class,
            mode = EnumSource.Mode.MATCH_ANY,
            names = {"PUT_.*", "PREPARE_[CHT].*", "GET_.*", "DRAIN_.*", "REDELIVERY_.*", "ACK_.*", "GIVE_BACK_.*",
                "REMOVE_.*",
                "SHUTDOWN_.*", "DISCARD_.*", "ATTACH_.*", "DETACH_.*"})
    void nobodyBesideTheDeadIsStuck(KillPoint step) throws Exception {
        JoinableQueue<Item> jobs = keep(ProcessQueue.<Item>builder().name(JOBS).maxSize(BOUND).buildJoinable());
        ProcessQueue<Item> items = keep(ProcessQueue.<Item>builder().name(ITEMS).maxSize(BOUND).build());
        ProcessQueue<byte[]> narrow = keep(ProcessQueue.<byte[]>builder().name(NARROW).maxSize(1).build());
        try {
            List<RunningThread<Boolean>> load = new ArrayList<>();
            load.add(start(() -> turnOver(items, false)));
            load.add(start(() -> turnOver(jobs, true)));
            for (int passage : PASSAGES) {
                assertEquals(KillPointRun.KILLED, KillPointRun.of(Program.class, step, passage, "loaded-ended"),
                        step + " was never passed " + passage + " times");
                int before = turns.get();
                assertSoon("the others go on", () -> turns.get() > before + 100);
            }
            ended.set(true);
            for (RunningThread<Boolean> thread : load) {
                assertTrue(thread.get());
            }
            assertSoon("there is room for one", () -> {
                narrow.poll();
                return narrow.offer(new byte[300_000]);
            });
            for (String name : List.of(JOBS, ITEMS)) {
                assertSoon("what the dead held is back", () -> QueueStatus.of(name).unacknowledged() == 0);
            }
            items.clear();
            jobs.clear();
            assertTrue(jobs.join(Duration.ofSeconds(1)), () -> "nothing is left to do in " + jobs);
            for (int i = 0; i < BOUND; i++) {
                items.add(Item.of(i));
                jobs.add(Item.of(i));
            }
            assertEquals(1, QueueStatus.of(ITEMS).holders().size());
        } finally {
            ended.set(true);
            ProcessQueue.unlink(JOBS);
            ProcessQueue.unlink(ITEMS);
            ProcessQueue.unlink(NARROW);
            ProcessQueue.unlink("loaded-ended");
        }
    }

    /** Keeps about half of the places filled. */
    private boolean turnOver(ProcessQueue<Item> queue, boolean acknowledge) {
        for (int i = 0; !ended.get(); i++) {
            queue.offer(Item.of(i));
            if (queue.size() > BOUND / 2 || i % 2 == 0) {
                Item item = queue.poll();
                if (item != null) {
                    item.assertWhole();
                    if (acknowledge) {
                        ((JoinableQueue<Item>) queue).taskDone();
                    }
                }
            }
            turns.incrementAndGet();
        }
        return true;
    }
}
