package dev.sluice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The cache of loaded classes, by which children start faster: made, used, and never in the way. */
@Timeout(300)
class ChildProcessCacheTest {
    @TempDir
    Path folder;

    private Path cache;
    private String classPath;

    /** Programs have the library as a jar, as a rule; a folder of classes cannot be cached. */
    @BeforeEach
    void makeJar() throws Exception {
        cache = folder.resolve("cache");
        Path library = place(ChildProcess.class);
        if (Files.isDirectory(library)) {
            Path jar = folder.resolve("sluice.jar");
            pack(library, jar);
            library = jar;
        }
        classPath = place(ChildProcessCacheTest.class) + ":" + library;
    }

    private static Path place(Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    private static void pack(Path classes, Path jar) throws IOException {
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out);
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                entries.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                Files.copy(file, entries);
                entries.closeEntry();
            }
        }
    }

    /** Starts a child, waits for the cache if it is told to, and starts another. */
    static final class Program {
        public static void main(String[] arguments) throws Exception {
            runChild();
            if (arguments.length > 0) {
                Path folder = Path.of(arguments[0]);
                while (caches(folder).isEmpty() || !makers().isEmpty()) {
                    Thread.sleep(20);
                }
                runChild();
            }
        }

        private static void runChild() throws InterruptedException {
            ChildProcess child = ChildProcess.start(() -> System.out.println(
                    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                            .anyMatch(option -> option.startsWith("-XX:AOTCache="))));
            child.join();
            if (child.exception().isPresent()) {
                System.out.println(child.exception().get());
            }
        }

        private static List<ProcessHandle> makers() {
            return ProcessHandle.current().descendants().toList();
        }
    }

    private static List<Path> caches(Path folder) throws IOException {
        List<Path> caches = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.aot")) {
                files.forEach(caches::add);
            }
        }
        caches.removeIf(file -> file.getFileName().toString().startsWith("new-"));
        return caches;
    }

    private ProgramJvm program(Object... arguments) throws IOException {
        return ProgramJvm.run(
                List.of("-Ddev.sluice.cache=" + cache, "-cp", classPath), Program.class.getName(), arguments);
    }

    private static void assertPrints(String expected, ProgramJvm program) throws Exception {
        assertEquals(expected, program.output());
        assertEquals(0, program.waitFor());
    }

    @Test
    void isMadeOnceByWhoeverComesFirstAndUsedByAllAndReplacedWhenItIsDamaged() throws Exception {
        try (ProgramJvm one = program(cache); ProgramJvm two = program(cache)) {
            assertPrints("false\ntrue\n", one);
            assertPrints("false\ntrue\n", two);
        }
        List<Path> made = caches(cache);
        assertEquals(1, made.size());
        Path file = made.getFirst();
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(cache)));
        try (Stream<Path> files = Files.list(cache)) {
            assertEquals(List.of(), files.filter(each -> each.getFileName().toString().startsWith("new-")).toList());
        }

        try (ProgramJvm next = program()) {
            assertPrints("true\n", next);
        }

        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(bytes.length() / 2);
            bytes.write(new byte[100_000]);
        }
        try (ProgramJvm next = program()) {
            assertPrints("false\n", next);
        }
        assertFalse(Files.exists(file), "removed, so that it can be made anew");

        try (ProgramJvm next = program(cache)) {
            assertPrints("false\ntrue\n", next);
        }

        // Another library is another cache.
        Path jar = Path.of(classPath.substring(classPath.indexOf(':') + 1));
        if (jar.startsWith(folder)) {
            Files.setLastModifiedTime(jar, java.nio.file.attribute.FileTime.fromMillis(1_000_000));
            try (ProgramJvm next = program()) {
                assertPrints("false\n", next);
            }
        }
    }

    @Test
    void aFolderInWhichOthersMayWriteIsNotBelieved() throws Exception {
        Files.createDirectory(cache);
        Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxrwxrwx"));
        try (ProgramJvm program = program()) {
            assertPrints("false\n", program);
        }
    }

    @Test
    void aPlaceWhereNothingCanBeWrittenDoesNoHarm() throws Exception {
        Files.writeString(cache, "a file where a folder should be");
        try (ProgramJvm program = program()) {
            assertPrints("false\n", program);
        }
        Path readOnly = Files.createDirectory(folder.resolve("read-only"));
        Files.setPosixFilePermissions(readOnly, PosixFilePermissions.fromString("r-x------"));
        cache = readOnly;
        try (ProgramJvm program = program()) {
            assertPrints("false\n", program);
        }
        cache = readOnly.resolve("below");
        try (ProgramJvm program = program()) {
            assertPrints("false\n", program);
        }
    }

    @Test
    void itCanBeSwitchedOff() throws Exception {
        cache = Path.of("off");
        try (ProgramJvm program = program()) {
            assertPrints("false\n", program);
        }
        assertFalse(Files.exists(cache));
    }

    static final class ImpatientProgram {
        public static void main(String[] arguments) throws Exception {
            ChildProcess.start(() -> {}).close();
            while (Program.makers().isEmpty()) {
                Thread.sleep(5);
            }
            System.out.println(Program.makers().getFirst().pid());
            Thread.sleep(Long.MAX_VALUE);
        }
    }

    @Test
    void whoMakesItEndsWithTheProgramThatWantedIt() throws Exception {
        try (ProgramJvm program = ProgramJvm.run(
                List.of("-Ddev.sluice.cache=" + cache, "-cp", classPath), ImpatientProgram.class.getName())) {
            StringBuilder pid = new StringBuilder();
            for (int c = program.read(); c != '\n'; c = program.read()) {
                assertNotEquals(-1, c);
                pid.append((char) c);
            }
            long maker = Long.parseLong(pid.toString());
            List<ProcessHandle> all = ProcessHandle.of(maker).stream()
                    .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                    .toList();
            assumeTrue(!all.isEmpty(), "it was done already");
            program.kill();
            for (ProcessHandle process : all) {
                assertTrue(ProgramJvm.goneWithin(20, process.pid()), "process " + process.pid() + " goes on");
            }
        }
    }
}
