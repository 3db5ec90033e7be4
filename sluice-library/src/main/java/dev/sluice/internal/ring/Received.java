package dev.sluice.internal.ring;

import dev.sluice.internal.layout.Words;
import dev.sluice.internal.shm.Broken;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** What was taken or looked at. Confined to one thread; the bytes are overwritten by the next use. */
public final class Received {
    static final int NO_ENTRY = -1;
    private static final int FIRST_BYTES = 1024;
    private static final VarHandle WORDS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    byte[] bytes = new byte[FIRST_BYTES];
    int length;
    int flags;
    int entry;
    long ticket;
    int deliveries;
    /** Whether the bytes were copied together with the taking. */
    boolean isCopied;
    /** Whether an entry is to be had also where none is needed. */
    boolean keepsEntry;
    /** Whether the payload is to stay where it is. */
    boolean staysInPlace;

    /** Holds the payload from index 0 on. */
    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return length;
    }

    /** Whether the payload is bytes as the user gave them, not an encoded object. */
    public boolean isRaw() {
        return (flags & dev.sluice.internal.layout.Slot.RAW) != 0;
    }

    /** Whether handles of queues or pipes travel in it. */
    public boolean carriesHandles() {
        return (flags & dev.sluice.internal.layout.Slot.HANDLES) != 0;
    }

    /** Its place in the FIFO, never the same for two elements of one queue. */
    public long ticket() {
        return ticket;
    }

    /** How often it has been delivered, this time included. */
    public int deliveries() {
        return deliveries;
    }

    /** The entry by which it is acknowledged; negative if it needs none. */
    public int entry() {
        return entry;
    }

    /** Lets the next take leave an entry to be acknowledged, also in a plain queue. */
    public void keepEntry(boolean keep) {
        keepsEntry = keep;
    }

    /** Lets the next take leave an entry, and the payload where it is, to be {@linkplain Ring#lend lent}. */
    public void stayInPlace(boolean stay) {
        keepsEntry = stay;
        staysInPlace = stay;
    }

    /** Gives the payload away, to be used when it is too large to be copied once more. */
    public byte[] takeBytes() {
        byte[] taken = bytes;
        bytes = new byte[FIRST_BYTES];
        return taken;
    }

    void makeRoom(int size) {
        if (bytes.length < size) {
            bytes = new byte[size];
        }
    }

    /** As {@link #copyFrom}, where whole words may be read: up to seven bytes behind the payload are copied, too. */
    void copyWordsFrom(Words m, long offset) {
        if (length > Payload.LONGEST_BY_WORDS) {
            copyFrom(m.segment(), offset);
            return;
        }
        for (int i = 0; i < length; i += Long.BYTES) {
            WORDS.set(bytes, i, m.getLong(offset + i));
        }
        spoil();
    }

    void copyFrom(MemorySegment m, long offset) {
        MemorySegment.copy(m, ValueLayout.JAVA_BYTE, offset, bytes, 0, length);
        spoil();
    }

    private void spoil() {
        if (Broken.FLIPS && length > 0 && Broken.now()) {
            bytes[length - 1] ^= 1;
        }
    }
}
