package dev.sluice.internal.process;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * The child JVMs that run, and their end when this JVM ends by itself, by {@code System.exit} or by a signal it can
 * answer: all are asked to end, and those that do not are killed after a grace. When this JVM is killed, its children
 * notice that by themselves.
 */
public final class ChildrenOfThisJvm {
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long REAP_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final Set<ChildJvm> RUNNING = ConcurrentHashMap.newKeySet();

    /** Starting is shared, ending is exclusive: no child can be born unseen while the others are being ended. */
    private static final ReentrantReadWriteLock BIRTHS = new ReentrantReadWriteLock();

    private static boolean ending; // guarded by BIRTHS

    private ChildrenOfThisJvm() {}

    /** A start under way, for which the end of this JVM waits. Closed by the thread that began it. */
    public interface Birth extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Begins a start with all that belongs to it; births may be nested.
     *
     * @return to be closed when all of it is made
     * @throws IllegalStateException if this JVM is ending
     */
    public static Birth birth() {
        BIRTHS.readLock().lock();
        if (ending) {
            BIRTHS.readLock().unlock();
            throw new IllegalStateException("this JVM is ending, and its children with it: no child can be started");
        }
        return BIRTHS.readLock()::unlock;
    }

    static ChildJvm startOne(Supplier<ChildJvm> start) {
        try (Birth _ = birth()) {
            ChildJvm child = start.get();
            RUNNING.add(child);
            child.onExit(() -> RUNNING.remove(child));
            return child;
        }
    }

    /** Ends all children and lets no more be started. Called when this JVM ends. */
    public static void end() {
        BIRTHS.writeLock().lock();
        try {
            ending = true;
        } finally {
            BIRTHS.writeLock().unlock();
        }
        List<ChildJvm> children = List.copyOf(RUNNING);
        try {
            children.forEach(ChildJvm::endWithThisJvm);
            await(children, GRACE_NANOS);
            children.stream().filter(ChildJvm::isAlive).forEach(ChildJvm::kill);
            await(children, REAP_NANOS);
        } catch (InterruptedException e) {
            children.forEach(ChildJvm::kill);
        }
    }

    private static void await(List<ChildJvm> children, long timeoutNanos) throws InterruptedException {
        long deadline = System.nanoTime() + timeoutNanos;
        for (ChildJvm child : children) {
            if (!child.waitFor(deadline - System.nanoTime())) {
                return;
            }
        }
    }
}
