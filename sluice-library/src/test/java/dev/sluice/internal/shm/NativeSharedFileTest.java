package dev.sluice.internal.shm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.internal.libc.Libc;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class NativeSharedFileTest extends SharedFileContract {
    @BeforeAll
    static void needsNativeAccess() {
        assumeTrue(Libc.available(), Libc::unavailableReason);
    }

    @Override
    OpenFile.Opener opener() {
        return NativeFile.OPENER;
    }

    @Test
    void an_anonymous_file_stands_in_no_directory() {
        try (SharedFile file = anonymous(MIB)) {
            assertNull(file.path());
            assertFalse(Files.exists(directory.path()));
            file.unlink();
        }
    }

    @Test
    void memory_given_back_is_free_again() throws IOException {
        try (SharedFile file = anonymous(64 * MIB);
                SharedFile named = published("orders", 64 * MIB)) {
            for (SharedFile one : new SharedFile[] {file, named}) {
                one.reserve(0, 64 * MIB);
                fill(one, 0, 64 * MIB, 1);
                assertEquals(64 * MIB, backedBytes(one));
                assertTrue(one.giveBack(MIB, 62 * MIB));
                assertEquals(2 * MIB, backedBytes(one));
                assertFilled(one, 0, MIB, 1);
                assertFilled(one, MIB, 62 * MIB, 0);
                assertFilled(one, 63 * MIB, MIB, 1);
            }
            named.unlink();
        }
    }

    @Test
    void nobody_can_cut_off_a_memory_file() throws IOException {
        try (SharedFile file = anonymous(MIB)) {
            String link = Locator.parse(file.locator()).expectedAt().toString();
            try (RandomAccessFile other = new RandomAccessFile(link, "rw")) {
                assertThrows(IOException.class, () -> other.setLength(0));
                assertThrows(IOException.class, () -> other.setLength(2 * MIB));
            }
            fill(file, 0, MIB, 5);
            file.truncateTail(0);
            assertFilled(file, 0, MIB, 5);
        }
    }
}
