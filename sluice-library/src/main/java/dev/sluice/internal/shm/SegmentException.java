package dev.sluice.internal.shm;

import dev.sluice.internal.libc.Errno;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;

/** A segment could not be had. The message is complete: what failed, where, and what to do. */
public final class SegmentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What went wrong, for those who react to it. */
    public enum Kind {
        /** The name is taken. */
        EXISTS,
        /** There is no such file, or nobody holds it any more. */
        NOT_FOUND,
        /** The file is not what this library creates. */
        DAMAGED,
        /** Memory or file system are full. */
        NO_SPACE,
        /** The file or directory belongs to somebody else, or is open to others. */
        NOT_PERMITTED,
        /** A limit of the process or the system was reached. */
        LIMIT,
        /** Any other failure of the system. */
        IO
    }

    private final Kind kind;

    public SegmentException(Kind kind, String message) {
        this(kind, message, null);
    }

    public SegmentException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /**
     * For a native call that failed.
     *
     * @param action what was tried, on what, as in {@code "open /dev/shm/x"}
     * @param errno as returned by the call: negative
     */
    static SegmentException ofErrno(String action, int errno) {
        Kind kind =
                switch (-errno) {
                    case Errno.ENOENT -> Kind.NOT_FOUND;
                    case Errno.EEXIST -> Kind.EXISTS;
                    case Errno.EACCES, Errno.EPERM, Errno.EROFS, Errno.ELOOP -> Kind.NOT_PERMITTED;
                    case Errno.ENOSPC, Errno.EDQUOT -> Kind.NO_SPACE;
                    case Errno.EMFILE, Errno.ENFILE, Errno.EFBIG, Errno.ENOMEM -> Kind.LIMIT;
                    default -> Kind.IO;
                };
        String message = "could not " + action + ": " + Errno.name(-errno) + remedy(-errno);
        return new SegmentException(kind, message);
    }

    private static String remedy(int errno) {
        return switch (errno) {
            case Errno.EACCES, Errno.EPERM -> "; check owner and mode, or point -D" + Directory.PROPERTY
                    + " to a directory of this user";
            case Errno.EROFS -> "; the file system is read-only: point -D" + Directory.PROPERTY + " to another one";
            case Errno.ELOOP -> "; a symbolic link stands where a file is expected: remove it";
            case Errno.ENOSPC, Errno.EDQUOT -> "; free or enlarge the file system, or point -D" + Directory.PROPERTY
                    + " to another one";
            case Errno.EMFILE -> "; this process has too many open files: close queues, or raise 'ulimit -n'";
            case Errno.ENFILE -> "; the system has too many open files: raise fs.file-max";
            case Errno.EFBIG -> "; the file would be larger than 'ulimit -f' or the file system allows";
            case Errno.ENOMEM -> "; the system has no memory left for it";
            default -> "";
        };
    }

    static SegmentException ofIo(String action, IOException e) {
        Kind kind =
                switch (e) {
                    case NoSuchFileException _ -> Kind.NOT_FOUND;
                    case FileAlreadyExistsException _ -> Kind.EXISTS;
                    case AccessDeniedException _ -> Kind.NOT_PERMITTED;
                    default -> Kind.IO;
                };
        int errno = kind == Kind.NOT_PERMITTED ? Errno.EACCES : 0;
        return new SegmentException(kind, "could not " + action + ": " + e + remedy(errno), e);
    }
}
