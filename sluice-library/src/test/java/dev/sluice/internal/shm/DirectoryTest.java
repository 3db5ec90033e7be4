package dev.sluice.internal.shm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.internal.shm.SegmentException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@ResourceLock(Resources.SYSTEM_PROPERTIES)
@Timeout(60)
final class DirectoryTest {
    @RegisterExtension
    final PrivateDirectory directory = new PrivateDirectory();

    private void assertRefused(String expectedInMessage) {
        for (org.junit.jupiter.api.function.Executable action : new org.junit.jupiter.api.function.Executable[] {
            Directory::create,
            SharedFile::names,
            () -> SharedFile.createNamed("orders", SharedFile.MIN_BYTES),
            () -> SharedFile.openNamed("orders"),
            () -> SharedFile.unlinkNamed("orders")
        }) {
            SegmentException e = assertThrows(SegmentException.class, action);
            assertEquals(Kind.NOT_PERMITTED, e.kind());
            assertTrue(e.getMessage().contains(expectedInMessage), e.getMessage());
            assertTrue(e.getMessage().contains(directory.path().toString()), e.getMessage());
        }
        assertEquals(0, Janitor.sweep((_, _) -> true));
    }

    @Test
    void without_a_setting_it_belongs_to_the_user() {
        System.clearProperty(Directory.PROPERTY);
        assertEquals("sluice-" + User.uid(), Directory.path().getFileName().toString());
    }

    @Test
    void it_is_created_for_the_owner_alone_and_goes_when_it_is_empty() throws IOException {
        assertEquals(directory.path(), Directory.create());
        assertEquals(directory.path(), Directory.create());
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.path())));
        Files.createFile(directory.path().resolve("x"));
        Directory.removeIfEmpty(directory.path());
        assertTrue(Files.exists(directory.path()));
        Files.delete(directory.path().resolve("x"));
        Directory.removeIfEmpty(directory.path());
        Directory.removeIfEmpty(directory.path());
        assertFalse(Files.exists(directory.path()));
    }

    @Test
    void a_symbolic_link_is_refused() throws IOException {
        Path real = Files.createDirectory(directory.parent().resolve("real"));
        Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rwx------"));
        Files.createSymbolicLink(directory.path(), real);
        assertRefused("symbolic link");
        Directory.removeIfEmpty(directory.path());
        assertTrue(Files.isSymbolicLink(directory.path()));
        Files.delete(directory.path());
    }

    @Test
    void a_file_is_refused() throws IOException {
        Files.createFile(directory.path());
        assertRefused("not a directory");
        Files.delete(directory.path());
    }

    @Test
    void a_directory_of_another_user_is_refused() throws IOException {
        assumeTrue(User.uid() == 0, "only root can give directories away");
        Files.setAttribute(Directory.create(), "unix:uid", 12345);
        assertRefused("uid 12345");
        Files.delete(directory.path());
    }

    @Test
    void a_directory_open_to_others_is_refused() throws IOException {
        Files.setPosixFilePermissions(Directory.create(), PosixFilePermissions.fromString("rwx--x---"));
        assertRefused("chmod");
        Files.delete(directory.path());
    }

    @Test
    void a_missing_parent_is_named() {
        Path missing = directory.parent().resolve("missing");
        PrivateDirectory.use(missing.resolve("own"));
        SegmentException e = assertThrows(SegmentException.class, Directory::create);
        assertEquals(Kind.NOT_FOUND, e.kind());
        assertTrue(e.getMessage().contains(missing.toString()), e.getMessage());
    }

    @Test
    void a_path_with_control_characters_is_refused() {
        System.setProperty(Directory.PROPERTY, "/tmp/a\nb");
        assertThrows(IllegalArgumentException.class, Directory::path);
    }
}
