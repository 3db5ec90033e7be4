package dev.sluice;

import dev.sluice.internal.ring.Attachment;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;

/**
 * Memory that is handed out for a while, to one thread. As long as it lasts this process holds the segment, whatever becomes
 * of the handle. It ends when it is closed, or when nobody reaches the memory any more.
 */
final class Lease {
    private final Arena arena;
    private final End end;
    private final Cleaner.Cleanable cleanable;
    private MemorySegment memory;

    /** What is to be done at the end. Must not reach the memory. */
    interface Ending {
        /**
         * Called once.
         *
         * @param used whether the user has said that he has done with it; else he has forgotten it
         */
        void run(boolean used);
    }

    private static final class End implements Runnable {
        private final Attachment attachment;
        private final Ending ending;
        private boolean used;

        private End(Attachment attachment, Ending ending) {
            this.attachment = attachment;
            this.ending = ending;
        }

        @Override
        public void run() {
            Failures.turned(attachment.name(), () -> {
                try {
                    ending.run(used);
                } finally {
                    attachment.release();
                }
            });
        }
    }

    /** Takes over one hold of the attachment. */
    Lease(Arena arena, MemorySegment memory, Attachment attachment, Ending ending) {
        this.arena = arena;
        this.memory = memory;
        this.end = new End(attachment, ending);
        // The memory outlives what is made of it as little as its scope does.
        this.cleanable = HandleState.CLEANER.register(arena.scope(), end);
    }

    /** Null once it has ended. */
    MemorySegment memory() {
        return memory;
    }

    /**
     * Ends it: the memory is inaccessible from now on. Does nothing if it has ended.
     *
     * @throws WrongThreadException if it is another thread's
     */
    void close(boolean used) {
        if (memory != null) {
            arena.close(); // first: nothing reads or writes what others may have in a moment
            memory = null;
            end.used = used;
            cleanable.clean();
        }
    }
}
