package dev.sluice.internal.shm;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * A shared file that is none: its memory is a heap array, so that a test can make thousands a second. What the algorithms
 * ask of the system is granted at once.
 */
public final class HeapFile implements OpenFile {
    private static final Opener OPENER = new HeapOpener();
    private static final FileIdentity IDENTITY =
            new FileIdentity(FileIdentity.Kind.REGULAR, 0, 0600, 0, 0, SharedFile.MIN_BYTES);

    private final MemorySegment memory;

    private HeapFile(long sizeBytes) {
        this.memory = MemorySegment.ofArray(new long[Math.toIntExact(sizeBytes / Long.BYTES)]);
    }

    /** A file of zeros. */
    public static SharedFile create(long sizeBytes) {
        return SharedFile.createAnonymous(OPENER, "heap", sizeBytes);
    }

    private static final class HeapOpener implements Opener {
        @Override
        public OpenFile createMemory(String name, long sizeBytes) {
            return new HeapFile(sizeBytes);
        }

        @Override
        public OpenFile createFile(Path path, long sizeBytes) {
            throw new UnsupportedOperationException("there are no files on the heap");
        }

        @Override
        public OpenFile open(Path path, boolean followLink, Check check) {
            throw new UnsupportedOperationException("there are no files on the heap");
        }
    }

    @Override
    public FileIdentity identity() {
        return IDENTITY;
    }

    @Override
    public MemorySegment map() {
        return memory;
    }

    @Override
    public boolean reserve(long offset, long length) {
        return true;
    }

    @Override
    public boolean punch(long offset, long length) {
        return false;
    }

    @Override
    public long length() {
        return memory.byteSize();
    }

    @Override
    public void setLength(long sizeBytes) {
        throw new UnsupportedOperationException("an array has the length that it was made with");
    }

    @Override
    public int descriptor() {
        return -1;
    }

    @Override
    public void close() {
        // The garbage collector has it.
    }
}
