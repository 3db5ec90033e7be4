package dev.sluice.internal.shm;

import dev.sluice.internal.libc.Errno;
import dev.sluice.internal.libc.Libc;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/** A file by its descriptor. */
final class NativeFile implements OpenFile {
    static final OpenFile.Opener OPENER = new Opener();

    private static final int PRIVATE = 0600;

    private final int fd;
    private final FileIdentity identity;

    private NativeFile(int fd, FileIdentity identity) {
        this.fd = fd;
        this.identity = identity;
    }

    /** Opens by native calls; to be used where {@link Libc#available()}. */
    private static final class Opener implements OpenFile.Opener {
        @Override
        public OpenFile createMemory(String name, long sizeBytes) {
            int fd = Libc.memfdCreate(name);
            if (fd == -Errno.ENOSYS || fd == -Errno.EPERM || fd == -Errno.EACCES) {
                return null; // an old kernel, or a sandbox that does not know the call
            }
            String action = "create the memory file " + name;
            return finish(check(action, fd), action, () -> {
                check(action, Libc.fchmod(fd, PRIVATE));
                check(action, Libc.ftruncate(fd, sizeBytes));
                // From here on nobody, whatever fault it has, can take the memory away under those who use it.
                check(action, Libc.addSeals(fd, Libc.SEAL_SHRINK | Libc.SEAL_GROW | Libc.SEAL_SEAL));
            });
        }

        @Override
        public OpenFile createFile(Path path, long sizeBytes) {
            String action = "create " + path;
            int fd = Libc.open(path, Libc.OPEN_READ_WRITE | Libc.OPEN_CREATE_NEW, false, PRIVATE);
            return finish(check(action, fd), action, () -> check(action, Libc.ftruncate(fd, sizeBytes)));
        }

        @Override
        public OpenFile open(Path path, boolean followLink, Check check) {
            String action = "open " + path;
            int fd = Libc.open(path, Libc.OPEN_READ_WRITE, followLink, 0);
            return finish(check(action, fd), action, () -> check.accept(FileIdentity.of(link(fd))));
        }

        private static OpenFile finish(int fd, String action, Step step) {
            boolean done = false;
            try {
                step.run();
                NativeFile file = new NativeFile(fd, FileIdentity.of(link(fd)));
                done = true;
                return file;
            } catch (IOException e) {
                throw SegmentException.ofIo(action, e);
            } finally {
                if (!done) {
                    Libc.close(fd);
                }
            }
        }

        @FunctionalInterface
        private interface Step {
            void run() throws IOException;
        }
    }

    private static int check(String action, int result) {
        if (result < 0) {
            throw SegmentException.ofErrno(action, result);
        }
        return result;
    }

    private static Path link(int fd) {
        return Path.of("/proc/self/fd/" + fd);
    }

    @Override
    public FileIdentity identity() {
        return identity;
    }

    @Override
    public MemorySegment map() throws IOException {
        return Mapping.map(link(fd));
    }

    @Override
    public boolean reserve(long offset, long length) throws IOException {
        int result;
        do {
            result = Libc.fallocate(fd, 0, offset, length);
        } while (result == -Errno.EINTR);
        if (result == -Errno.ENOSPC || result == -Errno.EDQUOT || result == -Errno.ENOMEM) {
            return false;
        }
        if (result == -Errno.EOPNOTSUPP) {
            try (RandomAccessFile writable = new RandomAccessFile(link(fd).toFile(), "rw")) {
                PortableFile.reserve(writable, offset, length);
                return true;
            }
        }
        check("reserve memory", result);
        return true;
    }

    @Override
    public boolean punch(long offset, long length) {
        int mode = Libc.FALLOCATE_PUNCH_HOLE | Libc.FALLOCATE_KEEP_SIZE;
        int result;
        do {
            result = Libc.fallocate(fd, mode, offset, length);
        } while (result == -Errno.EINTR);
        return result == 0;
    }

    @Override
    public long length() throws IOException {
        return FileIdentity.of(link(fd)).size();
    }

    @Override
    public void setLength(long sizeBytes) {
        check("change the size", Libc.ftruncate(fd, sizeBytes));
    }

    @Override
    public int descriptor() {
        return fd;
    }

    @Override
    public void close() {
        Libc.close(fd);
    }
}
