package dev.sluice.internal.shm;

import dev.sluice.internal.libc.Errno;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.MemorySegment;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * A file by the means of the JDK alone.
 *
 * <p>It is kept open as a {@link RandomAccessFile} and not as a channel, because a channel is closed for good when a
 * thread that uses it is interrupted.
 */
final class PortableFile implements OpenFile {
    static final OpenFile.Opener OPENER = new Opener();

    private static final byte[] ZEROS = new byte[1 << 16];
    private static final Set<OpenOption> NEW = Set.of(
            StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS);
    private static final int ATTEMPTS = 100;

    private final Path path;
    private final RandomAccessFile file;
    private final FileIdentity identity;
    private final MemorySegment memory;

    private PortableFile(Path path, RandomAccessFile file, FileIdentity identity, MemorySegment memory) {
        this.path = path;
        this.file = file;
        this.identity = identity;
        this.memory = memory;
    }

    /** Opens by the means of the JDK. */
    private static final class Opener implements OpenFile.Opener {
        @Override
        public OpenFile createMemory(String name, long sizeBytes) {
            return null;
        }

        @Override
        public OpenFile createFile(Path path, long sizeBytes) throws IOException {
            Files.newByteChannel(path, NEW, Directory.ownerOnly(path, "rw-------")).close();
            boolean done = false;
            try {
                try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
                    file.setLength(sizeBytes);
                }
                OpenFile file = open(path, false, _ -> {});
                done = true;
                return file;
            } finally {
                if (!done) {
                    Files.deleteIfExists(path);
                }
            }
        }

        /**
         * The JDK cannot look at a file through a descriptor, so file and mapping are opened by path, and are taken for
         * the same file if the path named one and the same before and after.
         */
        @Override
        public OpenFile open(Path path, boolean followLink, Check check) throws IOException {
            LinkOption[] options = followLink ? new LinkOption[0] : new LinkOption[] {LinkOption.NOFOLLOW_LINKS};
            for (int i = 0; i < ATTEMPTS; i++) {
                FileIdentity before = FileIdentity.of(path, options);
                check.accept(before);
                boolean done = false;
                RandomAccessFile file = openExisting(path);
                try {
                    MemorySegment memory = Mapping.map(path);
                    FileIdentity after = FileIdentity.of(path, options);
                    if (after.isSameFileAs(before)) {
                        done = true;
                        return new PortableFile(path, file, before, memory);
                    }
                    if (after.size() == 0) {
                        // Ours: the file had vanished since we looked, and a RandomAccessFile creates what is not there.
                        Files.deleteIfExists(path);
                        Directory.removeIfEmpty(path.getParent());
                        throw new NoSuchFileException(path.toString());
                    }
                } finally {
                    if (!done) {
                        file.close();
                    }
                }
            }
            throw new NoSuchFileException(path.toString(), null, "it is being replaced again and again");
        }

        /** The JDK reports every failure to open as a file that is not there. */
        private static RandomAccessFile openExisting(Path path) throws IOException {
            try {
                return new RandomAccessFile(path.toFile(), "rw");
            } catch (FileNotFoundException e) {
                if (Files.notExists(path)) {
                    throw new NoSuchFileException(path.toString());
                }
                if (!Files.isWritable(path)) {
                    throw new AccessDeniedException(path.toString());
                }
                throw SegmentException.ofErrno("open " + path, -Errno.EMFILE);
            }
        }
    }

    @Override
    public FileIdentity identity() {
        return identity;
    }

    @Override
    public MemorySegment map() {
        return memory;
    }

    @Override
    public boolean reserve(long offset, long length) throws IOException {
        try {
            reserve(file, offset, length);
            return true;
        } catch (IOException e) {
            // The text of the exception is in the language of the user, so the file system is asked whether it is full.
            if (path.toFile().getUsableSpace() < length) {
                return false;
            }
            throw e;
        }
    }

    /**
     * Writes zeros through the descriptor: a full file system fails a write, while it would kill an access to the
     * mapping.
     */
    static void reserve(RandomAccessFile file, long offset, long length) throws IOException {
        synchronized (file) {
            file.seek(offset);
            for (long left = length; left > 0; left -= ZEROS.length) {
                file.write(ZEROS, 0, (int) Math.min(left, ZEROS.length));
            }
        }
    }

    @Override
    public boolean punch(long offset, long length) {
        return false;
    }

    @Override
    public long length() throws IOException {
        return file.length();
    }

    @Override
    public void setLength(long sizeBytes) throws IOException {
        file.setLength(sizeBytes);
    }

    @Override
    public int descriptor() {
        return -1;
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException _) {
            // Nothing is buffered, so nothing can be lost; the descriptor is gone either way.
        }
    }
}
