package dev.sluice.linearizability;

import dev.sluice.linearizability.Operation.Kind;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Where clients in any process write down what they call, each into a column of its own; what a killed one wrote is there,
 * too. Also a barrier for them. None of this is the library's.
 *
 * <p>The clock is {@link System#nanoTime()}. Its specification compares readings of one JVM only; on Linux HotSpot reads
 * {@code CLOCK_MONOTONIC} and adds nothing, so that all processes of one time namespace read the same clock.
 */
final class HistoryLog implements AutoCloseable, Serializable {
    private static final long serialVersionUID = 1L;
    private static final List<Kind> KINDS = List.of(Kind.values());
    private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle();
    private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();

    // One record: 8 invoked, 8 returned, 4 kind, 4 argument, 4 result, 4 unused. Not invoked: not there.
    private static final long RECORD_BYTES = 32;
    private static final long INVOKED = 0;
    private static final long RETURNED = 8;
    private static final long KIND = 16;
    private static final long ARGUMENT = 20;
    private static final long RESULT = 24;
    private static final long ARRIVALS_AT = 0;
    private static final long STOPPED_AT = 4;
    private static final long HEADER_BYTES = 64;
    private static final long PATIENCE_NANOS = 60_000_000_000L;
    private static final int POLLS_PER_PAUSE = 100;

    /** How many more records a column has than its client may fill before the end. */
    static final int SPARE_RECORDS = 32;

    private final String file;
    private final int clients;
    private final int recordsPerClient;
    private transient MemorySegment memory;

    private HistoryLog(Path file, int clients, int recordsPerClient) {
        this.file = file.toString();
        this.clients = clients;
        this.recordsPerClient = recordsPerClient;
    }

    static HistoryLog create(int clients, int recordsPerClient) throws IOException {
        HistoryLog log =
                new HistoryLog(Files.createTempFile("sluice-test-history", ""), clients, recordsPerClient);
        try (FileChannel channel = FileChannel.open(Path.of(log.file), StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(1), log.sizeBytes() - 1);
        }
        return log;
    }

    private long sizeBytes() {
        return HEADER_BYTES + RECORD_BYTES * clients * recordsPerClient;
    }

    private synchronized MemorySegment memory() {
        if (memory == null) {
            try (FileChannel channel =
                    FileChannel.open(Path.of(file), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, sizeBytes(), Arena.ofAuto());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return memory;
    }

    /** Comes here, and waits until so many clients have done so, counted since the log was made. */
    void await(int arrivals) {
        int _ = (int) INT.getAndAdd(memory(), ARRIVALS_AT, 1);
        awaitOthers(arrivals);
    }

    /** Waits until so many clients have come to {@link #await}. */
    void awaitOthers(int arrivals) {
        MemorySegment m = memory();
        long start = System.nanoTime();
        for (int i = 1; (int) INT.getVolatile(m, ARRIVALS_AT) < arrivals; i++) {
            if (i % POLLS_PER_PAUSE == 0) {
                LockSupport.parkNanos(1); // there are more clients than processors
                if (System.nanoTime() - start > PATIENCE_NANOS) {
                    throw new AssertionError("a client did not come within a minute");
                }
            } else {
                Thread.onSpinWait();
            }
        }
    }

    /** Begins anew, empty, while nobody uses it. */
    void clear() {
        var _ = memory().fill((byte) 0);
    }

    /** Says that no client shall begin anything more. */
    void stop() {
        INT.setVolatile(memory(), STOPPED_AT, 1);
    }

    boolean isStopped() {
        return (int) INT.getVolatile(memory(), STOPPED_AT) != 0;
    }

    /** Where one client writes, one call after the other. Confined to one thread. */
    final class Column {
        private final MemorySegment m = memory();
        private final long begin;
        private int records;

        private Column(int client) {
            begin = HEADER_BYTES + RECORD_BYTES * client * recordsPerClient;
        }

        private long last() {
            return begin + RECORD_BYTES * (records - 1);
        }

        /** Whether there is room for one more call and for what comes at the end. */
        boolean isFull() {
            return records > recordsPerClient - SPARE_RECORDS;
        }

        /** To be called just before the call. */
        void begin(Kind kind, int argument) {
            records++;
            INT.set(m, last() + KIND, KINDS.indexOf(kind));
            INT.set(m, last() + ARGUMENT, argument);
            // Volatile: nothing of the call may happen before the clock was read.
            LONG.setVolatile(m, last() + INVOKED, System.nanoTime());
        }

        /** To be called right after the call. */
        void end(int result) {
            long now = System.nanoTime();
            INT.set(m, last() + RESULT, result);
            LONG.setVolatile(m, last() + RETURNED, now);
        }

        /** To be called just before a call that may do the same so many times, without our seeing when. */
        void beginSeveral(Kind kind, int count) {
            long now = System.nanoTime();
            for (int i = 0; i < count; i++) {
                records++;
                INT.set(m, last() + KIND, KINDS.indexOf(kind));
                INT.set(m, last() + ARGUMENT, 0);
                LONG.setVolatile(m, last() + INVOKED, now);
            }
        }

        /** To be called when one of the several that were begun last has been done, so many of them being left. */
        void endOneOfSeveral(int left, int result) {
            long now = System.nanoTime();
            long at = last() - RECORD_BYTES * left;
            INT.set(m, at + RESULT, result);
            LONG.setVolatile(m, at + RETURNED, now);
        }

        /** How long the call lasted that has just ended. */
        long lastedNanos() {
            return (long) LONG.get(m, last() + RETURNED) - (long) LONG.get(m, last() + INVOKED);
        }

        /** Forgets the call that has just ended. */
        void forget() {
            LONG.setVolatile(m, last() + INVOKED, 0L);
            LONG.setVolatile(m, last() + RETURNED, 0L);
            records--;
        }
    }

    Column column(int client) {
        return new Column(client);
    }

    /** What a client has called; the last one may be pending. */
    List<Operation> operations(int client) {
        MemorySegment m = memory();
        List<Operation> operations = new ArrayList<>();
        for (int i = 0; i < recordsPerClient; i++) {
            long at = HEADER_BYTES + RECORD_BYTES * ((long) client * recordsPerClient + i);
            long invoked = (long) LONG.getVolatile(m, at + INVOKED);
            if (invoked == 0) {
                break;
            }
            long returned = (long) LONG.getVolatile(m, at + RETURNED);
            operations.add(new Operation(
                    client,
                    KINDS.get((int) INT.get(m, at + KIND)),
                    (int) INT.get(m, at + ARGUMENT),
                    returned == 0 ? Operation.UNKNOWN : (int) INT.get(m, at + RESULT),
                    invoked,
                    returned == 0 ? Operation.NEVER : returned));
        }
        return operations;
    }

    /** What all clients have called. */
    List<Operation> operations() {
        List<Operation> all = new ArrayList<>();
        for (int client = 0; client < clients; client++) {
            all.addAll(operations(client));
        }
        return all;
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(Path.of(file));
    }
}
