package dev.sluice.internal.layout;

import dev.sluice.internal.libc.Libc;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.lang.ref.Reference;
import java.util.Objects;

/**
 * The aligned words of one segment, with the access mode in the name: plain where a lock protects the word, acquire and
 * release for the edges of {@code docs/ordering.md}, volatile and compare-and-set for the words that decide races.
 *
 * <p>Where native access is granted, words are reached by their address, through one segment that is a constant of the
 * program: the JVM's compiler then needs a fraction of the code for the checks of each access, and has room to inline the
 * operations around it. The bounds are checked here instead, and the mapping is kept alive over each access. Address and size
 * are kept shifted up, so that the compiler knows what they can be when they are shifted down again: that no address is
 * outside all memory, that each is as aligned as its offset, and that a constant offset within the smallest segment is
 * within this one. So most accesses are a single instruction. Elsewhere the words are reached through the mapped segment
 * itself.
 */
public final class Words {
    private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle();
    private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();
    // Every address is aligned, which the checks of the other accesses hold to; a plain one need not be checked again.
    private static final ValueLayout.OfInt PLAIN_INT = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfLong PLAIN_LONG = ValueLayout.JAVA_LONG_UNALIGNED;

    private static final boolean BY_ADDRESS = Libc.available();
    private static final MemorySegment ALL = BY_ADDRESS ? Libc.wholeAddressSpace() : MemorySegment.NULL;

    private static final long SMALLEST_BYTES = 4096;
    private static final int PAGE_BITS = 12;

    /** Address and size have no more bits than this leaves. */
    private static final int UP = 16;

    private final MemorySegment segment;
    private final long addressUp;
    private final long restUp;

    /**
     * The words of a segment; where native access is granted it is mapped, begins with a page and is not smaller than one.
     *
     * @param segment mapped, or wherever it may be in a process without native access
     */
    public Words(MemorySegment segment) {
        if (BY_ADDRESS && !segment.isNative()) {
            throw new IllegalArgumentException(segment + " has no address; give a mapped segment");
        }
        this.addressUp = segment.address() << UP;
        this.restUp = (segment.byteSize() - SMALLEST_BYTES) << UP;
        if (BY_ADDRESS && (base() != segment.address() || limit() != segment.byteSize() - Long.BYTES + 1)) {
            throw new IllegalArgumentException(
                    segment + " does not begin with a page, or is smaller than one, or lies too"
                            + " high; give a mapped file");
        }
        this.segment = segment;
    }

    /** The segment itself, to copy from and to. */
    public MemorySegment segment() {
        return segment;
    }

    /** Whether words are reached by their address, and memory can be handed out that becomes inaccessible in time. */
    public static boolean areByAddress() {
        return BY_ADDRESS;
    }

    /** Part of the segment itself, accessible as long as the arena lives. Only where {@link #areByAddress}. */
    @SuppressWarnings("restricted") // granted, or words would not be reached by address
    public MemorySegment place(long offset, long length, Arena arena) {
        return segment.asSlice(offset, length).reinterpret(arena, this::hasEnded);
    }

    /** Called at the end of a place; that the arena must be able to call it keeps the mapping until then. */
    private void hasEnded(MemorySegment place) {}

    /** Part of the segment, read-only, accessible as long as the arena lives: itself if that can be, else a copy. */
    public MemorySegment lend(long offset, long length, Arena arena) {
        if (BY_ADDRESS) {
            return place(offset, length, arena).asReadOnly();
        }
        MemorySegment copy = arena.allocate(length, Long.BYTES);
        return copy.copyFrom(segment.asSlice(offset, length)).asReadOnly();
    }

    /** Where the segment is mapped. */
    public long address() {
        return segment.address();
    }

    public long byteSize() {
        return segment.byteSize();
    }

    private long at(long offset) {
        return base() + Objects.checkIndex(offset, limit());
    }

    private long base() {
        return addressUp >>> (UP + PAGE_BITS) << PAGE_BITS;
    }

