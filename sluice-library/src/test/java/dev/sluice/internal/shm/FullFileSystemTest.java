package dev.sluice.internal.shm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.internal.libc.Libc;
import dev.sluice.internal.shm.SegmentException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file system of one mebibyte, mounted for the test. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
@Timeout(60)
final class FullFileSystemTest {
    private static final long KIB = 1024;
    private static final long MIB = 1024 * KIB;

    @RegisterExtension
    final PrivateDirectory directory = new PrivateDirectory();

    private Path mount;

    @BeforeEach
    void mount() throws IOException {
        mount = Files.createDirectory(directory.parent().resolve("small"));
        assumeTrue(
                Shell.succeeds("mount", "-t", "tmpfs", "-o", "size=1m,mode=700", "tmpfs", mount.toString()),
                "needs the right to mount");
        PrivateDirectory.use(mount);
    }

    @AfterEach
    void unmount() throws IOException {
        if (Shell.succeeds("mountpoint", mount.toString())) {
            Shell.run("umount", "-l", mount.toString());
        }
    }

    private static OpenFile.Opener opener(boolean nativeAccess) {
        assumeTrue(!nativeAccess || Libc.available(), Libc::unavailableReason);
        return nativeAccess ? NativeFile.OPENER : PortableFile.OPENER;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void reserving_more_than_there_is_fails_clearly_and_leaves_the_file_usable(boolean nativeAccess) {
        try (SharedFile file = SharedFile.createNamed(opener(nativeAccess), "orders", 1 << 30)) {
            file.publish();
            file.reserve(0, 256 * KIB);
            file.memory().asSlice(0, 256 * KIB).fill((byte) 5);
            SegmentException e = assertThrows(SegmentException.class, () -> file.reserve(MIB, 2 * MIB));
            assertEquals(Kind.NO_SPACE, e.kind());
            assertTrue(e.getMessage().contains(" of " + MIB + " bytes are free"), e.getMessage());
            assertTrue(e.getMessage().contains(mount.toString()), e.getMessage());
            if (!nativeAccess) {
                file.truncateTail(MIB);
            }
            file.reserve(256 * KIB, 256 * KIB);
            assertEquals(5, file.memory().get(java.lang.foreign.ValueLayout.JAVA_BYTE, 256 * KIB - 1));
            file.unlink();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_directory_without_room_for_a_name_is_reported(boolean nativeAccess) throws IOException {
        Shell.run("mount", "-o", "remount,nr_inodes=1", mount.toString());
        OpenFile.Opener opener = opener(nativeAccess);
        SegmentException e = assertThrows(
                SegmentException.class, () -> SharedFile.createNamed(opener, "orders", MIB));
        assertTrue(e.kind() == Kind.NO_SPACE || e.kind() == Kind.IO, e.getMessage());
    }
}
