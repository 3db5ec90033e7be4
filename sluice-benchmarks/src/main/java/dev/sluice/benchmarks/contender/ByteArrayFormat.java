package dev.sluice.benchmarks.contender;

import dev.sluice.benchmarks.workload.Workload;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * How an element becomes an array of bytes where a peer sends these: integers and bytes as they are, records with Apache
 * Fory. Belongs to one thread.
 *
 * @param <E> the type of the elements
 */
interface ByteArrayFormat<E> {
    /** An array of its own for an element, or the element itself. */
    byte[] write(E element);

    /** An element from an array that is the caller's own. */
    E read(byte[] bytes);

    /** The format of a workload's elements. */
    @SuppressWarnings("unchecked") // the workload says what its elements are
    static <E> ByteArrayFormat<E> of(Workload workload) {
        return (ByteArrayFormat<E>) switch (workload.kind()) {
            case BYTES -> new OfBytes();
            case RECORDS -> new OfObjects();
            default -> new OfIntegers();
        };
    }

    /** Integers. */
    final class OfIntegers implements ByteArrayFormat<Integer> {
        @Override
        public byte[] write(Integer element) {
            return ByteBuffer.allocate(Integer.BYTES).putInt(element).array();
        }

        @Override
        public Integer read(byte[] bytes) {
            return ByteBuffer.wrap(bytes).getInt();
        }
    }

    /** Arrays of bytes; the producer changes its own, so it is copied. */
    final class OfBytes implements ByteArrayFormat<byte[]> {
        @Override
        public byte[] write(byte[] element) {
            return element.clone();
        }

        @Override
        public byte[] read(byte[] bytes) {
            return bytes;
        }
    }

    /** Any objects that Fory knows. */
    final class OfObjects implements ByteArrayFormat<Object> {
        private final ForyCodec fory = new ForyCodec();

        @Override
        public byte[] write(Object element) {
            return Arrays.copyOf(fory.bytes(), fory.encode(element));
        }

        @Override
        public Object read(byte[] bytes) {
            System.arraycopy(bytes, 0, fory.bytes(), 0, bytes.length);
            return fory.decode();
        }
    }
}
