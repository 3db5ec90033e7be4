package dev.sluice.redis;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** What this process has taken from one joinable queue and not acknowledged, oldest first, and by which thread and handle. */
final class Held {
    private record Entry(Taken taken, Object handle, long thread, boolean isDelivery) {}

    private final List<Entry> entries = new ArrayList<>();

    synchronized void add(Taken taken, Object handle, boolean isDelivery) {
        entries.add(new Entry(taken, handle, Thread.currentThread().threadId(), isDelivery));
    }

    /** False if it is not held any more. */
    synchronized boolean remove(Taken taken) {
        return entries.removeIf(entry -> entry.taken == taken);
    }

    /** The calling thread's oldest, else the process's oldest, else null. */
    synchronized Taken removeOldest() {
        long thread = Thread.currentThread().threadId();
        Entry oldest = null;
        for (Entry entry : entries) {
            if (!entry.isDelivery && entry.thread == thread) {
                oldest = entry;
                break;
            }
            if (!entry.isDelivery && oldest == null) {
                oldest = entry;
            }
        }
        if (oldest == null) {
            return null;
        }
        entries.remove(oldest);
        return oldest.taken;
    }

    synchronized List<Taken> removeAllOf(Object handle) {
        List<Taken> removed = new ArrayList<>();
        for (Iterator<Entry> i = entries.iterator(); i.hasNext();) {
            Entry entry = i.next();
            if (entry.handle.equals(handle)) {
                removed.add(entry.taken);
                i.remove();
            }
        }
        return removed;
    }

    synchronized boolean isEmpty() {
        return entries.isEmpty();
    }
}
