package dev.sluice.internal.ring;

import dev.sluice.internal.layout.Words;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * What is to be put: a head in a heap array, followed by a body that need not be copied there first. Confined to one thread
 * and reused by it; {@link Ring#sizeWithout} alone may look at another's.
 */
public final class Payload {
    private static final long NOWHERE = -1;

    private static final byte[] NONE = {};

    private static final VarHandle WORDS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    /** What is longer is copied faster by a call that takes longer to begin. */
    static final int LONGEST_BY_WORDS = 64;

    private byte[] head = NONE;
    private int headLength;
    private MemorySegment body = MemorySegment.NULL;
    private long bodyLength;
    private byte[] bodyArray;
    private int bodyOffset;
    private boolean carriesHandles;
    private long position = NOWHERE;

    /** The whole payload stands in the array. */
    public Payload set(byte[] bytes, int length) {
        head = bytes;
        headLength = length;
        body = MemorySegment.NULL;
        bodyArray = null;
        bodyLength = 0;
        carriesHandles = false;
        return this;
    }

    /** Says that handles travel in it: who takes it then has an entry to acknowledge, also in a plain queue. */
    public Payload carrying(boolean handles) {
        carriesHandles = handles;
        return this;
    }

    /** Whether handles of queues or pipes travel in it. */
    public boolean carriesHandles() {
        return carriesHandles;
    }

    /** Its place in the FIFO, once it was put. */
    public long position() {
        return position;
    }

    /** Whether it is in the queue, or was; said by who holds the put lock, and for the first put only. */
    boolean isAppended() {
        return position != NOWHERE;
    }

    void appendedAt(long newPosition) {
        position = newPosition;
    }

    /** The payload is the head followed by part of another array. */
    public Payload set(byte[] bytes, int length, byte[] rest, int restOffset, int restLength) {
        set(bytes, length);
        bodyArray = rest;
        bodyOffset = restOffset;
        bodyLength = restLength;
        return this;
    }

    /** The payload is part of an array. */
    Payload setPart(byte[] bytes, int offset, int length) {
        return set(NONE, 0, bytes, offset, length);
    }

    /** The payload stands in a segment, heap or native. */
    public Payload set(MemorySegment segment) {
        set(head, 0);
        body = segment;
        bodyLength = segment.byteSize();
        return this;
    }

    /** The payload has been written to its place already. */
    Payload setWritten(long length) {
        set(NONE, 0);
        bodyLength = length;
        return this;
    }

    /** Whether it refers to data of the caller, and not only to a copy. */
    public boolean refersToCaller() {
        return bodyLength != 0;
    }

    /** How large the array is that it refers to, which need not be full. */
    public int arrayBytes() {
        return head.length;
    }

    /** Lets go of all that it refers to. */
    public void clear() {
        set(NONE, 0);
    }

    public long length() {
        return headLength + bodyLength;
    }

    /** A copy of all of it. */
    public byte[] toArray() {
        byte[] bytes = new byte[Math.toIntExact(length())];
        writeTo(MemorySegment.ofArray(bytes), 0);
        return bytes;
    }

    /** As {@link #writeTo}, where whole words may be written: up to seven bytes behind the payload are overwritten. */
    void writeWordsTo(Words m, long offset) {
        if (bodyLength != 0 || headLength > LONGEST_BY_WORDS || head.length - headLength < Long.BYTES) {
            writeTo(m.segment(), offset);
            return;
        }
        // As its twin in Received, not a method of Words: a call deeper, the compiler inlines less of a put and a take.
        for (int i = 0; i < headLength; i += Long.BYTES) {
            m.setLong(offset + i, (long) WORDS.get(head, i));
        }
    }

    /** Copies all of it into an array, which has room. */
    void copyTo(byte[] target, int offset) {
        System.arraycopy(head, 0, target, offset, headLength);
        if (bodyArray != null) {
            System.arraycopy(bodyArray, bodyOffset, target, offset + headLength, (int) bodyLength);
        } else if (bodyLength > 0) {
            MemorySegment.copy(body, ValueLayout.JAVA_BYTE, 0, target, offset + headLength, (int) bodyLength);
        }
    }

    void writeTo(MemorySegment m, long offset) {
        MemorySegment.copy(head, 0, m, ValueLayout.JAVA_BYTE, offset, headLength);
        if (bodyLength == 0) {
            return;
        }
        if (bodyArray != null) {
            MemorySegment.copy(bodyArray, bodyOffset, m, ValueLayout.JAVA_BYTE, offset + headLength, (int) bodyLength);
        } else {
            MemorySegment.copy(body, 0, m, offset + headLength, bodyLength);
        }
    }
}
