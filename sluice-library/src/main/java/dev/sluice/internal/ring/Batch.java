package dev.sluice.internal.ring;

import java.util.Arrays;

/**
 * Payloads that are to be put one behind the other: copies, not so many that whoever waits for the lock meanwhile would
 * notice. Filled, put and cleared again and again; confined to one thread.
 */
public final class Batch {
    static final int MOST_ELEMENTS = 64;
    static final int MOST_BYTES = 16 << 10;
    private static final int FIRST_BYTES = 1024;

    private byte[] bytes = new byte[FIRST_BYTES];
    private final int[] ends = new int[MOST_ELEMENTS];
    private int added;
    private int put;
    private final Payload view = new Payload();

    /** Whether a payload of this length can be added; if not even to an empty batch, it wants to be put by itself. */
    public boolean hasRoomFor(long length) {
        return added < MOST_ELEMENTS && usedBytes() + length <= MOST_BYTES;
    }

    private int usedBytes() {
        return end(added - 1);
    }

    private int end(int index) {
        return index < 0 ? 0 : ends[index];
    }

    /** Copies a payload, which {@linkplain #hasRoomFor fits}. */
    public void add(Payload payload) {
        int start = usedBytes();
        int end = start + (int) payload.length();
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(end, 2 * bytes.length));
        }
        payload.copyTo(bytes, start);
        ends[added++] = end;
    }

    /** Whether all that was added has been put. */
    public boolean isEmpty() {
        return put == added;
    }

    /** How many of those that were added have been put. */
    public int countPut() {
        return put;
    }

    /** Forgets what was added. */
    public void clear() {
        added = 0;
        put = 0;
    }

    int left() {
        return added - put;
    }

    /** One of those that are left, as it stands here: until the next call. */
    Payload element(int index) {
        int start = end(put + index - 1);
        return view.setPart(bytes, start, ends[put + index] - start);
    }

    void advance(int count) {
        put += count;
    }
}
