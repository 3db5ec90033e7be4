package dev.sluice.stress;

import dev.sluice.ProcessQueue;
import dev.sluice.QueueShutdownException;
import dev.sluice.QueueStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** What the keeper sees when everybody else has left: nothing may be in the queue, and all room has to be there. */
final class Inspection {
    /** What it says for each thing seen, followed by its name and a number. */
    static final String SEEN = "seen";

    static final String RESIDUE = "residue";
    static final String ACCEPTED = "accepted";
    static final String ACCEPTED_MILLIS = "accepted-millis";
    static final String RETURNED = "returned";
    static final String SLOTS_LEAKED = "slots-leaked";
    static final String JOIN_HANGS = "join-hangs";
    static final String BYTES = "bytes";
    static final String MEMORY = "memory";
    static final String SIZE = "size";
    static final String LEAKED_BYTES = "leaked-bytes";
    /** What does not work as it should in a queue that was shut down. */
    static final String SHUTDOWN_UNFINISHED = "shutdown-unfinished";

    /** How long anything may take that should be done at once. */
    static final Duration LIMIT = Duration.ofSeconds(1);
    private static final Duration GIVING_BACK = Duration.ofSeconds(5);
    /** What the library keeps for the next burst, and some for its tables. */
    static final long KEPT_BYTES = 68L << 20;
    private static final long PAUSE_NANOS = 1_000_000;
    private static final int ROOM_OF_UNBOUNDED = 10_000;

    private final Order order;
    private final ProcessQueue<Object> queue;
    private final Channel channel;
    private final Journal journal;

    Inspection(Order order, ProcessQueue<Object> queue, Journal journal) {
        this.order = order;
        this.queue = queue;
        this.channel = queue instanceof dev.sluice.JoinableQueue<Object> joinable
                ? new JoinableChannel(joinable)
                : new PlainChannel(queue);
        this.journal = journal;
    }

    void run(int holders) throws IOException, InterruptedException {
        boolean joined = Keeper.joins(queue, LIMIT);
        long residue = drain(true);
        see(RESIDUE, residue);
        joined |= residue > 0; // not all was done: somebody died with the last ones in hand, when nobody was left to take them
        see(SLOTS_LEAKED, slotsLeaked(holders));
        long start = System.nanoTime();
        see(ACCEPTED, fill(start));
        see(ACCEPTED_MILLIS, Duration.ofNanos(System.nanoTime() - start).toMillis());
        see(RETURNED, drain(false));
        joined &= Keeper.joins(queue, LIMIT);
        see(JOIN_HANGS, joined ? 0 : 1);
        see(SIZE, queue.isEmpty() ? queue.size() : Math.max(1, queue.size()));
        if (order.configuration().isNamed()) {
            QueueStatus status = QueueStatus.of(Channels.NAME);
            see(BYTES, status.bytes());
            see(MEMORY, memoryGivenBack(status.memoryBytes()));
        }
        ChunkCensus.leakedBytes(order).ifPresent(bytes -> see(LEAKED_BYTES, bytes));
    }

    /** The memory that is in use when no more of it is given back: that takes the library a while. */
    private static long memoryGivenBack(long before) {
        long memory = before;
        long deadline = System.nanoTime() + GIVING_BACK.toNanos();
        while (memory > KEPT_BYTES && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(PAUSE_NANOS);
            memory = QueueStatus.of(Channels.NAME).memoryBytes();
        }
        return memory;
    }

    /** Looks at a queue that was shut down, and that nobody else uses any more. */
    void lookBack() throws InterruptedException {
        int wrong = queue.isShutdown() ? 0 : 1;
        wrong += isRefused(() -> queue.offer(Element.encode(0, 0, Element.HEADER_BYTES))) ? 0 : 1;
        wrong += isRefused(queue::poll) ? 0 : 1;
        wrong += queue.isEmpty() && queue.size() == 0 ? 0 : 1;
        wrong += Keeper.joins(queue, LIMIT) ? 0 : 1;
        see(SHUTDOWN_UNFINISHED, wrong);
    }

    /** Tried for a while: who has died meanwhile may have had something in hand, which others see to. */
    private static boolean isRefused(Runnable call) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        do {
            try {
                call.run();
            } catch (QueueShutdownException e) {
                return true;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        } while (System.nanoTime() - deadline < 0);
        return false;
    }

    private static void see(String name, long number) {
        Worker.say(SEEN + " " + name + " " + number);
    }

    /** The dead are noticed within some time; that one is granted. */
    private int slotsLeaked(int holders) throws IOException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            Optional<Integer> inUse = ParticipantTable.inUse(order);
            int leaked = Math.max(0, inUse.orElse(holders) - holders);
            if (leaked == 0 || System.nanoTime() - deadline > 0) {
                return leaked;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private int fill(long start) {
        int room = order.configuration().isBounded() ? order.configuration().maxSize() : ROOM_OF_UNBOUNDED;
        // One more than there is room for: it has to be refused.
        int wanted = order.configuration().isBounded() ? room + 1 : room;
        int accepted = 0;
        while (accepted < wanted) {
            if (queue.offer(Element.encode(0, accepted, Element.HEADER_BYTES))) {
                accepted++;
            } else if (accepted >= room || System.nanoTime() - start > LIMIT.toNanos()) {
                break;
            }
        }
        return accepted;
    }

    private int drain(boolean noted) throws InterruptedException {
        int count = 0;
        while (true) {
            if (noted) {
                journal.note(Journal.Kind.TAKING);
            }
            Channel.Taken taken = channel.takeLast();
            if (taken == null) {
                if (noted) {
                    journal.note(Journal.Kind.NOT_TAKEN);
                }
                return count;
            }
            count++;
            Element element = Element.decode(taken.bytes());
            if (noted) {
                note(element, taken.count());
            }
            taken.done();
            if (noted && taken.count() > 0 && element != null) {
                journal.note(Journal.Kind.ACKED, element, 0);
            }
        }
    }

    private void note(Element element, int count) {
        if (element == null) {
            journal.note(Journal.Kind.TORN);
        } else {
            journal.note(Journal.Kind.TOOK, element, count);
            if (count > 0) {
                journal.note(Journal.Kind.ACKING, element, 0);
            }
        }
    }
}
