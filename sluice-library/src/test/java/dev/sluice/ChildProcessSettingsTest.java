package dev.sluice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a child is like: its options, environment, folder, class path and streams. */
class ChildProcessSettingsTest extends ChildProcessSuite {
    @TempDir
    Path folder;

    @Test
    void itsOptionsWinOverAllOthers() throws Exception {
        int port = this.port;
        try (ChildProcess child = ChildProcess.builder()
                .jvmOptions("-Xmx33m", "-Dmalt=pale ale", "-Ddev.sluice.test.setting=own", "-XX:+UseParallelGC")
                .task(() -> Reports.send(
                        port,
                        (Runtime.getRuntime().maxMemory() >> 20) + " " + System.getProperty("malt") + " "
                                + System.getProperty("dev.sluice.test.setting")))
                .start()) {
            String[] report = reports.next().split(" ", 2);
            assertTrue(Integer.parseInt(report[0]) <= 33, report[0]);
            assertEquals("pale ale own", report[1]);
            child.join();
            assertEquals(OptionalInt.of(0), child.exitCode());
        }
    }

    @Test
    void inheritsTheSettingsOfTheLibraryAndNoOtherProperties() throws Exception {
        int port = this.port;
        System.setProperty("dev.sluice.test.setting", "a b\"c\\d");
        System.setProperty("other.setting", "x");
        try (ChildProcess child = ChildProcess.start(() -> Reports.send(
                port, System.getProperty("dev.sluice.test.setting") + " " + System.getProperty("other.setting")))) {
            assertEquals("a b\"c\\d null", reports.next());
            child.join();
        } finally {
            System.clearProperty("dev.sluice.test.setting");
            System.clearProperty("other.setting");
        }
    }

    @Test
    void addsToTheEnvironmentThatItInherits() throws Exception {
        int port = this.port;
        try (ChildProcess child = ChildProcess.builder()
                .environment("SLUICE_TEST_A", "one")
                .environment(Map.of("SLUICE_TEST_B", "two words"))
                .task(() -> Reports.send(
                        port,
                        System.getenv("SLUICE_TEST_A") + " " + System.getenv("SLUICE_TEST_B") + " "
                                + System.getenv("PATH")))
                .start()) {
            assertEquals("one two words " + System.getenv("PATH"), reports.next());
            child.join();
        }
    }

    @Test
    void startsInTheFolderGiven() throws Exception {
        int port = this.port;
        try (ChildProcess child = ChildProcess.builder()
                .workingDirectory(folder)
                .task(() -> Reports.send(port, Path.of("").toRealPath()))
                .start()) {
            assertEquals(folder.toRealPath().toString(), reports.next());
            child.join();
        }
    }

    @Test
    void itsStandardInputIsEmpty() throws Exception {
        int port = this.port;
        try (ChildProcess child = ChildProcess.start(() -> Reports.send(port, System.in.read()))) {
            assertEquals("-1", reports.next());
            child.join();
        }
    }

    @Test
    void itsOutputGoesWhereItIsSentAndIsTouchedByNobodyElse() throws Exception {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        for (int i = 0; i < 2; i++) {
            try (ChildProcess child = ChildProcess.builder()
                    .output(ProcessOutput.appendTo(out))
                    .errors(ProcessOutput.appendTo(err))
                    .task(() -> {
                        System.out.println("to out");
                        System.err.println("to err");
                    })
                    .start()) {
                child.join();
            }
        }
        assertEquals("to out\nto out\n", Files.readString(out));
        assertEquals("to err\nto err\n", Files.readString(err));
    }

    @Test
    void outputSendsBothStreams() throws Exception {
        Path out = folder.resolve("out");
        try (ChildProcess child = ChildProcess.builder()
                .output(ProcessOutput.appendTo(out))
                .task(() -> {
                    System.out.println("to out");
                    System.err.println("to err");
                })
                .start()) {
            child.join();
        }
        assertEquals("to out\nto err\n", Files.readString(out));
    }

