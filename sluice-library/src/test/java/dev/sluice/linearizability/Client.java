package dev.sluice.linearizability;

import dev.sluice.JoinableQueue;
import dev.sluice.ProcessQueue;
import dev.sluice.QueueShutdownException;
import dev.sluice.linearizability.Operation.Kind;
import java.time.Duration;
import java.util.AbstractCollection;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Calls a queue at random and writes down what it called and what came of it. Confined to one thread. */
final class Client {
    /** What a client does besides putting and taking. */
    enum Manner {
        /** Never waits for long. */
        BUSY,
        /** Waits without a timeout, until somebody shuts the queue down. */
        WAITING
    }

    private static final int FIRST_ELEMENT = 100;
    private static final int ELEMENTS_PER_CLIENT = 100_000;
    private static final long SHORT_NANOS = 30_000;
    /** Whoever stops a process that holds a lock makes a timed call end with nothing, whatever there is. */
    private static final long DISTURBED_NANOS = 150_000_000;
    private static final int MOST_DRAINED = 3;
    private static final int[] LENGTHS = {0, 0, 0, 20, 120, 300, 0, 0, 2_000, 0, 0, 0, 0, 70_000, 0, 0};

    private final ProcessQueue<String> queue;
    private final JoinableQueue<String> joinable;
    private final HistoryLog.Column column;
    private final int number;
    private final int clients;
    private final Random random;
    private final Deque<Integer> held = new ArrayDeque<>();
    private int puts;

    /**
     * A client.
     *
     * @param column where it writes down what it does
     * @param number its number among so many clients
     */
    Client(ProcessQueue<String> queue, HistoryLog.Column column, int number, int clients, long seed) {
        this.queue = queue;
        this.joinable = queue instanceof JoinableQueue<String> j ? j : null;
        this.column = column;
        this.number = number;
        this.clients = clients;
        this.random = new Random(seed * 31 + number);
    }

    /** Elements of many sizes: in the slot, in a chunk, copied outside the locks. */
    private static String text(int element) {
        return element + ":" + "x".repeat(LENGTHS[element % LENGTHS.length]);
    }

    /** The number of the client that puts it. */
    static int owner(int element) {
        return (element - FIRST_ELEMENT) / ELEMENTS_PER_CLIENT;
    }

    /** Whether it is copied outside the locks. */
    static boolean isLarge(int element) {
        return LENGTHS[element % LENGTHS.length] > 1 << 16;
    }

    private static int element(String text) {
        int element = Integer.parseInt(text, 0, text.indexOf(':'), 10);
        return text.length() == text(element).length() ? element : Integer.MAX_VALUE; // torn
    }

    private interface Call {
        int run() throws InterruptedException;
    }

    private int record(Kind kind, int argument, Call call) throws InterruptedException {
        column.begin(kind, argument);
        int result;
        try {
            result = call.run();
        } catch (QueueShutdownException e) {
            result = Operation.SHUT_DOWN;
        }
        column.end(result);
        return result;
    }

    private static int yes(boolean yes) {
        return yes ? Operation.YES : Operation.NO;
    }

    private static int elementOrNo(String text) {
        return text == null ? Operation.NO : element(text);
    }

    private void took(int result) {
        if (result >= FIRST_ELEMENT) {
            held.add(result);
        }
    }

    /** So many calls, or fewer if the log is full or somebody says stop. */
    void run(int calls, Manner manner, HistoryLog log) throws InterruptedException {
        for (int i = 0; i < calls && !column.isFull() && !log.isStopped(); i++) {
            if (joinable != null && !held.isEmpty() && random.nextInt(3) == 0) {
                acknowledge();
            } else if (manner == Manner.WAITING && random.nextBoolean()) {
                putOrTake();
            } else {
                any();
            }
            if (random.nextInt(4) == 0) {
                LockSupport.parkNanos(1);
            }
        }
    }

    private void putOrTake() throws InterruptedException {
        if (random.nextBoolean()) {
            int element = nextElement();
            String text = text(element);
            int _ = record(Kind.PUT, element, () -> {
                queue.put(text);
                return Operation.YES;
            });
        } else {
            took(record(Kind.TAKE, 0, () -> element(queue.take())));
        }
    }

    private int nextElement() {
        return FIRST_ELEMENT + number * ELEMENTS_PER_CLIENT + puts++;
    }

