package dev.sluice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Children of programs that have the library on their module path. */
@Timeout(60)
class ChildProcessModuleTest {
    private static final String PROGRAM = """
            package brewery;

            import dev.sluice.ChildProcess;

            class Main {
                public static void main(String[] arguments) throws Exception {
                    try (ChildProcess child = ChildProcess.start(() -> System.out.println("child: " + modules()))) {
                        System.out.println("parent: " + modules());
                        child.join();
                        System.out.println(child.exitCode() + " " + child.exception());
                    }
                }

                private static String modules() {
                    return Main.class.getModule().getName() + " uses " + ChildProcess.class.getModule().getName()
                            + ", native access " + ChildProcess.class.getModule().isNativeAccessEnabled();
                }
            }
            """;

    @TempDir
    Path folder;

    private Path library;

    @BeforeEach
    void findTheLibrary() throws Exception {
        library = Path.of(ChildProcess.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        assumeTrue(Files.isRegularFile(library) || Files.exists(library.resolve("module-info.class")));
    }

    private void compile(String... options) throws Exception {
        Path source = Files.createDirectories(folder.resolve("source/brewery")).resolve("Main.java");
        Files.writeString(source, PROGRAM);
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.addAll(List.of("-d", folder.resolve("classes").toString(), source.toString()));
        assertEquals(0, ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, arguments.toArray(String[]::new)));
    }

    private static void assertReports(String module, ProgramJvm parent) throws Exception {
        List<String> lines = parent.output().lines().sorted().toList();
        assertEquals(List.of(
                "OptionalInt[0] Optional.empty",
                "child: " + module + " uses dev.sluice, native access true",
                "parent: " + module + " uses dev.sluice, native access false"), lines);
    }

    @Test
    void aModularProgramHasModularChildren() throws Exception {
        Path descriptor = Files.createDirectories(folder.resolve("source")).resolve("module-info.java");
        Files.writeString(descriptor, "module brewery { requires dev.sluice; }");
        compile("--module-path", library.toString(), descriptor.toString());

        List<String> options = List.of("--module-path", library + ":" + folder.resolve("classes"), "-m");
        try (ProgramJvm parent = ProgramJvm.run(options, "brewery/brewery.Main")) {
            assertReports("brewery", parent);
        }
    }

    @Test
    void aProgramOnTheClassPathMayUseTheModule() throws Exception {
        compile("-cp", library.toString());

        List<String> options = List.of(
                "--module-path", library.toString(), "--add-modules", "dev.sluice", "-cp",
                folder.resolve("classes").toString());
        try (ProgramJvm parent = ProgramJvm.run(options, "brewery.Main")) {
            assertReports("null", parent);
        }
    }
}
