package dev.sluice.internal.layout;

/**
 * One list of free chunks per class, linked through the chunks: the get side appends at the tail, the put side pops at
 * the head, and they share no word but the link between two chunks. The algorithm is the two-lock queue of M. Michael and
 * M. Scott (PODC 1996), with the chunks themselves as nodes: the last chunk of a list is never popped, and an anchor
 * stands in for it while the list is empty.
 *
 * <p>Every word holds an offset tagged with the epoch in which it was written; in another epoch it counts as empty, so
 * that one store of the epoch empties all lists.
 *
 * <pre>
 *   0x1000  200  heads, one per class       plain, under the put lock
 *   0x1400  200  tails, one per class       plain, under the get lock
 *   0x1800  400  anchors, 16 bytes each: the link of an empty list
 * </pre>
 */
public final class FreeLists {
    private static final long HEADS_AT = 0x1000;
    private static final long TAILS_AT = 0x1400;
    private static final long ANCHORS_AT = 0x1800;
    private static final int OFFSET_BITS = 48;

    private FreeLists() {}

    public static long headAt(int sizeClass) {
        return HEADS_AT + 8L * sizeClass;
    }

    public static long tailAt(int sizeClass) {
        return TAILS_AT + 8L * sizeClass;
    }

    public static long anchorAt(int sizeClass) {
        return ANCHORS_AT + 16L * sizeClass;
    }

    public static long tagged(long offset, int epoch) {
        return (long) (epoch & 0xFFFF) << OFFSET_BITS | offset;
    }

    /** The offset, or 0 if the word is of another epoch. */
    public static long offset(long word, int epoch) {
        return word >>> OFFSET_BITS == (epoch & 0xFFFF) ? word & ((1L << OFFSET_BITS) - 1) : 0;
    }
}
