package dev.sluice.internal.ring;

import dev.sluice.internal.layout.Header;
import dev.sluice.internal.layout.ParticipantSlot;
import dev.sluice.internal.layout.Tables;
import dev.sluice.internal.shm.Janitor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * One daemon thread per process, for all its segments: looks for the dead, gives memory back, and leaves what could not be
 * left at once. It never waits long for a lock, because a stopped process may hold it. Chores that may have to wait, such as
 * letting go of handles that have arrived, have a thread of their own.
 */
public final class Housekeeper {
    private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final int INTERVALS_PER_FULL_LOOK = 8;
    private static final int INTERVALS_PER_TRIM = 16;

    /** While nothing has moved for so many intervals, each look stands for several; the two above are multiples of it. */
    private static final int INTERVALS_UNTIL_IDLE = 20;

    private static final int INTERVALS_PER_IDLE_LOOK = 8;
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long LONGEST_SWEEP_MILLIS = 500;
    private static final long KEPT_BYTES = 64L << 20;
    private static final long RELEASED_AT_ONCE_BYTES = 16L << 20;

    /** An end to each sleep: a chore that came while the thread had no name yet wakes nobody. */
    private static final long IDLE_CHORES_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final long LONGEST_WAIT_FOR_END_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static volatile Thread choresThread;
    private static long endsSinceNanos; // published by jvmEnds
    private static volatile boolean jvmEnds;
    private static final AtomicBoolean STARTED = new AtomicBoolean();
    private static final AtomicBoolean CHORES_STARTED = new AtomicBoolean();
    private static final CountDownLatch SWEPT = new CountDownLatch(1);
    private static final List<Chore> CHORES = new CopyOnWriteArrayList<>();
    private static final List<Runnable> BEFORE_EXIT = new CopyOnWriteArrayList<>();
    private static final List<Runnable> BEFORE_LEAVING = new CopyOnWriteArrayList<>();

    /** Something that wants to be looked at every so often. */
    @FunctionalInterface
    public interface Chore {
        /** Does what there is to do; false if it need not be called any more. */
        boolean run();
    }

    private Housekeeper() {}

    static void start() {
        if (STARTED.compareAndSet(false, true)) {
            Thread.ofPlatform().daemon().name("sluice-housekeeper").start(Housekeeper::run);
            Runtime.getRuntime().addShutdownHook(new Thread(Housekeeper::exit, "sluice-exit"));
        }
    }

    /** Adds a chore, called about twenty times a second until it says that it is done. */
    public static void add(Chore chore) {
        CHORES.add(chore);
        if (CHORES_STARTED.compareAndSet(false, true)) {
            choresThread = Thread.ofPlatform().daemon().name("sluice-chores").start(Housekeeper::doChoresForEver);
        }
        LockSupport.unpark(choresThread);
    }

    /** Adds something to be done when the JVM ends, before the segments are left. */
    public static void beforeExit(Runnable action) {
        BEFORE_EXIT.add(action);
    }

    /** Takes back what {@link #beforeExit} added. */
    public static void removeBeforeExit(Runnable action) {
        BEFORE_EXIT.remove(action);
    }

    /** Adds something to be done when the JVM ends, after all that is done {@linkplain #beforeExit before}. */
    public static void beforeLeaving(Runnable action) {
        BEFORE_LEAVING.add(action);
    }

    private static void run() {
        quietly(() -> Janitor.sweep(Housekeeper::isAbandoned));
        SWEPT.countDown();
        lookAroundForEver();
    }

    private static void lookAroundForEver() {
        long seen = 0;
        int still = 0;
        for (int round = 0;;) {
            // An idle process looks less often; a look that is late by this much keeps nobody waiting for long.
            int intervals = still < INTERVALS_UNTIL_IDLE ? 1 : INTERVALS_PER_IDLE_LOOK;
            LockSupport.parkNanos(intervals * INTERVAL_NANOS);
            round = intervals == 1 ? round + 1 : (round / intervals + 1) * intervals;
            try {
                lookAround(round);
                long progress = progress();
                still = progress == seen ? Math.min(INTERVALS_UNTIL_IDLE, still + intervals) : 0;
                seen = progress;
            } catch (RuntimeException | Error e) {
                // Where the heap is full even a loop fails to allocate its iterator; the next round may find room.
            }
        }
    }