    /** One more than the greatest offset. */
    private long limit() {
        return (restUp >>> UP) + SMALLEST_BYTES - Long.BYTES + 1;
    }

    public int getInt(long offset) {
        if (!BY_ADDRESS) {
            return segment.get(PLAIN_INT, offset);
        }
        try {
            return ALL.get(PLAIN_INT, at(offset));
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    public void setInt(long offset, int value) {
        if (!BY_ADDRESS) {
            segment.set(PLAIN_INT, offset, value);
            return;
        }
        try {
            ALL.set(PLAIN_INT, at(offset), value);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    public int getIntAcquire(long offset) {
        if (!BY_ADDRESS) {
            return (int) INT.getAcquire(segment, offset);
        }
        try {
            return (int) INT.getAcquire(ALL, at(offset));
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    public int getIntVolatile(long offset) {
        if (!BY_ADDRESS) {
            return (int) INT.getVolatile(segment, offset);
        }
        try {
            return (int) INT.getVolatile(ALL, at(offset));
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    public void setIntRelease(long offset, int value) {
        if (!BY_ADDRESS) {
            INT.setRelease(segment, offset, value);
            return;
        }
        try {
            INT.setRelease(ALL, at(offset), value);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    public void setIntVolatile(long offset, int value) {
        if (!BY_ADDRESS) {
            INT.setVolatile(segment, offset, value);
            return;
        }
        try {
            INT.setVolatile(ALL, at(offset), value);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    public boolean compareAndSetInt(long offset, int expected, int value) {
        if (!BY_ADDRESS) {
            return INT.compareAndSet(segment, offset, expected, value);
        }
        try {
            return INT.compareAndSet(ALL, at(offset), expected, value);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    public int getAndSetInt(long offset, int value) {
        if (!BY_ADDRESS) {
            return (int) INT.getAndSet(segment, offset, value);
        }
        try {
            return (int) INT.getAndSet(ALL, at(offset), value);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    public int getAndAddInt(long offset, int delta) {
        if (!BY_ADDRESS) {
            return (int) INT.getAndAdd(segment, offset, delta);
        }
        try {
            return (int) INT.getAndAdd(ALL, at(offset), delta);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    public long getLong(long offset) {
        if (!BY_ADDRESS) {
            return segment.get(PLAIN_LONG, offset);
        }
        try {
            return ALL.get(PLAIN_LONG, at(offset));
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    public void setLong(long offset, long value) {
        if (!BY_ADDRESS) {
            segment.set(PLAIN_LONG, offset, value);
            return;
        }
        try {
            ALL.set(PLAIN_LONG, at(offset), value);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    public long getLongAcquire(long offset) {
        if (!BY_ADDRESS) {
            return (long) LONG.getAcquire(segment, offset);
        }
        try {
            return (long) LONG.getAcquire(ALL, at(offset));
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    public long getLongVolatile(long offset) {
        if (!BY_ADDRESS) {
            return (long) LONG.getVolatile(segment, offset);
        }
        try {
            return (long) LONG.getVolatile(ALL, at(offset));
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    public void setLongRelease(long offset, long value) {
        if (!BY_ADDRESS) {
            LONG.setRelease(segment, offset, value);
            return;
        }
        try {
            LONG.setRelease(ALL, at(offset), value);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    public void setLongVolatile(long offset, long value) {
        if (!BY_ADDRESS) {
            LONG.setVolatile(segment, offset, value);
            return;
        }
        try {
            LONG.setVolatile(ALL, at(offset), value);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    public boolean compareAndSetLong(long offset, long expected, long value) {
        if (!BY_ADDRESS) {
            return LONG.compareAndSet(segment, offset, expected, value);
        }
        try {
            return LONG.compareAndSet(ALL, at(offset), expected, value);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    public void addLong(long offset, long delta) {
        if (!BY_ADDRESS) {
            long ignored = (long) LONG.getAndAdd(segment, offset, delta);
            return;
        }
        try {
            long ignored = (long) LONG.getAndAdd(ALL, at(offset), delta);
        } finally {
            Reference.reachabilityFence(this);
        }
    }
}
