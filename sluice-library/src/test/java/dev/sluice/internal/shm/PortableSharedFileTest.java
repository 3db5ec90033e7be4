package dev.sluice.internal.shm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

final class PortableSharedFileTest extends SharedFileContract {
    @Override
    OpenFile.Opener opener() {
        return PortableFile.OPENER;
    }

    @Test
    void an_anonymous_file_stands_in_the_private_directory_until_it_is_unlinked() {
        try (SharedFile file = anonymous(MIB)) {
            assertEquals(directory.path(), file.path().getParent());
            assertTrue(Files.exists(file.path()));
            file.unlink();
            file.unlink();
            assertFalse(Files.exists(directory.path()));
        }
    }

    @Test
    void memory_cannot_be_given_back_from_the_middle() throws IOException {
        try (SharedFile file = anonymous(MIB)) {
            fill(file, 0, MIB, 5);
            assertFalse(file.giveBack(0, MIB));
            assertFilled(file, 0, MIB, 5);
            file.unlink();
        }
    }
}
