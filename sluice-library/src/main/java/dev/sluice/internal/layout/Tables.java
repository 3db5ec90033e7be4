package dev.sluice.internal.layout;

/**
 * The small tables behind the participants: payloads being prepared outside the locks, the configuration, and free ranges of
 * the arena.
 *
 * <pre>
 *  0x12000  4096  preparations, 256 of 16 bytes: +0 owner &lt;&lt; 8 | state   +8 chunk      under the put lock
 *  0x13000 53248  configuration: what was given to the builder, encoded              plain, before the header's state
 *  0x20000 16384  free ranges of the arena, 1024 of 16 bytes: +0 start   +8 end           plain, under the put lock
 *  0x24000     n  page directory, 8 bytes an entry: the page of slots of index &amp; mask   plain, carried by E1
 * </pre>
 */
public final class Tables {
    public static final long PREPARATIONS_AT = ParticipantSlot.END_AT;
    public static final int PREPARATIONS = 256;
    public static final long PREPARATION_STATE = 0;
    public static final long PREPARATION_CHUNK = 8;
    public static final int PREPARATION_FREE = 0;
    /** Claimed inside the put lock; the chunk is not yet the preparation's. */
    public static final int PREPARATION_TENTATIVE = 1;
    /** Owns its chunk. */
    public static final int PREPARATION_HELD = 2;

    public static final long CONFIGURATION_AT = PREPARATIONS_AT + 16L * PREPARATIONS;
    public static final long FREE_RANGES_AT = 0x20000;
    public static final int FREE_RANGES = 1024;
    public static final long RANGE_START = 0;
    public static final long RANGE_END = 8;

    public static final long END_AT = FREE_RANGES_AT + 16L * FREE_RANGES;
    public static final int GREATEST_CONFIGURATION_BYTES = (int) (FREE_RANGES_AT - CONFIGURATION_AT);

    private Tables() {}

    public static long preparationAt(int index) {
        return PREPARATIONS_AT + 16L * index;
    }

    public static long freeRangeAt(int row) {
        return FREE_RANGES_AT + 16L * row;
    }

    public static long preparation(int owner, int state) {
        return (long) owner << 8 | state;
    }
}