    private static void doChoresForEver() {
        for (;;) {
            LockSupport.parkNanos(CHORES.isEmpty() ? IDLE_CHORES_NANOS : INTERVAL_NANOS);
            try {
                doChores();
            } catch (RuntimeException | Error e) {
                // As above.
            }
        }
    }

    /** Another number when anything was put or taken, or a segment entered or left. */
    private static long progress() {
        long sum = Attachment.postponed().size();
        for (Attachment attachment : Attachment.all()) {
            sum = 31 * sum + attachment.ring().progress();
        }
        return sum;
    }

    private static void lookAround(int round) {
        for (Attachment attachment : Attachment.all()) {
            quietly(() -> lookAfter(attachment, round));
        }
        for (Attachment attachment : Attachment.postponed()) {
            quietly(() -> {
                attachment.ring().giveUpLocksLeftBehind();
                attachment.leave(PATIENCE_NANOS);
            });
        }
    }

    private static void doChores() {
        for (Chore chore : CHORES) {
            quietly(() -> {
                if (!chore.run()) {
                    CHORES.remove(chore);
                }
            });
        }
    }

    private static void lookAfter(Attachment attachment, int round) {
        attachment.ring().giveUpLocksLeftBehind();
        attachment.ring().giveBackPreparationsLeftBehind(PATIENCE_NANOS);
        attachment.recoverDead(PATIENCE_NANOS, round % INTERVALS_PER_FULL_LOOK == 0);
        attachment.ring().finishDiscarding(PATIENCE_NANOS);
        if (round % INTERVALS_PER_TRIM == 0) {
            while (attachment.ring().trim(KEPT_BYTES, RELEASED_AT_ONCE_BYTES, PATIENCE_NANOS)) {
                Thread.onSpinWait();
            }
        }
    }

    /** A failure in one segment, or a heap that is full for a moment, must not end the care for the others. */
    private static void quietly(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | Error e) {
            // Tried again in the next round; who uses the segment meets the failure too, and reports it.
        }
    }

    private static void exit() {
        try {
            // A program too short for it would leave to the next one what the last one left.
            SWEPT.await(LONGEST_SWEEP_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Runnable action : BEFORE_EXIT) {
            quietly(action);
        }
        for (Runnable action : BEFORE_LEAVING) {
            quietly(action);
        }
        endsSinceNanos = System.nanoTime();
        jvmEnds = true;
        // A daemon thread that is just closing a handle does not get on once the JVM halts: what it leaves is left here.
        for (Attachment attachment : Attachment.notLeft()) {
            quietly(() -> attachment.leave(PATIENCE_NANOS));
        }
    }

    /**
     * For who finds its segment left: whether that is because the JVM ends. Threads are to see as little of that as those
     * that wait in the JDK's queues: they sleep here until it has ended. A shutdown hook may be among them, for which the JVM
     * waits in its turn: so it returns when a second has passed since the end began, true.
     */
    public static boolean awaitEndOfJvm() {
        if (!jvmEnds) {
            return false;
        }
        long left = LONGEST_WAIT_FOR_END_NANOS - (System.nanoTime() - endsSinceNanos);
        if (left > 0) {
            try {
                TimeUnit.NANOSECONDS.sleep(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return true;
    }

    /** Whether an anonymous file has no living holder: read from outside, without becoming a holder. */
    private static boolean isAbandoned(Path file, boolean creatorIsDead) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            ByteBuffer tables = ByteBuffer.allocate((int) Tables.PREPARATIONS_AT).order(ByteOrder.nativeOrder());
            while (tables.hasRemaining() && channel.read(tables, tables.position()) >= 0) {
                Thread.onSpinWait();
            }
            if (tables.hasRemaining()
                    || tables.getLong((int) Header.MAGIC_AT) != Header.MAGIC
                    || tables.getInt((int) Header.STATE_AT) == Header.STATE_BUILDING) {
                return creatorIsDead;
            }
            for (int i = 1; i < ParticipantSlot.COUNT; i++) {
                long word = tables.getLong((int) ParticipantSlot.at(i));
                if (ParticipantSlot.isActive(word) && !Participants.isDead(word)) {
                    return false;
                }
            }
            // Between the creator's state and its slot nobody holds the file, but it is not abandoned.
            return creatorIsDead || tables.getInt((int) Header.PARTICIPANTS_HIGH_AT) > 1;
        }
    }
}
