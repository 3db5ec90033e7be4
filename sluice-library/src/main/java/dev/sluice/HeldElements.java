package dev.sluice;

import dev.sluice.internal.ring.Received;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What this process has taken from one joinable queue and not yet acknowledged, in the order of taking, so that
 * {@code taskDone()} finds the oldest of a thread or of the process. Local: the shared entries say what is held, this says by
 * whom in here.
 */
final class HeldElements {
    /** One taken element. Equal to itself only. */
    static final class Held {
        final int entry;
        final long ticket;
        private final HandleState handle;
        private final long thread;

        private Held(Received received, HandleState handle, long thread) {
            this.entry = received.entry();
            this.ticket = received.ticket();
            this.handle = handle;
            this.thread = thread;
        }
    }

    /** The thread of what is acknowledged by its delivery alone. */
    private static final long NO_THREAD = 0;

    private final Set<Held> all = new LinkedHashSet<>();
    private final Set<Held> deliveries = new LinkedHashSet<>();
    private final Map<Long, ArrayDeque<Held>> byThread = new HashMap<>();

    /** Notes what the calling thread has taken. */
    synchronized void add(Received received, HandleState handle) {
        Held held = new Held(received, handle, Thread.currentThread().threadId());
        all.add(held);
        byThread.computeIfAbsent(held.thread, _ -> new ArrayDeque<>()).addLast(held);
    }

    /** Notes what was received as a delivery. */
    synchronized Held addDelivery(Received received, HandleState handle) {
        Held held = new Held(received, handle, NO_THREAD);
        deliveries.add(held);
        return held;
    }

    /** Forgets a delivery; false if it had been forgotten already. */
    synchronized boolean removeDelivery(Held held) {
        return deliveries.remove(held);
    }

    /** Forgets the calling thread's oldest element, else the process's oldest, and returns it; null if there is none. */
    synchronized Held removeOldest() {
        if (all.isEmpty()) {
            return null;
        }
        ArrayDeque<Held> mine = byThread.get(Thread.currentThread().threadId());
        Held held = mine != null ? mine.getFirst() : all.iterator().next();
        forget(held);
        return held;
    }

    private void forget(Held held) {
        all.remove(held);
        ArrayDeque<Held> ofThread = byThread.get(held.thread);
        ofThread.remove(held); // nearly always the first
        if (ofThread.isEmpty()) {
            byThread.remove(held.thread);
        }
    }

    /** Forgets what was taken through a handle and returns it, in order. */
    synchronized List<Held> removeAllOf(HandleState handle) {
        List<Held> removed = new ArrayList<>();
        for (Held held : all) {
            if (held.handle == handle) {
                removed.add(held);
            }
        }
        removed.forEach(this::forget);
        for (Held held : deliveries) {
            if (held.handle == handle) {
                removed.add(held);
            }
        }
        deliveries.removeAll(new LinkedHashSet<>(removed));
        return removed;
    }
}
