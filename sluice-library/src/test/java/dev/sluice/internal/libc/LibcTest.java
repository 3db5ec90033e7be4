package dev.sluice.internal.libc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class LibcTest {
    private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle();
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    @BeforeAll
    static void needsNativeAccess() {
        assumeTrue(Libc.available(), Libc::unavailableReason);
    }

    private static void assertTook(long sinceNanos, long timeoutNanos) {
        long took = System.nanoTime() - sinceNanos;
        assertTrue(took >= timeoutNanos, () -> "too early: " + took + " ns");
        assertTrue(took <= timeoutNanos + SECOND, () -> "too late: " + took + " ns");
    }

    @Test
    void a_wait_ends_after_its_time() {
        try (Arena arena = Arena.ofConfined()) {
            long address = arena.allocate(4).address();
            for (long timeout : new long[] {1, MILLI, 20 * MILLI}) {
                long start = System.nanoTime();
                assertEquals(-Errno.ETIMEDOUT, Libc.futexWait(address, 0, timeout));
                assertTook(start, timeout);
                start = System.nanoTime();
                assertEquals(-Errno.ETIMEDOUT, Libc.futexWaitAny(new long[] {address}, new int[] {0}, 1, timeout));
                assertTook(start, timeout);
            }
        }
    }

    @Test
    void a_wait_for_another_value_ends_at_once() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment words = arena.allocate(8, 4);
            words.set(ValueLayout.JAVA_INT, 4, -7);
            long address = words.address();
            assertEquals(-Errno.EAGAIN, Libc.futexWait(address, 1, Long.MAX_VALUE));
            assertEquals(-Errno.EAGAIN, Libc.futexWait(address + 4, 7, Long.MAX_VALUE));
            assertEquals(-Errno.EAGAIN, Libc.futexWaitAny(
                    new long[] {address, address + 4}, new int[] {0, 7}, 2, Long.MAX_VALUE));
        }
    }

    @Test
    void waking_nobody_wakes_nobody() {
        try (Arena arena = Arena.ofConfined()) {
            assertEquals(0, Libc.futexWake(arena.allocate(4).address(), Integer.MAX_VALUE));
        }
        assertEquals(-Errno.EFAULT, Libc.futexWake(1 << 20, 1));
        assertEquals(-Errno.EFAULT, Libc.futexWait(1 << 20, 1, SECOND));
    }

    @Test
    void all_waiters_of_a_word_are_woken() throws InterruptedException {
        try (Arena arena = Arena.ofShared()) {
            MemorySegment word = arena.allocate(4);
            int count = 5;
            AtomicInteger woken = new AtomicInteger();
            Thread[] waiters = new Thread[count];
            for (int i = 0; i < count; i++) {
                waiters[i] = Thread.ofPlatform().start(() -> {
                    if (Libc.futexWait(word.address(), 0, 30 * SECOND) == 0) {
                        woken.incrementAndGet();
                    }
                });
            }
            int sum = 0;
            while (sum < count) {
                sum += Libc.futexWake(word.address(), 2);
            }
            for (Thread waiter : waiters) {
                waiter.join();
            }
            assertEquals(count, woken.get());
        }
    }

    @Test
    void waiting_for_many_words_tells_which_was_woken() throws InterruptedException {
        try (Arena arena = Arena.ofShared()) {
            int count = Libc.MAX_FUTEXES;
            MemorySegment words = arena.allocate(4L * count, 4);
            long[] addresses = new long[count + 1];
            int[] expected = new int[count + 1];
            for (int i = 0; i < count; i++) {
                addresses[i] = words.address() + 4L * i;
            }
            AtomicInteger result = new AtomicInteger(Integer.MIN_VALUE);
            Thread waiter = Thread.ofPlatform()
                    .start(() -> result.set(Libc.futexWaitAny(addresses, expected, count, 30 * SECOND)));
            while (Libc.futexWake(addresses[100], 1) == 0 && waiter.isAlive()) {
                Thread.onSpinWait();
            }
            waiter.join();
            assumeTrue(result.get() != -Errno.ENOSYS, "this kernel cannot wait for several words");
            assertEquals(100, result.get());
        }
    }

    /** Plays ping-pong over two words of a file: waits for odd values of the first, answers in the second. */
    public static void main(String[] arguments) throws IOException {
        MemorySegment memory = map(Path.of(arguments[0]));
        int rounds = Integer.parseInt(arguments[1]);
        for (int i = 1; i <= rounds; i++) {
            await(memory, 0, i);
            post(memory, 4, i);
        }
    }

    private static MemorySegment map(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return channel.map(MapMode.READ_WRITE, 0, 4096, Arena.ofAuto());
        }
    }

    private static void await(MemorySegment memory, long offset, int value) {
        long deadline = System.nanoTime() + 30 * SECOND;
        while ((int) INT.getVolatile(memory, offset) != value) {
            int result = Libc.futexWait(memory.address() + offset, value - 1, SECOND);
            boolean normal =
                    result == 0 || result == -Errno.EAGAIN || result == -Errno.EINTR || result == -Errno.ETIMEDOUT;
            if (!normal || System.nanoTime() > deadline) {
                throw new AssertionError(Libc.errnoName(result));
            }
        }
    }

    private static void post(MemorySegment memory, long offset, int value) {
        INT.setVolatile(memory, offset, value);
        int _ = Libc.futexWake(memory.address() + offset, 1);
    }

    @Test
    void processes_wake_each_other() throws IOException, InterruptedException {
        int rounds = 2000;
        Path file = Files.createTempFile("sluice-futex", null);
        try {
            Files.write(file, new byte[4096]);
            Process other = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    NativeAccessTest.root(Libc.class) + ":" + NativeAccessTest.root(LibcTest.class),
                    LibcTest.class.getName(),
                    file.toString(),
                    String.valueOf(rounds))
                    .inheritIO()
                    .start();
            try {
                MemorySegment memory = map(file);
                for (int i = 1; i <= rounds; i++) {
                    post(memory, 0, i);
                    await(memory, 4, i);
                }
                assertEquals(0, other.waitFor());
            } finally {
                other.destroyForcibly();
            }
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void a_memory_file_is_made_filled_and_sealed() throws IOException {
        int fd = Libc.memfdCreate("sluice-test");
        assertTrue(fd > 0, () -> Libc.errnoName(fd));
        Path link = Path.of("/proc/self/fd/" + fd);
        try {
            assertEquals("/memfd:sluice-test (deleted)", Files.readSymbolicLink(link).toString());
            assertEquals(0, Libc.fchmod(fd, 0600));
            assertEquals(0, Libc.ftruncate(fd, 1 << 20));
            assertEquals(0, Libc.addSeals(fd, Libc.SEAL_SHRINK | Libc.SEAL_GROW | Libc.SEAL_SEAL));
            assertEquals(-Errno.EPERM, Libc.ftruncate(fd, 0));
            assertEquals(-Errno.EPERM, Libc.addSeals(fd, Libc.SEAL_SHRINK));
            assertEquals(0, Libc.fallocate(fd, 0, 0, 1 << 20));
            assertEquals(0, Libc.fallocate(fd, Libc.FALLOCATE_PUNCH_HOLE | Libc.FALLOCATE_KEEP_SIZE, 0, 1 << 20));
            assertEquals(1 << 20, Files.size(link));
            int second = Libc.open(link, Libc.OPEN_READ_WRITE, true, 0);
            assertTrue(second > fd);
            assertEquals(0, Libc.close(second));
            assertEquals(-Errno.ELOOP, Libc.open(link, Libc.OPEN_READ_WRITE, false, 0));
        } finally {
            assertEquals(0, Libc.close(fd));
        }
        assertEquals(-Errno.EBADF, Libc.close(fd));
    }

    @Test
    void a_file_is_created_only_once_and_names_may_be_of_any_script() throws IOException {
        assumeTrue(
                Charset.forName(System.getProperty("sun.jnu.encoding")).newEncoder().canEncode("ß队"),
                "file names of this locale are too plain");
        Path directory = Files.createTempDirectory("sluice-libc");
        Path file = directory.resolve("größe-队列");
        try {
            int fd = Libc.open(file, Libc.OPEN_READ_WRITE | Libc.OPEN_CREATE_NEW, false, 0600);
            assertTrue(fd > 0, () -> Libc.errnoName(fd));
            assertEquals(0, Libc.close(fd));
            assertTrue(Files.exists(file));
            assertEquals(-Errno.EEXIST, Libc.open(file, Libc.OPEN_READ_WRITE | Libc.OPEN_CREATE_NEW, false, 0600));
            assertEquals(-Errno.ENOENT, Libc.open(directory.resolve("x"), Libc.OPEN_READ_WRITE, false, 0));
        } finally {
            Files.deleteIfExists(file);
            Files.delete(directory);
        }
    }

    @Test
    void processes_and_users_are_known_by_number() throws IOException {
        assertEquals(0, Libc.kill((int) ProcessHandle.current().pid(), 0));
        assertEquals(-Errno.ESRCH, Libc.kill(1 << 22, 0));
        assertEquals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"), Libc.getuid());
    }

    @Test
    void errors_have_names() {
        assertEquals("ENOSPC", Libc.errnoName(-Errno.ENOSPC));
        assertEquals("ENOSPC", Libc.errnoName(Errno.ENOSPC));
        assertEquals("errno 999", Libc.errnoName(-999));
    }

    @Test
    void every_listed_error_has_its_name() throws IllegalAccessException {
        for (var field : Errno.class.getFields()) {
            assertEquals(field.getName(), Errno.name(field.getInt(null)));
        }
    }
}
