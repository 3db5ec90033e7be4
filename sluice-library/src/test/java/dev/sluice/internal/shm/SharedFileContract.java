package dev.sluice.internal.shm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.internal.shm.SegmentException.Kind;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a shared file does, by whatever means it is made. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
@Timeout(60)
abstract class SharedFileContract {
    static final long KIB = 1024;
    static final long MIB = 1024 * KIB;
    static final long TIB = 1024 * 1024 * MIB;

    @RegisterExtension
    final PrivateDirectory directory = new PrivateDirectory();

    abstract OpenFile.Opener opener();

    /** The bytes of memory that the system has given to a file. */
    static long backedBytes(SharedFile file) throws IOException {
        Path place = Locator.parse(file.locator()).expectedAt();
        return Long.parseLong(Shell.run("stat", "-L", "-c", "%b", place.toString())) * 512;
    }

    static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    static void assertKind(Kind kind, org.junit.jupiter.api.function.Executable action) {
        SegmentException e = assertThrows(SegmentException.class, action);
        assertEquals(kind, e.kind(), e.getMessage());
    }

    SharedFile anonymous(long sizeBytes) {
        return SharedFile.createAnonymous(opener(), "test", sizeBytes);
    }

    SharedFile published(String name, long sizeBytes) {
        SharedFile file = SharedFile.createNamed(opener(), name, sizeBytes);
        file.publish();
        return file;
    }

    SharedFile openNamed(String name) {
        return SharedFile.openNamed(opener(), name);
    }

    static void fill(SharedFile file, long offset, long length, int value) {
        file.memory().asSlice(offset, length).fill((byte) value);
    }

    static void assertFilled(SharedFile file, long offset, long length, int value) {
        MemorySegment expected = MemorySegment.ofArray(new byte[(int) length]);
        expected.fill((byte) value);
        assertEquals(-1, file.memory().asSlice(offset, length).mismatch(expected));
    }

    @Test
    void a_huge_file_costs_no_memory_until_it_is_reserved() throws IOException {
        try (SharedFile file = anonymous(TIB)) {
            assertEquals(TIB, file.size());
            assertEquals(TIB, file.memory().byteSize());
            assertEquals(0, backedBytes(file));
            file.reserve(TIB / 2, 3 * MIB);
            assertEquals(3 * MIB, backedBytes(file));
            assertFilled(file, TIB / 2, MIB, 0);
            file.unlink();
        }
    }

    @Test
    void reserved_memory_is_the_memory_that_is_written() throws IOException {
        try (SharedFile file = anonymous(16 * MIB)) {
            file.reserve(MIB, 2 * MIB);
            fill(file, MIB, 2 * MIB, 7);
            assertEquals(2 * MIB, backedBytes(file));
            file.unlink();
        }
    }

    @Test
    void reserving_more_than_the_machine_has_fails_before_anything_is_taken() throws IOException {
        try (SharedFile file = anonymous(TIB)) {
            assertKind(Kind.NO_SPACE, () -> file.reserve(0, TIB));
            assertEquals(0, backedBytes(file));
            file.unlink();
        }
    }

    @Test
    void reserving_outside_the_file_is_refused() {
        try (SharedFile file = anonymous(MIB)) {
            assertThrows(IndexOutOfBoundsException.class, () -> file.reserve(MIB - 1, 2));
            assertThrows(IndexOutOfBoundsException.class, () -> file.reserve(-1, 1));
            file.reserve(MIB, 0);
            file.unlink();
        }
    }

    @Test
    void dropping_the_tail_keeps_the_head_and_the_size() throws IOException {
        try (SharedFile file = published("tail", 4 * MIB)) {
            fill(file, 0, 4 * MIB, 5);
            file.truncateTail(MIB);
            assertEquals(MIB, backedBytes(file));
            assertEquals(4 * MIB, Files.size(file.path()));
            assertFilled(file, 0, MIB, 5);
            assertFilled(file, MIB, 3 * MIB, 0);
            file.unlink();
        }
    }

