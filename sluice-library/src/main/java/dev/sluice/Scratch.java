package dev.sluice;

import dev.sluice.internal.codec.EncodeBuffer;
import dev.sluice.internal.ring.Batch;
import dev.sluice.internal.ring.Drained;
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

    // Those of calls that run the user's code in between, and so cannot keep the whole of it.
    private Batch batch;
    private Drained drained;

    private EncodeBuffer encodeBuffer = new EncodeBuffer();
    private boolean inUse;

    static Scratch borrow() {
        if (Thread.currentThread().isVirtual()) {
            return new Scratch();
        }
        Scratch scratch = ofThread();
        if (scratch.inUse) {
            return new Scratch();
        }
        scratch.inUse = true;
        return scratch;
    }

    /** The calling platform thread's own. */
    private static Scratch ofThread() {
        Scratch scratch = OF_THREAD.get();
        if (scratch == null) {
            scratch = new Scratch();
            OF_THREAD.set(scratch);
        }
        return scratch;
    }

    /** An empty batch, to be {@linkplain #giveBack(Batch) given back}. */
    static Batch borrowBatch() {
        Scratch scratch = Thread.currentThread().isVirtual() ? null : ofThread();
        Batch kept = scratch == null ? null : scratch.batch;
        if (kept == null) {
            return new Batch();
        }
        scratch.batch = null;
        return kept;
    }

    /** Ends what {@link #borrowBatch()} began. */
    static void giveBack(Batch batch) {
        Scratch scratch = OF_THREAD.get();
        if (scratch != null) {
            scratch.batch = batch;
        }
    }

    /** Room for what is taken together, to be {@linkplain #giveBack(Drained) given back}. */
    static Drained borrowDrained() {
        Scratch scratch = Thread.currentThread().isVirtual() ? null : ofThread();
        Drained kept = scratch == null ? null : scratch.drained;
        if (kept == null) {
            return new Drained();
        }
        scratch.drained = null;
        return kept;
    }

    /** Ends what {@link #borrowDrained()} began. */
    static void giveBack(Drained drained) {
        Scratch scratch = OF_THREAD.get();
        if (scratch != null) {
            scratch.drained = drained;
        }
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
        received.stayInPlace(false);
        if (received.bytes().length > GREATEST_KEPT_BYTES) {
            received.takeBytes();
        }
        inUse = false;
        inTransit.close();
    }
}
