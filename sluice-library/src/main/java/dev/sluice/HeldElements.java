package dev.sluice;

import dev.sluice.internal.ring.Received;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
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
        private final long order;

        private Held(int entry, long ticket, HandleState handle, long order) {
            this.entry = entry;
            this.ticket = ticket;
            this.handle = handle;
            this.order = order;
        }

        @Override
        public boolean equals(Object o) {
            return this == o;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(order); // asking the JVM for an identity costs as much as a take
        }
    }

    /** What one thread has taken, oldest first. */
    private static final class Line {
        private final long thread;
        private final ArrayDeque<Held> held = new ArrayDeque<>();

        private Line(long thread) {
            this.thread = thread;
        }

        private Held first() {
            return held.peekFirst();
        }
    }

    /** So many threads are remembered that hold nothing, before they are looked through. */
    private static final int LINES_KEPT = 64;

    private final Set<Held> deliveries = new LinkedHashSet<>();
    private final Map<Long, Line> lines = new HashMap<>();
    private Line latest = new Line(0); // of no thread
    private int linesBeforeTidying = LINES_KEPT;
    private long taken;

    /** Notes what the calling thread has taken. */
    synchronized void add(int entry, long ticket, HandleState handle) {
        long thread = Thread.currentThread().threadId();
        if (latest.thread != thread) {
            latest = lineOf(thread);
        }
        latest.held.addLast(new Held(entry, ticket, handle, taken++));
    }

    /** Forgets what the calling thread has just taken; false if it has been acknowledged meanwhile. */
    synchronized boolean remove(int entry, long ticket) {
        long thread = Thread.currentThread().threadId();
        Line mine = latest.thread == thread ? latest : lines.get(thread);
        Held last = mine == null ? null : mine.held.peekLast();
        if (last == null || last.entry != entry || last.ticket != ticket) {
            return false;
        }
        mine.held.removeLast();
        return true;
    }

    private Line lineOf(long thread) {
        Line line = lines.get(thread);
        if (line == null) {
            if (lines.size() >= linesBeforeTidying) {
                lines.values().removeIf(ended -> ended.held.isEmpty());
                linesBeforeTidying = Math.max(LINES_KEPT, 2 * lines.size());
            }
            line = new Line(thread);
            lines.put(thread, line);
        }
        return line;
    }

    /** Notes what was received as a delivery. */
    synchronized Held addDelivery(Received received, HandleState handle) {
        Held held = new Held(received.entry(), received.ticket(), handle, taken++);
        deliveries.add(held);
        return held;
    }

    /** Forgets a delivery; false if it had been forgotten already. */
    synchronized boolean removeDelivery(Held held) {
        return deliveries.remove(held);
    }

    /** Forgets the calling thread's oldest element, else the process's oldest, and returns it; null if there is none. */
    synchronized Held removeOldest() {
        long thread = Thread.currentThread().threadId();
        Line mine = latest.thread == thread ? latest : lines.get(thread);
        Held held = mine == null ? null : removeFirst(mine);
        return held != null ? held : removeOldestOfAll();
    }

    private Held removeOldestOfAll() {
        Line oldest = null;
        for (Line line : lines.values()) {
            if (line.first() != null && (oldest == null || line.first().order < oldest.first().order)) {
                oldest = line;
            }
        }
        return oldest == null ? null : removeFirst(oldest);
    }

    private Held removeFirst(Line line) {
        Held first = line.held.pollFirst();
        if (line.held.isEmpty() && lines.size() > LINES_KEPT) {
            lines.remove(line.thread);
            if (latest == line) {
                latest = new Line(0);
            }
        }
        return first;
    }

    /** Forgets what was taken through a handle and returns it, in order. */
    synchronized List<Held> removeAllOf(HandleState handle) {
        List<Held> removed = new ArrayList<>();
        for (Line line : lines.values()) {
            moveAllOf(handle, line.held, removed);
        }
        removed.sort(Comparator.comparingLong(held -> held.order));
        moveAllOf(handle, deliveries, removed);
        return removed;
    }

    private static void moveAllOf(HandleState handle, Collection<Held> from, List<Held> to) {
        for (Held held : from) {
            if (held.handle == handle) {
                to.add(held);
            }
        }
        from.removeIf(held -> held.handle == handle);
    }
}
