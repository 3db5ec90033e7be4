package dev.sluice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.contract.LeftoversExtension;
import dev.sluice.contract.SluiceTest;
import dev.sluice.internal.layout.Header;
import dev.sluice.internal.layout.ParticipantSlot;
import dev.sluice.internal.layout.Tables;
import dev.sluice.internal.shm.ProcessIdentity;
import dev.sluice.peer.Job;
import dev.sluice.peer.PeerJvm;
import dev.sluice.peer.PeerJvm.Mode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands in the private directory, and who put it there, is not believed before it is checked. */
final class FilesTest extends SluiceTest {
    private static final String NAME = "files-test";
    private static final int FILLED_ELEMENTS = 5;
    private static final int DAMAGES = Integer.getInteger("dev.sluice.test.damages", 80);

    @AfterEach
    void unlink() {
        ProcessQueue.unlink(NAME);
    }

    /** Bounded, as an unbounded queue reserves more addresses than a test can read. */
    private static ProcessQueue.Builder<Object> builder() {
        return ProcessQueue.builder().name(NAME).maxSize(10).maxBytes(1 << 20);
    }

    /** The file of the named queue. */
    private static Path file() throws IOException {
        try (Stream<Path> files = Files.list(LeftoversExtension.directory())) {
            return files.filter(file -> file.getFileName().toString().contains(NAME)).findFirst().orElseThrow();
        }
    }

    /** The file of a named queue with something in it, as nobody holds it. */
    private static Path fileOfQueue() throws IOException {
        try (ProcessQueue<Object> queue = builder().build()) {
            queue.addAll(List.of(1, "two", new byte[100], new byte[300], new byte[70_000]));
        }
        return file();
    }