    static final class ParentOfTalkative {
        public static void main(String[] arguments) throws Exception {
            try (ChildProcess child = ChildProcess.start(() -> System.out.println("from the child"))) {
                child.join();
                System.out.println(child.exitCode());
            }
        }
    }

    @Test
    void itsOutputIsInheritedByDefault() throws Exception {
        try (ProgramJvm parent = ProgramJvm.run(ParentOfTalkative.class)) {
            assertEquals("from the child\nOptionalInt[0]\n", parent.output());
        }
    }

    @Test
    void aVeryLongClassPathIsNoObstacle() throws Exception {
        int port = this.port;
        long argumentFiles = argumentFiles();
        List<Path> classPath = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            classPath.add(folder.resolve("a folder with \"quotes\" and a\\backslash".repeat(3) + i + ".jar"));
        }
        classPathEntries().forEach(classPath::add);
        try (ChildProcess child = ChildProcess.builder()
                .classPath(classPath)
                .task(() -> {
                    Reports.send(port, System.getProperty("java.class.path").length());
                    Reports.send(port, argumentFiles());
                })
                .start()) {
            assertTrue(Integer.parseInt(reports.next()) > 300_000);
            assertEquals(argumentFiles, Long.parseLong(reports.next()), "removed by the child itself");
            child.join();
            assertEquals(OptionalInt.of(0), child.exitCode());
        }
        assertEquals(argumentFiles, argumentFiles());
    }

    private static Stream<Path> classPathEntries() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1)).map(Path::of);
    }

    private static long argumentFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.toString().endsWith(".arguments")).count();
        }
    }

    static final class ParentWithOptions {
        static final class Task {
            static void run() {
                boolean asserts = Task.class.desiredAssertionStatus();
                boolean open = Object.class.getModule().isOpen("java.util", ParentWithOptions.class.getModule());
                System.out.println(
                        asserts + " " + open + " " + ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
                                + " " + System.getProperty("malt") + " " + Path.of("").toAbsolutePath().getFileName());
            }
        }

        public static void main(String[] arguments) throws Exception {
            try (ChildProcess child = ChildProcess.builder()
                    .workingDirectory(Path.of(arguments[0]))
                    .task(Task::run)
                    .start()) {
                child.join();
            }
        }
    }

    @Test
    void inheritsTheOptionsThatDecideWhatCodeMayDo() throws Exception {
        List<String> options = List.of(
                "-ea",
                "-Dmalt=dark",
                "--add-opens",
                "java.base/java.util=ALL-UNNAMED",
                "--add-modules",
                "jdk.incubator.vector",
                "-cp",
                System.getProperty("java.class.path"));
        try (ProgramJvm parent = ProgramJvm.run(options, ParentWithOptions.class.getName(), folder)) {
            String output = parent.output();
            assertTrue(output.contains("true true true null " + folder.getFileName()), output);
        }
    }

    @Test
    void inheritsWhatTheManifestOfItsProgramOpens() throws Exception {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(Attributes.Name.MAIN_CLASS, ParentWithOptions.class.getName());
        attributes.put(
                Attributes.Name.CLASS_PATH,
                classPathEntries().map(entry -> entry.toUri().toString()).collect(Collectors.joining(" ")));
        attributes.put(new Attributes.Name("Add-Opens"), "java.base/java.util java.base/java.lang");
        Path jar = folder.resolve("program.jar");
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();

        try (ProgramJvm parent = ProgramJvm.run(List.of("-jar"), jar.toString(), folder)) {
            assertEquals("false true false null " + folder.getFileName() + "\n", parent.output());
        }
    }

    @Test
    void aRelativeClassPathStillHoldsInAnotherFolder() throws Exception {
        Path here = Path.of("").toAbsolutePath();
        List<String> relative = classPathEntries().map(entry -> here.relativize(entry.toAbsolutePath()).toString())
                .toList();
        List<String> options = List.of("-cp", String.join(File.pathSeparator, relative));
        try (ProgramJvm parent = ProgramJvm.run(options, ParentWithOptions.class.getName(), folder)) {
            assertEquals("false false false null " + folder.getFileName() + "\n", parent.output());
        }
    }
}
