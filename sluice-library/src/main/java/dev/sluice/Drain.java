package dev.sluice;

import dev.sluice.internal.ring.Deadline;
import dev.sluice.internal.ring.Drained;
import dev.sluice.internal.ring.Received;
import java.util.Collection;

/**
 * One call of {@code drainTo}: takes several elements at a time and hands them over one by one. What was taken and does not
 * get into the collection is queued again, first in line; only what cannot be decoded is consumed. Confined to one thread.
 *
 * @param <E> the type of the elements
 */
final class Drain<E> {
    private final SharedQueue<E> queue;
    private final Collection<? super E> target;

    /** The position before which elements are taken, but for the first ones: with those put since it might never end. */
    private final long end;

    Drain(SharedQueue<E> queue, Collection<? super E> target) {
        this.queue = queue;
        this.target = target;
        this.end = Failures.turned(queue.name(), queue.ring()::added);
    }

    /** Returns how many were handed over. */
    int run(int most) {
        // As long as this process holds the segment, what it has taken can be put back.
        if (!queue.state().attachment().retain()) {
            throw queue.closed();
        }
        Drained drained = Scratch.borrowDrained();
        try {
            int count = 0;
            while (count < most) {
                // Who takes nothing at all must have found nothing at all.
                int more = takeSome(drained, most - count, count == 0 ? Long.MAX_VALUE : end);
                if (more == 0) {
                    break;
                }
                count += more;
            }
            return count;
        } finally {
            Scratch.giveBack(drained);
            Failures.turned(queue.name(), queue.state().attachment()::release);
        }
    }

    private int takeSome(Drained drained, int most, long before) {
        return switch (Failures.turned(
                queue.name(), () -> queue.ring().take(drained, most, before, queue.state()))) {
            case DONE -> handOverAll(drained);
            case AGAIN -> takeOne() ? 1 : 0;
            case CLOSED -> throw queue.closed();
            case WAIT, SHUTDOWN, TIMED_OUT, ABANDONED -> 0;
        };
    }

    private int handOverAll(Drained drained) {
        int next = 0; // the first that nobody has but this call
        boolean ended = false;
        try {
            while (next < drained.count()) {
                int index = next++;
                E e = queue.decode(drained, index);
                queue.taken(drained.entry(index), drained.ticket(index));
                boolean added = false;
                try {
                    target.add(e);
                    added = true;
                } finally {
                    if (!added && queue.isRefused(drained.entry(index), drained.ticket(index))) {
                        next = index;
                    }
                }
            }
            ended = true;
            return drained.count();
        } finally {
            if (!ended && next < drained.count()) {
                int from = next;
                Failures.turned(queue.name(), () -> queue.ring().putBack(drained, from));
            }
        }
    }

    /** Takes one that is large, carries handles, or is delivered again. It has an entry until it is handed over. */
    private boolean takeOne() {
        E e;
        int entry;
        long ticket;
        try (Scratch scratch = Scratch.borrow()) {
            Received received = scratch.received;
            if (!receive(received)) {
                return false;
            }
            entry = received.entry();
            ticket = received.ticket();
            e = queue.decodeOrEnd(received);
        }
        queue.taken(entry, ticket);
        boolean added = false;
        try {
            target.add(e);
            added = true;
        } finally {
            if (!added && entry >= 0 && queue.isRefused(entry, ticket)) {
                Failures.turned(queue.name(), () -> queue.ring().putBack(entry, ticket));
            }
        }
        queue.handedOver(entry, ticket);
        return true;
    }

    private boolean receive(Received received) {
        received.keepEntry(true);
        try {
            return queue.receive(received, Deadline.NOW);
        } catch (QueueShutdownException nothingLeft) {
            return false;
        } catch (InterruptedException impossible) {
            throw new AssertionError("a call that does not wait was interrupted", impossible);
        } finally {
            received.keepEntry(false);
        }
    }
}
