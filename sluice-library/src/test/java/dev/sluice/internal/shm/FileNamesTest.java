package dev.sluice.internal.shm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FileNamesTest {
    @Test
    void file_names_tell_their_creator() {
        for (String name : new String[] {FileNames.ofTemporary(), FileNames.ofAnonymous("a-b-c")}) {
            FileNames.Creation creation = FileNames.creationOf(name).orElseThrow();
            assertEquals(ProcessIdentity.current(), creation.creator());
            assertEquals(ProcessIdentity.pidNamespace(), creation.pidNamespace());
            assertEquals(FileNames.isAnonymous(name), creation.anonymous());
        }
    }

    @Test
    void file_names_differ() {
        assertNotEquals(FileNames.ofTemporary(), FileNames.ofTemporary());
        assertNotEquals(FileNames.ofMemory("x"), FileNames.ofMemory("x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {".tmp-", "anon-", ".tmp-1-2-3-4", "anon-1-2-3-4-x", "q-q-", "-", "A_.-9"})
    void no_user_given_name_is_taken_for_another_kind_of_file(String name) {
        if (name.startsWith(".")) {
            assertThrows(IllegalArgumentException.class, () -> FileNames.ofNamed(name));
            return;
        }
        String fileName = FileNames.ofNamed(name);
        assertEquals(Optional.of(name), FileNames.nameOf(fileName));
        assertFalse(FileNames.isAnonymous(fileName));
        assertEquals(Optional.empty(), FileNames.creationOf(fileName));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", ".tmp-", ".tmp-1-2-3", ".tmp-1-2-x-4", "anon-1-2-3-4", ".tmp-1-2-3-4-5",
        "anon-1-99999999999-3-4-5"})
    void other_file_names_tell_no_creator(String fileName) {
        assertEquals(Optional.empty(), FileNames.creationOf(fileName));
    }

    @Test
    void labels_are_letters_digits_and_hyphens() {
        assertEquals("queue-1", FileNames.checkLabel("queue-1"));
        for (String label : new String[] {"", "a_b", "a.b", "a/b", "x".repeat(65)}) {
            assertThrows(IllegalArgumentException.class, () -> FileNames.checkLabel(label));
        }
    }

    @Test
    void the_longest_names_fit_into_a_directory() {
        assertTrue(FileNames.ofNamed("x".repeat(FileNames.MAX_NAME_LENGTH)).length() <= 255);
        assertTrue(FileNames.ofAnonymous("x".repeat(64)).length() <= 255);
        assertTrue(FileNames.ofMemory("x".repeat(64)).length() <= 249);
    }
}
