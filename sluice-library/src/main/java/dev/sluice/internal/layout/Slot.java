package dev.sluice.internal.layout;

/**
 * One place of the FIFO. Small payloads stand in the slot itself, those of up to 40 bytes on the same cache line
 * as their length.
 *
 * <pre>
 *    +0     4  length of the payload (bytes)     plain, carried by E1
 *    +4     4  flags                             plain, carried by E1; REMOVED is set under the get lock
 *    +8     8  chunk, 0 if the payload is here   plain, carried by E1
 *   +16     8  position                          plain, carried by E1; a check against damage
 *   +24   168  payload
 * </pre>
 */
public final class Slot {
    public static final long BYTES = 192;
    public static final long LENGTH = 0;
    public static final long FLAGS = 4;
    public static final long CHUNK = 8;
    public static final long POSITION = 16;
    public static final long INLINE = 24;
    public static final int INLINE_BYTES = 168;

    /** Up to which length all of an element stands on one cache line. */
    public static final int FIRST_LINE_BYTES = 40;

    /** Where the second cache line begins: the payload's, if the first is not enough. */
    public static final long SECOND_LINE = 64;

    /** The element was removed from the middle; its place is skipped. */
    public static final int REMOVED = 1;
    /** The payload is bytes as the user gave them, not an encoded object. */
    public static final int RAW = 2;
    /** Handles of queues or pipes travel in the element: whoever takes it has it in an entry until he has opened them. */
    public static final int HANDLES = 4;

    private Slot() {}
}
