package dev.sluice.internal.layout;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * Access to the aligned words of a segment, with the access mode in the name: plain where a lock protects the word,
 * acquire and release for the edges of {@code docs/ordering.md}, volatile and compare-and-set for the words that decide
 * races.
 */
public final class Words {
    private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle();
    private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();

    private Words() {}

    public static int getInt(MemorySegment m, long offset) {
        return m.get(ValueLayout.JAVA_INT, offset);
    }

    public static void setInt(MemorySegment m, long offset, int value) {
        m.set(ValueLayout.JAVA_INT, offset, value);
    }

    public static long getLong(MemorySegment m, long offset) {
        return m.get(ValueLayout.JAVA_LONG, offset);
    }

    public static void setLong(MemorySegment m, long offset, long value) {
        m.set(ValueLayout.JAVA_LONG, offset, value);
    }

    public static int getIntAcquire(MemorySegment m, long offset) {
        return (int) INT.getAcquire(m, offset);
    }

    public static int getIntVolatile(MemorySegment m, long offset) {
        return (int) INT.getVolatile(m, offset);
    }

    public static void setIntRelease(MemorySegment m, long offset, int value) {
        INT.setRelease(m, offset, value);
    }

    public static void setIntVolatile(MemorySegment m, long offset, int value) {
        INT.setVolatile(m, offset, value);
    }

    public static boolean compareAndSetInt(MemorySegment m, long offset, int expected, int value) {
        return INT.compareAndSet(m, offset, expected, value);
    }

    public static int getAndSetInt(MemorySegment m, long offset, int value) {
        return (int) INT.getAndSet(m, offset, value);
    }

    public static int getAndAddInt(MemorySegment m, long offset, int delta) {
        return (int) INT.getAndAdd(m, offset, delta);
    }

    public static long getLongAcquire(MemorySegment m, long offset) {
        return (long) LONG.getAcquire(m, offset);
    }

    public static long getLongVolatile(MemorySegment m, long offset) {
        return (long) LONG.getVolatile(m, offset);
    }

    public static void setLongRelease(MemorySegment m, long offset, long value) {
        LONG.setRelease(m, offset, value);
    }

    public static void setLongVolatile(MemorySegment m, long offset, long value) {
        LONG.setVolatile(m, offset, value);
    }

    public static boolean compareAndSetLong(MemorySegment m, long offset, long expected, long value) {
        return LONG.compareAndSet(m, offset, expected, value);
    }

    public static void addLong(MemorySegment m, long offset, long delta) {
        long ignored = (long) LONG.getAndAdd(m, offset, delta);
    }
}
