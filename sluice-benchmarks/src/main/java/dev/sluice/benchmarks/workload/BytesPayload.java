package dev.sluice.benchmarks.workload;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.function.Consumer;

/** Arrays of bytes that begin and end with their number. The producer owns one array, which it changes for each element. */
final class BytesPayload implements Payload<byte[]> {
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder()).withInvokeExactBehavior();

    private final byte[] content;

    BytesPayload(int length) {
        content = new byte[length];
        for (int i = 0; i < length; i++) {
            content[i] = (byte) i;
        }
    }

    @Override
    public byte[] make(int producer, long sequence) {
        INT.set(content, 0, (int) sequence);
        INT.set(content, content.length - Integer.BYTES, (int) sequence);
        return content;
    }

    @Override
    public Consumer<byte[]> check() {
        int[] next = new int[1];
        return element -> check(
                next,
                element.length,
                (int) INT.get(element, 0),
                (int) INT.get(element, element.length - Integer.BYTES));
    }

    @Override
    public Consumer<MemorySegment> checkInPlace() {
        int[] next = new int[1];
        return element -> check(
                next,
                element.byteSize(),
                element.get(ValueLayout.JAVA_INT_UNALIGNED, 0),
                element.get(ValueLayout.JAVA_INT_UNALIGNED, element.byteSize() - Integer.BYTES));
    }

    private void check(int[] next, long length, int first, int last) {
        if (length != content.length || first != next[0] || last != next[0]) {
            throw new IllegalStateException("an element of " + length + " bytes that begins with " + first
                    + " and ends with " + last + ", not one of " + content.length + " with " + next[0]);
        }
        next[0]++;
    }
}
