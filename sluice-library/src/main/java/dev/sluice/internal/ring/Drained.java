package dev.sluice.internal.ring;

import dev.sluice.internal.layout.Slot;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Several small elements that were taken together. Confined to one thread; overwritten by the next use. */
public final class Drained {
    static final int MOST_ELEMENTS = 64;

    private final byte[] bytes = new byte[MOST_ELEMENTS * Slot.INLINE_BYTES];
    private final int[] ends = new int[MOST_ELEMENTS];
    private final int[] flags = new int[MOST_ELEMENTS];
    private final int[] entries = new int[MOST_ELEMENTS];
    private long firstTicket;
    private int count;

    public int count() {
        return count;
    }

    /** Holds all payloads, one behind the other. */
    public byte[] bytes() {
        return bytes;
    }

    public int offset(int index) {
        return index == 0 ? 0 : ends[index - 1];
    }

    public int length(int index) {
        return ends[index] - offset(index);
    }

    /** Its place in the FIFO. */
    public long ticket(int index) {
        return firstTicket + index;
    }

    /** The entry by which it is acknowledged; negative in a plain queue. */
    public int entry(int index) {
        return entries[index];
    }

    int flags(int index) {
        return flags[index];
    }

    void begin(long ticket) {
        firstTicket = ticket;
        count = 0;
    }

    void add(MemorySegment m, long offset, int length, int elementFlags, int entry) {
        int start = count == 0 ? 0 : ends[count - 1];
        MemorySegment.copy(m, ValueLayout.JAVA_BYTE, offset, bytes, start, length);
        ends[count] = start + length;
        flags[count] = elementFlags;
        entries[count] = entry;
        count++;
    }
}
