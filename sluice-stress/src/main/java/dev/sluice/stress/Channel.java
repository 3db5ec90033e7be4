package dev.sluice.stress;

import java.util.List;
import java.util.SplittableRandom;

/** A queue or an end of a pipe, as the workers use it. */
interface Channel extends AutoCloseable {
    /**
     * Puts in one of the ways there are.
     *
     * @param withdrawable whether it may be {@linkplain #withdraw withdrawn}
     * @return false if it was refused, or its time was over
     */
    boolean put(byte[] element, boolean withdrawable, SplittableRandom random) throws InterruptedException;

    /**
     * Puts several in one call.
     *
     * @return how many of them, the first ones, were put
     */
    int putAll(List<byte[]> elements, SplittableRandom random);

    /** Takes in one call what is there, but not more than that; empty if this channel does not do so. */
    List<Taken> takeAll(int most);

    /** Takes what is there, but not more than that, and has it all put back. */
    void refuse(int most);

    /**
     * Takes one out again that was put here, wherever it is in the queue, and has nobody else get it.
     *
     * @return false if it is not in the queue any more
     */
    boolean withdraw(byte[] element);

    /**
     * Takes in one of the ways there are.
     *
     * @return null if there was nothing, or its time was over
     */
    Taken take(SplittableRandom random) throws InterruptedException;

    /** Takes what is there by the end, waiting a little; null if there is nothing. */
    Taken takeLast() throws InterruptedException;

    @Override
    void close();

    /** What was taken. */
    interface Taken {
        byte[] bytes();

        /** The count of deliveries, 0 if there is none. */
        int count();

        /** Acknowledges it. */
        void done();

        /** Has it delivered again. */
        void giveBack();
    }

    /** An element that belongs to its taker at once. */
    final class Owned implements Taken {
        private final byte[] bytes;

        Owned(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public byte[] bytes() {
            return bytes;
        }

        @Override
        public int count() {
            return 0;
        }

        @Override
        public void done() {
            // Nobody else knows of it any more.
        }

        @Override
        public void giveBack() {
            throw new UnsupportedOperationException("only a joinable queue takes elements back");
        }
    }

    /** The end of the stream, or of the queue for everybody. */
    final class EndedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        EndedException(Throwable cause) {
            super(cause);
        }
    }
}
