package dev.sluice;

import dev.sluice.internal.ring.Attachment;
import dev.sluice.internal.ring.Claimed;
import dev.sluice.internal.ring.Payload;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A message that is written in its place, or where that would not pay or cannot be, beside it. */
final class SharedClaim implements Connection.Claim {
    private final SharedConnection connection;
    private final Lease lease;

    /** Null if the memory is private. */
    private final Claimed place;

    private SharedClaim(SharedConnection connection, Lease lease, Claimed place) {
        this.connection = connection;
        this.lease = lease;
        this.place = place;
    }

    /**
     * Takes over one hold of the attachment, unless it fails: then nothing is claimed.
     *
     * @param place null if the memory is to be private
     */
    @SuppressWarnings("MustBeClosedChecker") // the lease closes it
    static SharedClaim of(SharedConnection connection, Claimed place, long length, Attachment attachment) {
        Arena arena = null;
        boolean done = false;
        try {
            arena = Arena.ofConfined();
            MemorySegment memory = place == null
                    ? arena.allocate(length, Long.BYTES)
                    : attachment.ring().memory(place, length, arena);
            SharedClaim claim = new SharedClaim(
                    connection,
                    new Lease(arena, memory, attachment, committed -> {
                        if (place != null && !committed) {
                            attachment.ring().abort(place);
                        }
                    }),
                    place);
            done = true;
            return claim;
        } finally {
            if (!done) {
                if (arena != null) {
                    arena.close();
                }
                if (place != null) {
                    attachment.ring().abort(place);
                }
            }
        }
    }

    @Override
    public MemorySegment memory() {
        MemorySegment memory = lease.memory();
        if (memory == null) {
            throw new IllegalStateException("this claim was committed or closed; claim another one");
        }
        return memory;
    }

    @Override
    public void commit() throws IOException, InterruptedException {
        commit(memory().byteSize());
    }

    @Override
    public void commit(long length) throws IOException, InterruptedException {
        MemorySegment memory = memory();
        if (!memory.isAccessibleBy(Thread.currentThread())) {
            throw new WrongThreadException("commit by the thread that has claimed: others may still be writing");
        }
        if (length < 0 || length > memory.byteSize()) {
            throw new IllegalArgumentException(
                    "length=" + length + " is not from 0 to the " + memory.byteSize() + " bytes that were claimed");
        }
        boolean inPlace = place != null && Claimed.isWorthIt(length, memory.byteSize());
        if (inPlace) {
            connection.commit(place, length);
        } else {
            connection.send(new Payload().set(memory.asSlice(0, length)), "claim");
        }
        lease.close(inPlace);
    }

    @Override
    public void close() {
        lease.close(false);
    }
}
