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

    static ChildJvm startOne(Supplier<ChildJvm> birth) {
        BIRTHS.readLock().lock();
        try {
            if (ending) {
                throw new IllegalStateException(
                        "this JVM is ending, and its children with it: no child can be started");
            }
            ChildJvm child = birth.get();
            RUNNING.add(child);
            child.onExit(() -> RUNNING.remove(child));
            return child;
        } finally {
            BIRTHS.readLock().unlock();
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