    private void any() throws InterruptedException {
        switch (random.nextInt(14)) {
            case 0, 1, 2 -> offer();
            case 3 -> offerPatiently();
            case 4, 5, 6 -> took(record(Kind.POLL, 0, () -> elementOrNo(queue.poll())));
            case 7 -> pollPatiently();
            case 8, 9 -> size();
            case 10 -> peek();
            case 11 -> remove();
            case 12 -> drain();
            default -> join();
        }
    }

    private void offer() throws InterruptedException {
        int element = nextElement();
        String text = text(element);
        int _ = record(Kind.OFFER, element, () -> yes(queue.offer(text)));
    }

    private void offerPatiently() throws InterruptedException {
        int element = nextElement();
        String text = text(element);
        int result = record(
                Kind.OFFER, element, () -> yes(queue.offer(text, random.nextLong(SHORT_NANOS), TimeUnit.NANOSECONDS)));
        forgetIfDisturbed(result);
    }

    private void pollPatiently() throws InterruptedException {
        int result = record(
                Kind.POLL,
                0,
                () -> elementOrNo(queue.poll(random.nextLong(SHORT_NANOS), TimeUnit.NANOSECONDS)));
        took(result);
        forgetIfDisturbed(result);
    }

    private void forgetIfDisturbed(int result) {
        if (result == Operation.NO && column.lastedNanos() > DISTURBED_NANOS) {
            column.forget();
        }
    }

    private void size() throws InterruptedException {
        int _ = record(Kind.SIZE, 0, queue::size);
    }

    private void peek() throws InterruptedException {
        int _ = record(Kind.PEEK, 0, () -> elementOrNo(queue.peek()));
    }

    private void remove() throws InterruptedException {
        int element = FIRST_ELEMENT + random.nextInt(clients) * ELEMENTS_PER_CLIENT + random.nextInt(puts + 1);
        String text = text(element);
        int result = record(Kind.REMOVE, element, () -> yes(queue.remove(text)));
        if (result == Operation.YES) {
            held.add(element);
        }
    }

    private void join() throws InterruptedException {
        if (joinable != null) {
            int _ = record(Kind.JOIN, 0, () -> yes(joinable.join(Duration.ZERO)));
        } else {
            size();
        }
    }

    private void acknowledge() throws InterruptedException {
        int element = held.removeFirst();
        int _ = record(Kind.TASK_DONE, element, () -> {
            joinable.taskDone();
            return Operation.YES;
        });
    }

    /** One drainTo is as many polls, some of which are made together; each ends when the element is handed over. */
    private void drain() {
        int most = 1 + random.nextInt(MOST_DRAINED);
        int[] left = {most};
        column.beginSeveral(Kind.POLL, most);
        int _ = queue.drainTo(
                new AbstractCollection<String>() {
                    @Override
                    public boolean add(String text) {
                        int element = element(text);
                        column.endOneOfSeveral(--left[0], element);
                        took(element);
                        return true;
                    }

                    @Override
                    public Iterator<String> iterator() {
                        return Collections.emptyIterator();
                    }

                    @Override
                    public int size() {
                        return 0;
                    }
                },
                most);
        if (left[0] == most) {
            column.endOneOfSeveral(--left[0], Operation.NOTHING);
        }
        for (; left[0] > 0; left[0]--) {
            column.forget();
        }
    }

    void shutdown() throws InterruptedException {
        int _ = record(Kind.SHUTDOWN, 0, () -> {
            queue.shutdown();
            return Operation.YES;
        });
    }

    void shutdownNow() throws InterruptedException {
        int _ = record(Kind.SHUTDOWN_NOW, 0, () -> {
            queue.shutdownNow();
            return Operation.YES;
        });
    }

    /** Acknowledges all that it holds. */
    void acknowledgeAll() throws InterruptedException {
        while (joinable != null && !held.isEmpty()) {
            acknowledge();
        }
    }

    /** Takes all that is left and acknowledges it; false if something is left that it cannot have. */
    boolean finish(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        do {
            acknowledgeAll();
            int result = record(Kind.POLL, 0, () -> elementOrNo(queue.poll()));
            took(result);
            if (result != Operation.NO && result != Operation.SHUT_DOWN) {
                continue;
            }
            if (joinable == null
                    || record(Kind.JOIN, 0, () -> yes(joinable.join(Duration.ZERO))) == Operation.YES) {
                return true;
            }
            column.forget(); // these two may come many times
            column.forget();
            Thread.sleep(1); // what a dead client held comes back by itself
        } while (System.nanoTime() < end);
        return false;
    }
}
