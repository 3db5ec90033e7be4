package dev.sluice.internal.layout;

/**
 * One process that holds the segment. The first word says who it is; one compare-and-set claims or frees the slot.
 *
 * <pre>
 *    +0     8  generation:12 | state:2 | pid:22 | start time in ticks, low 28 bits     compare-and-set
 *    +8     4  handles that receive      getAndAdd by its owner, read by anybody
 *   +12     4  handles that send         getAndAdd by its owner, read by anybody
 *   +16     4  1 if it cannot wake others
 * </pre>
 */
public final class ParticipantSlot {
    public static final long BYTES = 64;
    /** Slot 0 is never used, so that owner 0 means nobody. */
    public static final int COUNT = 1024;

    public static final long TABLE_AT = Header.BYTES;
    public static final long END_AT = TABLE_AT + BYTES * COUNT;

    public static final long WORD = 0;
    public static final long READERS = 8;
    public static final long WRITERS = 12;
    public static final long CANNOT_WAKE = 16;

    public static final int STATE_FREE = 0;
    public static final int STATE_ACTIVE = 1;

    private static final int START_BITS = 28;
    private static final int PID_BITS = 22;
    private static final int STATE_SHIFT = START_BITS + PID_BITS;
    private static final int GENERATION_SHIFT = STATE_SHIFT + 2;
    private static final int GENERATION_MASK = 0xFFF;
    private static final int INDEX_BITS = 10;

    private ParticipantSlot() {}

    public static long at(int index) {
        return TABLE_AT + BYTES * index;
    }

    public static long active(int generation, int pid, long startTicks) {
        return (long) (generation & GENERATION_MASK) << GENERATION_SHIFT
                | (long) STATE_ACTIVE << STATE_SHIFT
                | (pid & ((1L << PID_BITS) - 1)) << START_BITS
                | (startTicks & ((1L << START_BITS) - 1));
    }

    /** The word of the slot after its owner has left or died. */
    public static long freed(long word) {
        return (long) generation(word) << GENERATION_SHIFT;
    }

    public static int generation(long word) {
        return (int) (word >>> GENERATION_SHIFT) & GENERATION_MASK;
    }

    public static boolean isActive(long word) {
        return (word >>> STATE_SHIFT & 3) == STATE_ACTIVE;
    }

    public static int pid(long word) {
        return (int) (word >>> START_BITS & (1L << PID_BITS) - 1);
    }

    public static long startTicks(long word) {
        return word & (1L << START_BITS) - 1;
    }

    /** What this participant writes into a lock that it holds: never 0, and never the same for the slot's next owner. */
    public static int lockTag(int index, int generation) {
        return index | (generation & GENERATION_MASK) << INDEX_BITS;
    }

    public static int indexOfTag(int lockTag) {
        return lockTag & (1 << INDEX_BITS) - 1;
    }

    public static int generationOfTag(int lockTag) {
        return lockTag >>> INDEX_BITS & GENERATION_MASK;
    }
}
