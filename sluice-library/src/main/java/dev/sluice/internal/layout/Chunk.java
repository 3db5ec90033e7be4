package dev.sluice.internal.layout;

/**
 * A contiguous piece of the arena: the payload of one element, or a page of slots. Sizes come in classes, each twice the
 * one before, with room to spare for the few bytes of encoding around a payload of a round size.
 *
 * <pre>
 *    +0     8  next free chunk, tagged with the epoch     release E4 / acquire E4
 *    +8     4  class                                      plain
 *   +16     8  payload bytes backed by memory             plain, by whoever owns the chunk
 *  +128     n  payload
 * </pre>
 */
public final class Chunk {
    public static final long NEXT = 0;
    public static final long CLASS = 8;
    public static final long BACKED_BYTES = 16;
    public static final long PAYLOAD = 128;

    /** The largest class holds 2 GiB, more than any Java array. */
    public static final int CLASSES = 25;

    /** From this class on, payloads are copied outside the locks. */
    public static final int FIRST_LARGE_CLASS = 10;

    private static final long SMALLEST_PAYLOAD = 128;

    private Chunk() {}

    public static long capacityBytes(int sizeClass) {
        return PAYLOAD + (SMALLEST_PAYLOAD << sizeClass);
    }

    public static long strideBytes(int sizeClass) {
        return PAYLOAD + capacityBytes(sizeClass);
    }

    /** The smallest class that holds so many bytes. */
    public static int classFor(long payloadBytes) {
        if (payloadBytes <= capacityBytes(0)) {
            return 0;
        }
        return Long.SIZE - Long.numberOfLeadingZeros((payloadBytes - PAYLOAD - 1) / SMALLEST_PAYLOAD);
    }
}
