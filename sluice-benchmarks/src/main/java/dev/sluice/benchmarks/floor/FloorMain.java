package dev.sluice.benchmarks.floor;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * One of the two processes that measure the floor. It reads lines such as {@code ping 50}, plays its part for so many
 * milliseconds, and answers with a number: the median nanoseconds of a round trip, or integers a second; 0 from the side that
 * does not know.
 */
public final class FloorMain {
    private static final VarHandle WORD = ValueLayout.JAVA_LONG.varHandle().withInvokeExactBehavior();
    /** Each word that one side writes has this much to itself. */
    private static final long APART = 256;

    private static final long PING = 0;
    private static final long PONG = APART;
    private static final long HEAD = 2 * APART;
    private static final long TAIL = 3 * APART;
    private static final long START = 4 * APART;
    private static final long RING = 5 * APART;
    private static final int SLOTS = 1024;
    private static final long BYTES = RING + SLOTS * Long.BYTES;

    private static final int ROUNDS = 64;
    private static final int MAX_BATCHES = 1 << 17;
    private static final long END = -1;

    private final MemorySegment memory;
    private final boolean leads;
    private long turn;
    private long starts;
    private long head;

    private FloorMain(MemorySegment memory, boolean leads) {
        this.memory = memory;
        this.leads = leads;
    }

    /** Which of the two. */
    enum Task {
        /** Asks, and produces. */
        LEADS,
        /** Answers, and consumes. */
        FOLLOWS
    }

    static void create(Path file) throws IOException {
        map(file);
    }

    /**
     * Serves until its input ends.
     *
     * @param args the file, and which of the two it is
     */
    public static void main(String[] args) throws IOException {
        FloorMain floor = new FloorMain(map(Path.of(args[0])), Task.valueOf(args[1]) == Task.LEADS);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ", -1);
            long nanos = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(words[1]));
            floor.meet();
            System.out.println(words[0].equals("ping") ? floor.ping(nanos) : floor.ring(nanos));
        }
    }

    private static MemorySegment map(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return channel.map(FileChannel.MapMode.READ_WRITE, 0, BYTES, Arena.global());
        }
    }

    /** Both begin when both are there. */
    private void meet() {
        starts += 2;
        long now = (long) WORD.getAndAdd(memory, START, 1L) + 1;
        while (now < starts) {
            Thread.onSpinWait();
            now = (long) WORD.getAcquire(memory, START);
        }
    }

    private double ping(long nanos) {
        if (!leads) {
            answer();
            return 0;
        }
        long[] times = new long[MAX_BATCHES];
        int batches = 0;
        long start = System.nanoTime();
        long before = start;
        while (batches < MAX_BATCHES && before - start < nanos) {
            rounds();
            long now = System.nanoTime();
            times[batches++] = now - before;
            before = now;
        }
        WORD.setRelease(memory, PING, END);
        while ((long) WORD.getAcquire(memory, PING) == END) {
            Thread.onSpinWait();
        }
        Arrays.sort(times, 0, batches);
        return (double) times[batches / 2] / ROUNDS;
    }

    private void rounds() {
        for (int i = 0; i < ROUNDS; i++) {
            turn++;
            WORD.setRelease(memory, PING, turn);
            while ((long) WORD.getAcquire(memory, PONG) != turn) {
                Thread.onSpinWait();
            }
        }
    }

    private void answer() {
        long seen = turn;
        while (true) {
            long now = (long) WORD.getAcquire(memory, PING);
            if (now == END) {
                turn = seen;
                WORD.setRelease(memory, PING, 0L);
                return;
            }
            if (now > seen) {
                seen = now;
                WORD.setRelease(memory, PONG, now);
            } else {
                Thread.onSpinWait();
            }
        }
    }

    private double ring(long nanos) {
        if (!leads) {
            consume();
            return 0;
        }
        long start = System.nanoTime();
        long sent = 0;
        long end = start;
        while (end - start < nanos) {
            sent += produce(sent);
            end = System.nanoTime();
        }
        // Its number is one that no element has.
        put(sent, END);
        while ((long) WORD.getAcquire(memory, HEAD) != sent + 1) {
            Thread.onSpinWait();
        }
        double rate = sent * (double) TimeUnit.SECONDS.toNanos(1) / (System.nanoTime() - start);
        WORD.setRelease(memory, TAIL, 0L);
        WORD.setRelease(memory, HEAD, 0L);
        head = 0;
        return rate;
    }

    private int produce(long from) {
        for (int i = 0; i < SLOTS; i++) {
            put(from + i, i);
        }
        return SLOTS;
    }

    private void put(long position, long value) {
        while (position - head >= SLOTS) {
            head = (long) WORD.getAcquire(memory, HEAD);
            if (position - head >= SLOTS) {
                Thread.onSpinWait();
            }
        }
        WORD.set(memory, RING + (position & SLOTS - 1) * Long.BYTES, value);
        WORD.setRelease(memory, TAIL, position + 1);
    }

    private void consume() {
        long position = 0;
        while (true) {
            long tail = (long) WORD.getAcquire(memory, TAIL);
            if (position >= tail) {
                Thread.onSpinWait();
                continue;
            }
            boolean ended = false;
            for (; position < tail; position++) {
                ended |= (long) WORD.get(memory, RING + (position & SLOTS - 1) * Long.BYTES) == END;
            }
            WORD.setRelease(memory, HEAD, position);
            if (ended) {
                return;
            }
        }
    }
}
