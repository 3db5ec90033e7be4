package dev.sluice.benchmarks.contender;

import dev.sluice.benchmarks.workload.Kind;
import dev.sluice.benchmarks.workload.Workload;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * How an element becomes bytes where a peer moves bytes only: integers and bytes as they are, records with Apache Fory.
 * Belongs to one thread.
 *
 * @param <E> the type of the elements
 */
interface DirectFormat<E> {
    /** Prepares an element for writing, and returns its length in bytes. */
    int prepare(E element);

    /** Writes the element that was prepared. */
    void write(E element, MutableDirectBuffer to, int index);

    /** Reads an element; it is the caller's own from then on. */
    E read(DirectBuffer from, int index, int length);

    /** The format of a workload's elements. */
    @SuppressWarnings("unchecked") // the workload says what its elements are
    static <E> DirectFormat<E> of(Workload workload) {
        return (DirectFormat<E>) switch (workload.kind()) {
            case BYTES -> new OfBytes();
            case RECORDS -> new OfObjects();
            default -> new OfIntegers();
        };
    }

    /** How long an element of a workload is, or somewhat less. */
    static int length(Workload workload) {
        final int record = 128;
        return workload.kind() == Kind.BYTES ? workload.bytes() : workload.kind() == Kind.RECORDS ? record
                : Integer.BYTES;
    }

    /** Integers. */
    final class OfIntegers implements DirectFormat<Integer> {
        @Override
        public int prepare(Integer element) {
            return Integer.BYTES;
        }

        @Override
        public void write(Integer element, MutableDirectBuffer to, int index) {
            to.putInt(index, element);
        }

        @Override
        public Integer read(DirectBuffer from, int index, int length) {
            return from.getInt(index);
        }
    }

    /** Arrays of bytes. */
    final class OfBytes implements DirectFormat<byte[]> {
        @Override
        public int prepare(byte[] element) {
            return element.length;
        }

        @Override
        public void write(byte[] element, MutableDirectBuffer to, int index) {
            to.putBytes(index, element);
        }

        @Override
        public byte[] read(DirectBuffer from, int index, int length) {
            byte[] copy = new byte[length];
            from.getBytes(index, copy);
            return copy;
        }
    }

    /** Any objects that Fory knows. */
    final class OfObjects implements DirectFormat<Object> {
        private final ForyCodec fory = new ForyCodec();

        @Override
        public int prepare(Object element) {
            return fory.encode(element);
        }

        @Override
        public void write(Object element, MutableDirectBuffer to, int index) {
            to.putBytes(index, fory.bytes(), 0, fory.length());
        }

        @Override
        public Object read(DirectBuffer from, int index, int length) {
            from.getBytes(index, fory.bytes(), 0, length);
            return fory.decode();
        }
    }
}
