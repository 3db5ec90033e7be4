package dev.sluice.internal.shm;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/** A file that this process has open for reading and writing: what {@link SharedFile} asks of the system. */
interface OpenFile {
    /** The ways to come to an open file. All throw {@link SegmentException}, and leave nothing behind then. */
    interface Opener {
        /** A new memory file without a place in any directory, or null where there are none. */
        OpenFile createMemory(String name, long sizeBytes);

        /** A new file with nothing in it, readable by its owner only. */
        OpenFile createFile(Path path, long sizeBytes) throws IOException;

        /**
         * Opens what is there.
         *
         * @param followLink true for the links of {@code /proc} only
         * @param check refuses the file, or not, before anything else happens with it
         */
        OpenFile open(Path path, boolean followLink, Check check) throws IOException;
    }

    /** A look at a file before it is trusted. */
    @FunctionalInterface
    interface Check {
        void accept(FileIdentity identity) throws IOException;
    }

    /** What the file was when it was opened. */
    FileIdentity identity();

    /** The whole file, shared, alive as long as it is reachable. */
    MemorySegment map() throws IOException;

    /** Backs a range with memory; returns false if there is not enough. */
    boolean reserve(long offset, long length) throws IOException;

    /** Gives the memory of a range back; returns false where that cannot be done. */
    boolean punch(long offset, long length);

    /** The size of the file now. */
    long length() throws IOException;

    void setLength(long sizeBytes) throws IOException;

    /** The number of the descriptor, -1 if unknown. */
    int descriptor();

    void close();
}
