package dev.sluice.stress;

import dev.sluice.JoinableQueue;
import dev.sluice.ProcessQueue;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Only looks: at the sizes, and in a second thread, where there is a join(), whether all is done. */
final class Watcher {
    private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(500);
    private static final Duration JOIN = Duration.ofMillis(100);

    private final Order order;
    private final BooleanSupplier stopping;

    Watcher(Order order, BooleanSupplier stopping) {
        this.order = order;
        this.stopping = stopping;
    }

    void run() throws IOException, InterruptedException {
        Journal sizes = Journal.create(order.journals().get(0));
        Journal joins = Journal.create(order.journals().get(1));
        try (ProcessQueue<Object> queue = Channels.openQueue(order)) {
            Thread joiner = queue instanceof JoinableQueue<Object> joinable
                    ? Thread.ofPlatform().name("joiner").start(() -> join(joinable, joins))
                    : null;
            look(queue, sizes);
            if (joiner != null) {
                joiner.join();
            }
        }
    }

    private void look(ProcessQueue<Object> queue, Journal journal) {
        int least = Integer.MAX_VALUE;
        int most = Integer.MIN_VALUE;
        while (!stopping.getAsBoolean()) {
            int size = queue.size();
            int room = queue.remainingCapacity();
            boolean extreme = size < least || size > most || room < 0 || room > order.configuration().maxSize();
            if (extreme && journal.hasRoom()) {
                least = Math.min(least, Math.min(size, room));
                most = Math.max(most, size);
                journal.note(Journal.Kind.SIZE, room, least, most);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        journal.note(Journal.Kind.ENDED);
    }

    private void join(JoinableQueue<Object> queue, Journal journal) {
        try {
            while (!stopping.getAsBoolean() && journal.hasRoom()) {
                journal.note(Journal.Kind.JOINING);
                boolean done = queue.join(JOIN);
                journal.note(Journal.Kind.JOINED, 0, 0, done ? 1 : 0);
                if (done) {
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            }
            journal.note(Journal.Kind.ENDED);
        } catch (InterruptedException | RuntimeException e) {
            journal.note(Journal.Kind.FAILED);
            e.printStackTrace();
            Runtime.getRuntime().halt(Worker.FAILED);
        }
    }
}