    /** Puts other content in the place of a queue's file. */
    private static void replace(byte[] content) throws IOException {
        Path file = fileOfQueue();
        Files.delete(file);
        Files.write(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private static void assertDamaged() {
        var failure = assertFails(QueueDamagedException.class, () -> ProcessQueue.open(NAME));
        assertTrue(failure.getMessage().contains(NAME), failure.getMessage());
        assertThrows(QueueDamagedException.class, () -> QueueStatus.of(NAME));
        assertThrows(QueueDamagedException.class, () -> builder().openOrBuild());
        assertThrows(QueueExistsException.class, () -> ProcessQueue.builder().name(NAME).build());
        assertTrue(ProcessQueue.unlink(NAME), "what is damaged can be removed");
    }

    // Foreign, truncated, damaged

    static List<byte[]> foreignContents() {
        byte[] noise = new byte[1 << 16];
        new Random(1).nextBytes(noise);
        return List.of(
                new byte[0],
                new byte[7],
                new byte[1 << 16],
                "a letter to grandmother".getBytes(StandardCharsets.US_ASCII),
                noise);
    }

    @ParameterizedTest
    @MethodSource("foreignContents")
    void aForeignFileIsNotTakenForAQueue(byte[] content) throws IOException {
        replace(content);
        assertDamaged();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 100, 4_095, 4_096, 8_192, 20_000, 65_536})
    void aTruncatedFileIsNoticed(int length) throws IOException {
        byte[] whole = Files.readAllBytes(fileOfQueue());
        unlink();
        replace(Arrays.copyOf(whole, length));
        assertDamaged();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 77, -1})
    void anotherVersionIsNamed(int version) throws IOException {
        byte[] bytes = Files.readAllBytes(fileOfQueue());
        unlink();
        ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).putInt((int) Header.VERSION_AT, version);
        replace(bytes);
        var failure = assertFails(QueueDamagedException.class, () -> ProcessQueue.open(NAME));
        assertTrue(failure.getMessage().contains("version"), failure.getMessage());
        assertDamaged();
    }

    /** A container with a pid namespace of its own may see the same folder. */
    @Test
    void aQueueOfAnotherPidNamespaceIsRefused() throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(fileOfQueue())).order(ByteOrder.nativeOrder());
        unlink();
        bytes.putLong((int) Header.PID_NAMESPACE_AT, bytes.getLong((int) Header.PID_NAMESPACE_AT) + 1);
        CRC32 crc = new CRC32();
        crc.update(bytes.array(), 0, (int) Header.CHECKSUMMED_BYTES);
        crc.update(
                bytes.array(),
                (int) Tables.CONFIGURATION_AT,
                bytes.getInt((int) Header.CONFIGURATION_LENGTH_AT));
        bytes.putInt((int) Header.CHECKSUM_AT, (int) crc.getValue());
        replace(bytes.array());
        var failure = assertFails(SharedMemoryException.class, () -> ProcessQueue.open(NAME));
        assertTrue(failure.getMessage().contains("another pid namespace"), failure.getMessage());
        assertTrue(ProcessQueue.unlink(NAME));
    }

    /** As if a thousand processes held the queue: the slots are this living one's. */
    @Test
    void oneProcessMoreThanThereAreSlotsIsRefused() throws IOException {
        byte[] bytes = Files.readAllBytes(fileOfQueue());
        ByteBuffer tables = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        unlink();
        long self = ParticipantSlot.active(
                1, ProcessIdentity.current().pid(), ProcessIdentity.current().startTicks());
        for (int i = 1; i < ParticipantSlot.COUNT; i++) {
            tables.putLong((int) ParticipantSlot.at(i), self);
        }
        tables.putInt((int) Header.PARTICIPANTS_HIGH_AT, ParticipantSlot.COUNT);
        replace(bytes);
        var failure = assertFails(SharedMemoryException.class, () -> ProcessQueue.open(NAME));
        assertTrue(failure.getMessage().contains("1023"), failure.getMessage());
        try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(Long.BYTES), ParticipantSlot.at(ParticipantSlot.COUNT / 2));
        }
        try (ProcessQueue<Object> queue = ProcessQueue.open(NAME)) {
            assertEquals(FILLED_ELEMENTS, queue.size());
        }
    }

    @Test
    void everyByteThatTheCreatorWroteIsChecked() throws IOException {
        byte[] bytes = Files.readAllBytes(fileOfQueue());
        unlink();
        replace(bytes);
        try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
            for (int at = 0; at < Header.CHECKSUMMED_BYTES + Integer.BYTES; at++) {
                int flipped = at;
                channel.write(ByteBuffer.wrap(new byte[] {(byte) (bytes[at] ^ 0x10)}), at);
                assertThrows(
                        QueueDamagedException.class, () -> ProcessQueue.open(NAME).close(), () -> "byte " + flipped);
                channel.write(ByteBuffer.wrap(bytes, at, 1), at);
            }
        }
        try (ProcessQueue<Object> queue = ProcessQueue.open(NAME)) {
            assertEquals(FILLED_ELEMENTS, queue.size());
        }
    }

    @Test
    void randomDamageNeverCrashesNorHangs() throws Exception {
        byte[] whole = Files.readAllBytes(fileOfQueue());
        unlink();
        replace(whole);
        Path file = file();
        Random random = new Random(4);
        List<String> failures = new ArrayList<>();
        try (PeerJvm peer = PeerJvm.start(Mode.ofThisJvm())) {
            for (int round = 0; round < DAMAGES; round++) {
                byte[] damaged = whole.clone();
                int reach = round % 2 == 0 ? (int) Header.BYTES : damaged.length;
                List<Integer> places = new ArrayList<>();
                for (int flips = 1 + random.nextInt(8); flips > 0; flips--) {
                    int at = random.nextInt(reach);
                    damaged[at] ^= (byte) (1 << random.nextInt(8));
                    places.add(at);
                }
                Files.write(file, damaged);
                try {
                    peer.run(_ -> useWhateverIsThere()).get();
                } catch (Exception | AssertionError e) {
                    failures.add("round " + round + ", flipped " + places + ": " + e);
                }
            }
        }
        assertEquals(List.of(), failures);
    }

    /** Uses the queue if it can be used; the only exceptions are those that are documented. */
    private static boolean useWhateverIsThere() throws Exception {
        List<Job<ProcessQueue<Object>, ?>> uses = List.of(
                ProcessQueue::size,
                ProcessQueue::peek,
                q -> q.offer("more", 10, TimeUnit.MILLISECONDS),
                q -> q.poll(10, TimeUnit.MILLISECONDS),
                q -> q.offer(new byte[5_000]),
                ArrayList::new,
                q -> q.drainTo(new ArrayList<>()));
        try (ProcessQueue<Object> queue = ProcessQueue.open(NAME)) {
            for (var use : uses) {
                try {
                    use.on(queue);
                } catch (QueueDamagedException | SerializationException | QueueShutdownException e) {
                    assertFalse(e.getMessage().isBlank());
                }
            }
        } catch (QueueDamagedException | QueueNotFoundException e) {
            assertFalse(e.getMessage().isBlank());
        }
        return true;
    }

    @Test
    void aLinkIsNotFollowed(@TempDir Path elsewhere) throws IOException {
        Path file = fileOfQueue();
        Path target = elsewhere.resolve("target");
        Files.move(file, target);
        Files.createSymbolicLink(file, target);
        assertThrows(RuntimeException.class, () -> ProcessQueue.open(NAME).close());
        Files.delete(file);
    }

    // Permissions

    @Test
    void filesAreForTheirOwnerAlone() throws IOException {
        keep(ProcessQueue.builder().name(NAME).build());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
        assertEquals(
                "rwx------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(LeftoversExtension.directory())));
    }

    @Test
    void aDirectoryThatOthersMayEnterIsRefused(@TempDir Path parent) throws Exception {
        Path open = Files.createDirectory(parent.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path link = Files.createSymbolicLink(parent.resolve("link"), Files.createDirectory(parent.resolve("private")));
        for (Path refused : List.of(open, link, Files.createFile(parent.resolve("file")))) {
            try (PeerJvm peer = PeerJvm.start(Mode.ofThisJvm(), "-Ddev.sluice.dir=" + refused)) {
                assertFails(SharedMemoryException.class, () -> peer.run(_ -> buildNamed()).get());
            }
        }
    }

    private static int buildNamed() {
        try (ProcessQueue<Object> queue = ProcessQueue.builder().name(NAME).build()) {
            return queue.size();
        } finally {
            ProcessQueue.unlink(NAME);
        }
    }

    @Test
    void anotherUserGetsAClearRefusal(@TempDir Path classes) throws Exception {
        assumeRoot();
        Files.setPosixFilePermissions(classes, PosixFilePermissions.fromString("rwxr-xr-x"));
        keep(ProcessQueue.builder().name(NAME).build());
        List<String> asNobody = List.of("setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups");
        try (PeerJvm peer = PeerJvm.start(asNobody, Mode.ofThisJvm(), "-cp", readableByAll(classes))) {
            assertFails(SharedMemoryException.class, () -> peer.run(OtherUser.OPENS_THE_QUEUE).get());
            assertTrue(peer.run(OtherUser.HAS_QUEUES_OF_ITS_OWN).get());
        }
        assertEquals(0, keep(ProcessQueue.open(NAME)).size());
    }

    /** What the other user does; without lambdas, whose classes would need libraries that user may not read. */
    private enum OtherUser implements Job<AutoCloseable, Boolean> {
        OPENS_THE_QUEUE {
            @Override
            public Boolean on(AutoCloseable none) {
                return ProcessQueue.open(NAME).isEmpty();
            }
        },
        HAS_QUEUES_OF_ITS_OWN {
            @Override
            public Boolean on(AutoCloseable none) {
                System.clearProperty("dev.sluice.dir");
                try (ProcessQueue<String> queue = ProcessQueue.create(1)) {
                    return queue.add("mine");
                }
            }
        }
    }

    /** A copy of the classes on which the peer runs. */
    private static String readableByAll(Path target) throws IOException {
        for (Class<?> type : List.of(ProcessQueue.class, PeerJvm.class)) {
            Path source = Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
            assumeTrue(Files.isDirectory(source));
            try (Stream<Path> files = Files.walk(source)) {
                for (Path file : (Iterable<Path>) files::iterator) {
                    Path copy = target.resolve(source.relativize(file).toString());
                    if (Files.isDirectory(file)) {
                        Files.createDirectories(copy);
                    } else {
                        Files.copy(file, copy);
                    }
                }
            }
        }
        return target.toString();
    }

    private static void assumeRoot() {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root may change its user, and mount");
    }

    // No room left

    @ParameterizedTest
    @EnumSource(Mode.class)
    void aFullFileSystemIsAnExceptionAndTheQueueGoesOn(Mode mode, @TempDir Path mountPoint) throws Exception {
        assumeRoot();
        int exitCode =
                new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=4m,mode=0700", "none", mountPoint.toString())
                        .inheritIO()
                        .start()
                        .waitFor();
        assumeTrue(exitCode == 0, "not allowed to mount");
        try {
            Path directory = mountPoint.resolve("private");
            String filler = mountPoint.resolve("filler").toString();
            try (PeerJvm peer = PeerJvm.start(mode, "-Ddev.sluice.dir=" + directory)) {
                assertTrue(peer.run(_ -> fillUpTwice()).get());
                assertTrue(peer.run(_ -> buildWithoutRoom(Path.of(filler))).get());
            }
            assertFalse(Files.exists(directory), "something is left");
        } finally {
            new ProcessBuilder("umount", mountPoint.toString()).inheritIO().start().waitFor();
        }
    }

    private static boolean fillUpTwice() throws InterruptedException {
        try (ProcessQueue<byte[]> queue = ProcessQueue.<byte[]>builder().name(NAME).build()) {
            int first = fillUp(queue);
            assertTrue(first > 5, "only " + first + " fitted");
            assertEquals(0, queue.take()[0]);
            assertEquals(1, queue.take()[0]);
            queue.put(filling(99));
            for (int i = 2; i < first; i++) {
                assertTrue(Arrays.equals(filling(i), queue.take()), "element " + i);
            }
            assertTrue(Arrays.equals(filling(99), queue.take()));
            assertTrue(queue.isEmpty());
            assertTrue(fillUp(queue) >= first - 1, "room was lost");
        } finally {
            ProcessQueue.unlink(NAME);
        }
        return true;
    }

    private static int fillUp(ProcessQueue<byte[]> queue) {
        for (int i = 0;; i++) {
            try {
                queue.putNoWait(filling(i));
            } catch (SharedMemoryException e) {
                assertFalse(e.getMessage().isBlank());
                assertEquals(i, queue.size());
                return i;
            }
        }
    }

    private static byte[] filling(int i) {
        byte[] bytes = new byte[200_000];
        Arrays.fill(bytes, (byte) i);
        return bytes;
    }

    private static boolean buildWithoutRoom(Path filler) throws IOException {
        assertThrows(IOException.class, () -> {
            try (var out = Files.newOutputStream(filler)) {
                while (true) {
                    out.write(new byte[4_096]);
                }
            }
        });
        try {
            assertFails(SharedMemoryException.class, () -> ProcessQueue.builder().name(NAME).build());
            assertThrows(QueueNotFoundException.class, () -> ProcessQueue.open(NAME));
        } finally {
            Files.delete(filler);
        }
        return true;
    }
}
