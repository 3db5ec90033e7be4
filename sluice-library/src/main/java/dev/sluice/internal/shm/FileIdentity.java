package dev.sluice.internal.shm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;

/**
 * What a file is, as far as trust and recognition need it. Where the system knows no owners and modes, {@code uid} is
 * that of this user and {@code mode} is private.
 */
record FileIdentity(Kind kind, int uid, int mode, long device, long inode, long size) {
    enum Kind {
        REGULAR,
        DIRECTORY,
        LINK,
        OTHER
    }

    private static final int PERMISSION_BITS = 0777;
    private static final int OTHERS_BITS = 0077;

    static FileIdentity of(Path path, LinkOption... options) throws IOException {
        BasicFileAttributes basic;
        if (!path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            basic = Files.readAttributes(path, BasicFileAttributes.class, options);
            Object key = basic.fileKey();
            return new FileIdentity(kind(basic), User.uid(), 0600, 0, key == null ? 0 : key.hashCode(), basic.size());
        }
        Map<String, Object> unix = Files.readAttributes(path,
                "unix:uid,mode,dev,ino,size,isRegularFile,isDirectory,isSymbolicLink", options);
        Kind kind = (boolean) unix.get("isRegularFile") ? Kind.REGULAR
                : (boolean) unix.get("isDirectory") ? Kind.DIRECTORY
                : (boolean) unix.get("isSymbolicLink") ? Kind.LINK : Kind.OTHER;
        return new FileIdentity(
                kind,
                (int) unix.get("uid"),
                (int) unix.get("mode") & PERMISSION_BITS,
                (long) unix.get("dev"),
                (long) unix.get("ino"),
                (long) unix.get("size"));
    }

    private static Kind kind(BasicFileAttributes attributes) {
        if (attributes.isSymbolicLink()) {
            return Kind.LINK;
        }
        if (attributes.isDirectory()) {
            return Kind.DIRECTORY;
        }
        return attributes.isRegularFile() ? Kind.REGULAR : Kind.OTHER;
    }

    boolean isSameFileAs(FileIdentity other) {
        return device == other.device && inode == other.inode;
    }

    boolean isPrivate() {
        return (mode & OTHERS_BITS) == 0;
    }
}
