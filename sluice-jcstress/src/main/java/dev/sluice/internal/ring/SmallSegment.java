package dev.sluice.internal.ring;

import dev.sluice.internal.layout.Chunk;
import dev.sluice.internal.layout.Header;
import dev.sluice.internal.layout.ParticipantSlot;
import dev.sluice.internal.layout.SegmentLayout;
import dev.sluice.internal.layout.Slot;
import dev.sluice.internal.layout.Words;
import dev.sluice.internal.shm.HeapFile;
import dev.sluice.internal.shm.SharedFile;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * A segment of some 150 KiB on the heap, made by the code that makes real ones, and two processes' views of it: each has
 * its own slot among the participants, its own scratch fields and its own lock tags, so between them there is nothing but
 * the words of the segment. Pages hold four slots, so that they come and go all the time.
 */
final class SmallSegment {
    static final Handle OPEN = () -> false;

    private static final int PAGE_SHIFT = 2;
    private static final int DIRECTORY_ENTRIES = 4;
    private static final long DIRECTORY_BYTES = 4096;
    private static final long TAKEN_BYTES = 4096;
    private static final int TAKEN_ENTRIES = 16;
    private static final long ARENA_BYTES = 8192;
    private static final byte FILLING = 0x5A;
    private static final int LINGERING = 100;

    final SharedFile file;
    final Words m;
    final SegmentLayout layout;

    /** The process that puts, or does whatever the other one is to see. */
    final Member first;
    /** The process that takes, or looks. */
    final Member second;

    /** A process that holds the segment: its operations as a whole, and their parts. */
    record Member(Ring ring, Sides sides) {}

    SmallSegment(int maxSize) {
        this(Header.KIND_QUEUE, maxSize, ARENA_BYTES);
    }

    SmallSegment(int kind, int maxSize, long arenaBytes) {
        this(kind, maxSize, arenaBytes, DIRECTORY_ENTRIES);
    }

    SmallSegment(int kind, int maxSize, long arenaBytes, long directoryEntries) {
        long takenAt = SegmentLayout.DIRECTORY_AT + DIRECTORY_BYTES;
        long arenaAt = takenAt + TAKEN_BYTES;
        layout = new SegmentLayout(
                kind, maxSize, 1 << 16, Integer.MAX_VALUE, 0, PAGE_SHIFT, directoryEntries, TAKEN_ENTRIES, takenAt,
                arenaAt,
                arenaAt + arenaBytes);
        // A portable process reserves its first entries in larger pieces than this segment has.
        file = HeapFile.create(Math.max(layout.fileBytes(), takenAt + (64 << 10)));
        m = file.words();
        create(file, layout);
        first = attach();
        second = attach();
    }

    /** The first words of a segment, zeros, for a test of those alone. */
    static MemorySegment words(long bytes) {
        return MemorySegment.ofArray(new long[Math.toIntExact(Math.ceilDiv(bytes, Long.BYTES))]);
    }

    /** What one process holds after it has opened the segment. */
    Member attach() {
        Participants participants = new Participants(m);
        int me = participants.claim();
        return new Member(
                new Ring(file, layout, participants, me), new Sides(file, layout, participants, me));
    }

    /** Does what the creator of a segment does; it is ready afterwards. */
    static void create(SharedFile file, SegmentLayout layout) {
        Attachment.initialise(file, layout, new byte[0]);
    }

    /** An arena in which one page of slots and so many chunks for payloads of 169 to 256 bytes find room. */
    static long arenaOf(int pages, int chunks) {
        return pages * Chunk.strideBytes(Chunk.classFor(Slot.BYTES << PAGE_SHIFT)) + chunks * Chunk.strideBytes(0);
    }

    /** Puts an element whose bytes are all the same, if there is room now. */
    static boolean put(Member member, int length) {
        return put(member, length, FILLING);
    }

    static boolean put(Member member, int length, byte filling) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, filling);
        try {
            Outcome outcome =
                    member.ring.put(new Payload().set(bytes, length), false, OPEN, Deadline.NOW);
            return outcome == Outcome.DONE;
        } catch (InterruptedException e) {
            throw new AssertionError("a put that does not wait was interrupted", e);
        }
    }

    /** Takes the oldest element, if there is one now. */
    static Outcome take(Member member, Received received) {
        try {
            return member.ring.take(received, OPEN, Deadline.NOW);
        } catch (InterruptedException e) {
            throw new AssertionError("a take that does not wait was interrupted", e);
        }
    }

    /** 0: there was none; 1: it is what {@link #put} had put; 2: it is not. */
    static int take(Member member, int length) {
        return take(member, length, FILLING);
    }

    static int take(Member member, int length, byte filling) {
        Received received = new Received();
        if (take(member, received) != Outcome.DONE) {
            return 0;
        }
        return isWhole(received, length, filling) ? 1 : 2;
    }

    /** 0: there is nothing now; 1: there was an element; 2: there is nothing, and nothing will come. */
    static int takeUntilShutdown(Member member) {
        return switch (take(member, new Received())) {
            case DONE -> 1;
            case SHUTDOWN -> 2;
            default -> 0;
        };
    }

    private static boolean isWhole(Received received, int length, byte filling) {
        if (received.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (received.bytes()[i] != filling) {
                return false;
            }
        }
        return true;
    }

    /** Takes an element and dies with the lock in its hand, after the commit and with nothing published. */
    static void takeAndDie(Member member) {
        Sides sides = member.sides();
        sides.lockGet();
        sides.getEnd.begin();
        if (sides.getEnd.findHead()) {
            sides.getEnd.consume();
        }
        die(member);
    }

    /** What the second process finds: 0 nothing, 1 a free lock, 2 that of the dead first one; the head; the bytes queued. */
    void takeOverFromFirst(III_Result r) {
        Sides sides = second.sides();
        if (sides.lockGet(false, 0)) {
            r.r1 = isAlive(second, first) ? 1 : 2;
            r.r2 = (int) sides.getEnd.head();
            r.r3 = (int) sides.bytes();
            sides.unlockGet(true);
        }
    }

    /** Leaves the table of participants without unlocking anything, as a process that is killed does for all who look. */
    static void die(Member member) {
        Participants participants = member.sides.participants;
        participants.free(member.sides.me, participants.word(member.sides.me));
    }

    /**
     * Lets time pass between two looks, without touching memory that the other thread knows: the compiler may, and does, keep
     * what was read before in a register.
     */
    static void linger(III_Result r) {
        long x = r.r1;
        for (int i = 0; i < LINGERING; i++) {
            x = x * 6364136223846793005L + 1442695040888963407L;
        }
        r.r1 = (int) x;
    }

    static boolean isAlive(Member viewer, Member member) {
        return ParticipantSlot.isActive(viewer.sides.participants.word(member.sides.me));
    }

    long get(long offset) {
        return m.getLong(offset);
    }
}
