package dev.sluice.internal.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.sluice.internal.layout.FreeLists;
import dev.sluice.internal.layout.GetSide;
import dev.sluice.internal.layout.Header;
import dev.sluice.internal.layout.PutSide;
import dev.sluice.internal.layout.SegmentLayout;
import dev.sluice.internal.layout.Words;
import dev.sluice.internal.shm.SegmentException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever stands in a word of the two sides: every call ends, with a result or with an exception for what is damaged. */
@Timeout(300)
final class DamagedWordsTest {
    private static final Handle HANDLE = () -> false;
    private static final int BOUND = 256;
    private static final int SMALL = 10;
    private static final int MEDIUM = 500;
    private static final int LARGE = 70_000;
    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final int MOST_ENTRIES = 512;

    private Attachment attachment;
    private Ring ring;
    private Words m;
    private byte[] tables;
    private byte[] entries;
    private byte[] arena;

    @AfterEach
    void release() {
        restore();
        attachment.release();
    }

    /** With elements queued, taken, waiting to be delivered again; with free chunks, and a directory that was all used. */
    private void create(int kind) throws InterruptedException {
        attachment = Attachment.create(
                null, "damaged", SegmentLayout.of(kind, BOUND, 1L << 20, Integer.MAX_VALUE, 0), new byte[0]);
        ring = attachment.ring();
        m = ring.file().words();
        for (int i = 0; i < 3 * BOUND; i++) {
            put(i % 10 == 0 ? MEDIUM : SMALL);
            if (i % 8 != 0) {
                takeAnd(i % 3);
            }
        }
        for (long page = 0; page < ring.layout().directoryEntries(); page++) {
            if (m.getLong(ring.layout().directoryAt(page)) == 0) {
                m.setLong(ring.layout().directoryAt(page), ring.layout().arenaAt());
            }
        }
        tables = bytes(0, ring.layout().takenAt());
        entries = bytes(ring.layout().takenAt(), MOST_ENTRIES << 8);
        arena = bytes(ring.layout().arenaAt(), 1 << 20);
    }

    private byte[] bytes(long at, long length) {
        return m.segment().asSlice(at, length).toArray(ValueLayout.JAVA_BYTE);
    }

    private void restore() {
        MemorySegment.copy(tables, 0, m.segment(), ValueLayout.JAVA_BYTE, 0, tables.length);
        MemorySegment.copy(entries, 0, m.segment(), ValueLayout.JAVA_BYTE, ring.layout().takenAt(), entries.length);
        MemorySegment.copy(arena, 0, m.segment(), ValueLayout.JAVA_BYTE, ring.layout().arenaAt(), arena.length);
    }

    // ---- what is done with the damaged queue ----

    private interface Use {
        void run() throws InterruptedException;
    }

    private List<Use> uses() {
        return List.of(
                () -> put(SMALL),
                () -> takeAnd(1),
                () -> put(MEDIUM),
                () -> takeAnd(2),
                this::walk,
                this::removeLast,
                () -> put(LARGE),
                ring::size,
                ring::bytes,
                this::lookAtWhatIsUsed,
                () -> ring.trim(0, 1 << 20, 0),
                this::failInside,
                () -> put(SMALL),
                () -> takeAnd(0),
                this::walk,
                ring::discardAll,
                () -> ring.trim(0, 1 << 20, 0));
    }

    private void put(int length) throws InterruptedException {
        Outcome ignored = ring.put(new Payload().set(new byte[length], length), false, HANDLE, Deadline.in(1));
    }

    private void takeAnd(int what) throws InterruptedException {
        Received received = new Received();
        Outcome outcome = ring.take(received, HANDLE, Deadline.in(1));
        if (outcome == Outcome.DONE && received.entry() >= 0 && what > 0) {
            if (what == 1) {
                ring.acknowledge(received.entry(), received.ticket());
            } else {
                ring.giveBack(received.entry(), received.ticket());
            }
        }
    }

    private void walk() {
        Cursor cursor = ring.cursor();
        Received received = new Received();
        while (cursor.next(received)) {
            Thread.onSpinWait();
        }
    }

    private void removeLast() {
        Received received = new Received();
        received.entry = Received.NO_ENTRY;
        received.ticket = ring.added() - 1;
        ring.remove(received);
    }

    private void lookAtWhatIsUsed() {
        ring.sides().withBothLocks(Ring.FOREVER, () -> ring.sides().getEnd.forEachUsed(_ -> {}));
    }

    /** What follows is repaired first. */
    private void failInside() {
        ring.sides().withBothLocks(Ring.FOREVER, () -> {
            throw new SegmentException(SegmentException.Kind.IO, "as if something had failed");
        });
    }

    // ---- what is damaged ----

    private static long[] words() {
        return Stream.of(
                range(PutSide.LOCK_AT + Long.BYTES, PutSide.RUN_BASE_AT),
                range(GetSide.LOCK_AT + Long.BYTES, GetSide.RUN_BASE_AT),
                range(PutSide.VERSION_AT, PutSide.PUBLISHED_BYTES_IN_AT),
                range(GetSide.VERSION_AT, GetSide.PUBLISHED_PAGES_FREED_AT),
                LongStream.of(FreeLists.headAt(0), FreeLists.headAt(2), FreeLists.tailAt(2), FreeLists.anchorAt(2)))
                .flatMapToLong(words -> words)
                .toArray();
    }

    private static LongStream range(long first, long last) {
        return LongStream.rangeClosed(first / Long.BYTES, last / Long.BYTES).map(word -> word * Long.BYTES);
    }

    private static long[] damages(long word) {
        return new long[] {
            Long.MAX_VALUE, -1, Long.MIN_VALUE, word + 100_000, word - 100_000, Integer.MAX_VALUE,
            ((long) Integer.MAX_VALUE << 32) | (word & 0xFFFF_FFFFL)
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {Header.KIND_QUEUE, Header.KIND_JOINABLE})
    void everyCallEndsAndNamesWhatItFinds(int kind) throws InterruptedException {
        create(kind);
        List<String> wrong = new ArrayList<>();
        for (long at : words()) {
            for (long damage : damages(m.getLong(at))) {
                restore();
                m.setLong(at, damage);
                use(Long.toHexString(at) + " = " + damage, wrong);
            }
        }
        assertEquals("", String.join("\n", wrong));
    }

    private void use(String damage, List<String> wrong) throws InterruptedException {
        Thread user = Thread.ofPlatform().daemon().start(() -> {
            for (Use use : uses()) {
                try {
                    use.run();
                } catch (SegmentException | IndexOutOfBoundsException | IllegalArgumentException e) {
                    // As it should be: the API makes a QueueDamagedException of it.
                } catch (Throwable e) {
                    wrong.add(damage + ": " + e + trace(e.getStackTrace()));
                }
            }
        });
        if (!user.join(LONGEST)) {
            fail(damage + ": a call does not end" + trace(user.getStackTrace()));
        }
    }

    private static String trace(StackTraceElement[] frames) {
        return Arrays.stream(frames).limit(6).map(frame -> "\n    at " + frame).collect(Collectors.joining());
    }
}
