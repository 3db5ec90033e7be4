package dev.sluice;

import dev.sluice.internal.codec.EncodeBuffer;
import dev.sluice.internal.ring.Payload;
import dev.sluice.internal.ring.Received;

/**
 * The buffers of one call. Platform threads keep theirs; virtual threads, of which there may be very many, and calls from
 * inside a user's codec get new ones.
 */
final class Scratch implements AutoCloseable {
    private static final ThreadLocal<Scratch> OF_THREAD = new ThreadLocal<>();
    private static final int GREATEST_KEPT_BYTES = 1 << 20;

    final Payload payload = new Payload();
    final Received received = new Received();

    /** The handles in what was encoded. */
    final InTransit inTransit = new InTransit();

    private EncodeBuffer encodeBuffer = new EncodeBuffer();
    private boolean inUse;

    static Scratch borrow() {
        if (Thread.currentThread().isVirtual()) {
            return new Scratch();
        }
        Scratch scratch = OF_THREAD.get();
        if (scratch == null) {
            scratch = new Scratch();
            OF_THREAD.set(scratch);
        } else if (scratch.inUse) {
            return new Scratch();
        }
        scratch.inUse = true;
        return scratch;
    }

    EncodeBuffer encodeBuffer() {
        return encodeBuffer;
    }

    @Override
    public void close() {
        if (payload.refersToCaller() || payload.arrayBytes() > GREATEST_KEPT_BYTES) {
            payload.clear();
            encodeBuffer.clear();
        }
        if (encodeBuffer.array().length > GREATEST_KEPT_BYTES) {
            encodeBuffer = new EncodeBuffer();
        }
        if (received.bytes().length > GREATEST_KEPT_BYTES) {
            received.takeBytes();
        }
        inUse = false;
        inTransit.close();
    }
}