    @Test
    void a_file_cut_short_by_a_death_gets_its_size_back() throws IOException {
        try (SharedFile file = published("cut", 4 * MIB)) {
            fill(file, 0, MIB, 5);
            try (RandomAccessFile other = new RandomAccessFile(file.path().toFile(), "rw")) {
                other.setLength(MIB);
            }
            try (SharedFile reopened = openNamed("cut")) {
                assertEquals(MIB, reopened.size());
                try (SharedFile restored = reopened.restoreSize(4 * MIB)) {
                    assertEquals(4 * MIB, restored.size());
                    assertFilled(restored, 0, MIB, 5);
                    assertFilled(restored, MIB, 3 * MIB, 0);
                    assertSame(restored, restored.restoreSize(4 * MIB));
                }
                assertThrows(IllegalStateException.class, () -> reopened.reserve(0, 1));
            }
            assertEquals(4 * MIB, Files.size(file.path()));
            file.unlink();
        }
    }

    @Test
    void a_file_can_be_opened_while_its_tail_is_dropped() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        try (SharedFile file = published("orders", 4 * MIB);
                ExecutorService executor = Executors.newSingleThreadExecutor()) {
            fill(file, 0, MIB, 5);
            Future<?> dropping = executor.submit(() -> {
                while (!done.get()) {
                    file.truncateTail(MIB);
                }
            });
            try {
                for (int i = 0; i < 200; i++) {
                    try (SharedFile opened = openNamed("orders").restoreSize(4 * MIB)) {
                        assertEquals(4 * MIB, opened.size());
                        assertFilled(opened, 0, MIB, 5);
                    }
                }
            } finally {
                done.set(true);
            }
            dropping.get();
            assertEquals(4 * MIB, Files.size(file.path()));
            file.unlink();
        }
    }

    @Test
    void files_are_private_to_their_user() throws IOException {
        try (SharedFile named = published("private", MIB);
                SharedFile unnamed = anonymous(MIB)) {
            assertEquals("rwx------", mode(Directory.path()));
            assertEquals("rw-------", mode(named.path()));
            assertEquals("rw-------", mode(Locator.parse(unnamed.locator()).expectedAt()));
            named.unlink();
            unnamed.unlink();
        }
    }

    @Test
    void a_named_file_is_invisible_until_it_is_published() {
        try (SharedFile file = SharedFile.createNamed(opener(), "orders", MIB)) {
            file.memory().set(ValueLayout.JAVA_INT, 0, 42);
            assertEquals(List.of(), SharedFile.names());
            assertKind(Kind.NOT_FOUND, () -> openNamed("orders"));
            file.publish();
            assertEquals(List.of("orders"), SharedFile.names());
            try (SharedFile opened = openNamed("orders")) {
                assertEquals(42, opened.memory().get(ValueLayout.JAVA_INT, 0));
                assertEquals("orders", opened.name());
                assertFalse(opened.isAnonymous());
                opened.memory().set(ValueLayout.JAVA_INT, 0, 43);
            }
            assertEquals(43, file.memory().get(ValueLayout.JAVA_INT, 0));
            file.unlink();
        }
    }

    @Test
    void a_file_that_is_never_published_is_removed_by_unlink() {
        try (SharedFile file = SharedFile.createNamed(opener(), "orders", MIB)) {
            file.unlink();
            file.unlink();
        }
    }

    @Test
    void a_taken_name_is_refused_and_nothing_remains() throws IOException {
        try (SharedFile file = published("orders", MIB)) {
            SharedFile second = SharedFile.createNamed(opener(), "orders", MIB);
            assertKind(Kind.EXISTS, second::publish);
            assertThrows(IllegalStateException.class, () -> second.reserve(0, 1));
            try (var files = Files.list(Directory.path())) {
                assertEquals(List.of(file.path()), files.toList());
            }
            assertThrows(IllegalStateException.class, file::publish);
            file.unlink();
        }
    }

    @Test
    void of_many_who_want_one_name_one_gets_it() throws Exception {
        int threads = 8;
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            for (int round = 0; round < 10; round++) {
                List<Future<Boolean>> tries = new ArrayList<>();
                for (int i = 0; i < threads; i++) {
                    tries.add(executor.submit(() -> {
                        try (SharedFile _ = published("wanted", MIB)) {
                            return true;
                        } catch (SegmentException e) {
                            assertEquals(Kind.EXISTS, e.kind(), e.getMessage());
                            return false;
                        }
                    }));
                }
                int winners = 0;
                for (Future<Boolean> one : tries) {
                    winners += one.get() ? 1 : 0;
                }
                assertEquals(1, winners);
                assertTrue(SharedFile.unlinkNamed("wanted"));
            }
        }
    }

    @Test
    void creation_survives_the_removal_of_the_empty_directory() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        Thread remover = Thread.ofPlatform().start(() -> {
            while (!done.get()) {
                Directory.removeIfEmpty(directory.path());
            }
        });
        try {
            for (int i = 0; i < 300; i++) {
                try (SharedFile file = published("orders", MIB)) {
                    file.unlink();
                }
            }
        } finally {
            done.set(true);
            remover.join();
        }
    }

    @Test
    void unlinking_is_harmless_to_holders_and_can_be_repeated() {
        try (SharedFile file = published("orders", MIB)) {
            file.memory().set(ValueLayout.JAVA_INT, 0, 42);
            assertTrue(SharedFile.unlinkNamed("orders"));
            assertFalse(SharedFile.unlinkNamed("orders"));
            file.unlink();
            file.reserve(MIB / 2, MIB / 2);
            assertEquals(42, file.memory().get(ValueLayout.JAVA_INT, 0));
        }
    }

    @Test
    void unlinking_spares_a_newer_file_of_the_same_name() {
        try (SharedFile old = published("orders", MIB)) {
            SharedFile.unlinkNamed("orders");
            try (SharedFile young = published("orders", MIB)) {
                old.unlink();
                assertEquals(List.of("orders"), SharedFile.names());
                young.unlink();
            }
        }
        assertEquals(List.of(), SharedFile.names());
    }

    @Test
    void names_are_listed_in_order() {
        for (String name : List.of("b", "a.1", "C-_")) {
            published(name, MIB).close();
        }
        try (SharedFile other = anonymous(MIB)) {
            other.unlink();
        }
        assertEquals(List.of("C-_", "a.1", "b"), SharedFile.names());
        SharedFile.names().forEach(SharedFile::unlinkNamed);
    }

    @Test
    void a_missing_name_is_not_found() {
        assertKind(Kind.NOT_FOUND, () -> openNamed("orders"));
        assertFalse(SharedFile.unlinkNamed("orders"));
        assertEquals(List.of(), SharedFile.names());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".hidden", "a/b", "a b", "ü", "a\n", ".."})
    void a_name_of_other_characters_is_refused(String name) {
        assertThrows(IllegalArgumentException.class, () -> SharedFile.createNamed(opener(), name, MIB));
        assertThrows(IllegalArgumentException.class, () -> openNamed(name));
        assertThrows(IllegalArgumentException.class, () -> SharedFile.unlinkNamed(name));
    }

    @Test
    void names_may_have_two_hundred_characters() {
        published("x".repeat(200), MIB).unlink();
        assertThrows(IllegalArgumentException.class, () -> published("x".repeat(201), MIB));
    }

    /** A file at the place of a named one, put there by other means. */
    private Path foreign(String mode, long sizeBytes) throws IOException {
        Path path = Directory.create().resolve("q-foreign");
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(sizeBytes);
        }
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
        return path;
    }

    private void assertRefused(Kind kind) {
        assertKind(kind, () -> openNamed("foreign"));
        assertTrue(SharedFile.unlinkNamed("foreign"));
    }

    @Test
    void a_file_open_to_others_is_refused() throws IOException {
        foreign("rw-r-----", MIB);
        assertRefused(Kind.NOT_PERMITTED);
    }

    @Test
    void a_file_that_is_too_short_is_damaged() throws IOException {
        foreign("rw-------", SharedFile.MIN_BYTES - 1);
        assertRefused(Kind.DAMAGED);
        foreign("rw-------", 0);
        assertRefused(Kind.DAMAGED);
    }

    @Test
    void a_symbolic_link_is_refused() throws IOException {
        Path elsewhere = directory.parent().resolve("elsewhere");
        Files.write(elsewhere, new byte[(int) MIB]);
        Files.setPosixFilePermissions(elsewhere, PosixFilePermissions.fromString("rw-------"));
        Files.createSymbolicLink(Directory.create().resolve("q-foreign"), elsewhere);
        assertRefused(Kind.NOT_PERMITTED);
        assertTrue(Files.exists(elsewhere));
    }

    @Test
    void a_fifo_is_refused_without_waiting() throws IOException {
        Shell.run("mkfifo", "-m", "600", Directory.create().resolve("q-foreign").toString());
        assertRefused(Kind.NOT_PERMITTED);
    }

    @Test
    void a_file_of_another_user_is_refused() throws IOException {
        assumeTrue(User.uid() == 0, "only root can give files away");
        Files.setAttribute(foreign("rw-------", MIB), "unix:uid", 12345);
        assertRefused(Kind.NOT_PERMITTED);
    }

    @Test
    void a_locator_opens_the_same_file() {
        try (SharedFile file = anonymous(MIB)) {
            assertTrue(file.isAnonymous());
            file.memory().set(ValueLayout.JAVA_INT, 0, 42);
            try (SharedFile opened = SharedFile.open(opener(), file.locator())) {
                assertEquals(42, opened.memory().get(ValueLayout.JAVA_INT, 0));
                assertEquals(file.name(), opened.name());
                assertEquals(file.path(), opened.path());
                assertTrue(opened.isAnonymous());
            }
            file.unlink();
        }
    }

    @Test
    void a_locator_opens_a_named_file_after_its_name_is_gone() {
        try (SharedFile file = published("orders", MIB)) {
            file.memory().set(ValueLayout.JAVA_INT, 0, 42);
            String locator = file.locator();
            SharedFile.unlinkNamed("orders");
            try (SharedFile other = published("orders", MIB);
                    SharedFile opened = SharedFile.open(opener(), locator)) {
                assertEquals(42, opened.memory().get(ValueLayout.JAVA_INT, 0));
                assertEquals("orders", opened.name());
                opened.unlink();
                assertEquals(List.of("orders"), SharedFile.names());
                other.unlink();
            }
        }
    }

    @Test
    void a_locator_of_a_file_that_nobody_holds_finds_nothing() {
        SharedFile file = anonymous(MIB);
        String locator = file.locator();
        file.unlink();
        file.close();
        assertKind(Kind.NOT_FOUND, () -> SharedFile.open(opener(), locator));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "memory:", "memory:1:2", "memory:x:2:n", "file:1", "file:1:x:/y", "shm:orders"})
    void a_text_that_is_no_locator_is_refused(String text) {
        assertThrows(IllegalArgumentException.class, () -> SharedFile.open(opener(), text));
    }

    @Test
    void memory_outlives_closing() {
        SharedFile file = anonymous(MIB);
        file.memory().set(ValueLayout.JAVA_INT, 0, 42);
        file.unlink();
        file.close();
        file.close();
        assertEquals(42, file.memory().get(ValueLayout.JAVA_INT, 0));
        assertThrows(IllegalStateException.class, () -> file.reserve(0, 1));
        assertFalse(file.giveBack(0, MIB));
        file.truncateTail(0);
        assertEquals(42, file.memory().get(ValueLayout.JAVA_INT, 0));
    }

    @Test
    void an_interrupt_neither_fails_a_call_nor_gets_lost() {
        Thread.currentThread().interrupt();
        try (SharedFile named = published("orders", MIB);
                SharedFile unnamed = anonymous(MIB)) {
            named.reserve(0, MIB);
            unnamed.reserve(0, MIB);
            openNamed("orders").close();
            SharedFile.open(opener(), unnamed.locator()).close();
            named.unlink();
            unnamed.unlink();
            assertEquals(List.of(), SharedFile.names());
            assertTrue(Thread.currentThread().isInterrupted());
        } finally {
            assertTrue(Thread.interrupted());
        }
    }

    @Test
    void interrupts_at_any_moment_do_no_harm() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        Thread target = Thread.currentThread();
        Thread other = Thread.ofPlatform().start(() -> {
            while (!done.get()) {
                target.interrupt();
                Thread.onSpinWait();
            }
        });
        try {
            for (int i = 0; i < 100; i++) {
                try (SharedFile file = published("orders", MIB)) {
                    file.reserve(0, MIB);
                    openNamed("orders").close();
                    file.unlink();
                }
            }
        } finally {
            done.set(true);
            while (other.isAlive()) {
                Thread.interrupted();
                Thread.onSpinWait();
            }
            Thread.interrupted();
        }
    }

    @Test
    void a_failed_creation_leaves_nothing_behind() {
        long tooMuch = 1L << 60;
        assertKind(Kind.LIMIT, () -> SharedFile.createNamed(opener(), "large", tooMuch));
        assertKind(Kind.LIMIT, () -> anonymous(tooMuch));
        assertThrows(IllegalArgumentException.class, () -> anonymous(SharedFile.MIN_BYTES - 1));
        assertThrows(IllegalArgumentException.class, () -> SharedFile.createAnonymous(opener(), "a/b", MIB));
    }

    @Test
    void no_descriptors_leak() throws IOException {
        int before = openDescriptors();
        for (int i = 0; i < 50; i++) {
            try (SharedFile named = published("orders", MIB);
                    SharedFile unnamed = anonymous(MIB);
                    SharedFile _ = openNamed("orders");
                    SharedFile _ = SharedFile.open(opener(), unnamed.locator())) {
                assertKind(Kind.EXISTS, () -> published("orders", MIB));
                named.unlink();
                unnamed.unlink();
            }
            assertKind(Kind.NOT_FOUND, () -> openNamed("orders"));
        }
        assertTrue(openDescriptors() < before + 50);
    }

    private static int openDescriptors() {
        return new java.io.File("/proc/self/fd").list().length;
    }

    @Test
    @Timeout(value = 30, unit = TimeUnit.SECONDS)
    void closing_races_with_users_of_the_descriptor() throws Exception {
        try (ExecutorService executor = Executors.newFixedThreadPool(2)) {
            for (int i = 0; i < 200; i++) {
                SharedFile file = anonymous(MIB);
                Future<?> user = executor.submit(() -> {
                    try {
                        while (true) {
                            file.reserve(0, KIB);
                            file.giveBack(0, MIB);
                        }
                    } catch (IllegalStateException _) {
                        return; // closed
                    }
                });
                file.unlink();
                executor.submit(file::close).get();
                user.get();
            }
        }
    }

    @Test
    void giving_back_spares_the_bytes_around_the_range() throws IOException {
        try (SharedFile file = anonymous(MIB)) {
            byte[] content = new byte[(int) MIB];
            new java.util.Random(1).nextBytes(content);
            MemorySegment.copy(content, 0, file.memory(), ValueLayout.JAVA_BYTE, 0, content.length);
            int from = 4096 * 3 + 17;
            int to = 4096 * 90 + 5;
            file.giveBack(from, to - from);
            byte[] after = file.memory().toArray(ValueLayout.JAVA_BYTE);
            assertArrayEquals(java.util.Arrays.copyOf(content, from), java.util.Arrays.copyOf(after, from));
            assertArrayEquals(
                    java.util.Arrays.copyOfRange(content, to, content.length),
                    java.util.Arrays.copyOfRange(after, to, after.length));
            file.unlink();
        }
    }
}
