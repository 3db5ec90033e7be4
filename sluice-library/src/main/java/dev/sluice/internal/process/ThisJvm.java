package dev.sluice.internal.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.module.ResolvedModule;
import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** What a child has to inherit from the JVM that starts it, so that code that works here works there. */
final class ThisJvm {
    /**
     * Options that decide what code may do or how it is compiled, hence inherited. Sizes, collectors, agents and system
     * properties are not: what suits the parent (a debugger's port, a heap of half the machine) seldom suits its
     * children.
     */
    private static final List<String> INHERITED = List.of(
            "--add-exports=",
            "--add-modules=",
            "--add-opens=",
            "--add-reads=",
            "--enable-final-field-mutation=",
            "--enable-native-access=",
            "--enable-preview",
            "--illegal-final-field-mutation=",
            "--illegal-native-access=",
            "--limit-modules=",
            "--patch-module=",
            "--sun-misc-unsafe-memory-access=",
            "--upgrade-module-path=",
            "-da",
            "-disableassertions",
            "-disablesystemassertions",
            "-dsa",
            "-ea",
            "-enableassertions",
            "-enablesystemassertions",
            "-esa");

    private static volatile List<String> inheritedOptions;

    private ThisJvm() {}

    /** The launcher of the JDK or runtime image that this JVM was started from. */
    static Path launcher() {
        Path home = Path.of(System.getProperty("java.home"));
        for (String name : List.of("java", "java.exe")) {
            Path launcher = home.resolve("bin").resolve(name);
            if (Files.isExecutable(launcher)) {
                return launcher;
            }
        }
        throw new IllegalStateException("there is no java launcher in " + home.resolve("bin")
                + ", so no child JVM can be started: use a JDK, or a runtime image made with its launcher");
    }

    /** What never changes while this JVM runs, and takes a while to find. */
    private static final class Found {
        static final Optional<Path> LIBRARY = findLibrary();
        static final List<String> MODULES = findApplicationModules();
    }

    static List<String> inheritedOptions() {
        List<String> options = inheritedOptions;
        if (options == null) {
            options = findInheritedOptions();
            inheritedOptions = options;
        }
        return options;
    }

    private static List<String> findInheritedOptions() {
        List<String> options = new ArrayList<>(manifestOptions());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> INHERITED.stream().anyMatch(option::startsWith))
                .forEach(options::add);
        return List.copyOf(options);
    }

    /** A JVM started by {@code java -jar} opens what the manifest says; its child, started by a class path, would not. */
    private static List<String> manifestOptions() {
        String classPath = System.getProperty("java.class.path", "");
        String command = System.getProperty("sun.java.command", "");
        boolean startedFromJar = !classPath.isEmpty() && (command + " ").startsWith(classPath + " ");
        if (!startedFromJar || !Files.isRegularFile(Path.of(classPath))) {
            return List.of();
        }
        try (JarFile jar = new JarFile(classPath)) {
            Manifest manifest = jar.getManifest();
            List<String> options = new ArrayList<>();
            if (manifest != null) {
                addEach(options, "--add-exports=", manifest.getMainAttributes().getValue("Add-Exports"));
                addEach(options, "--add-opens=", manifest.getMainAttributes().getValue("Add-Opens"));
            }
            return options;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the program's own jar " + classPath
                    + ", which every child JVM needs too: put it back", e);
        }
    }

    private static void addEach(List<String> options, String option, String packages) {
        if (packages != null) {
            for (String name : packages.strip().split("\\s+", -1)) {
                options.add(option + name + "=ALL-UNNAMED");
            }
        }
    }

    /** The settings of the library itself are passed on, wherever they were made: both sides must agree on them. */
    static List<String> libraryProperties() {
        TreeMap<String, String> properties = new TreeMap<>();
        for (String name : System.getProperties().stringPropertyNames()) {
            if (name.startsWith("dev.sluice.")) {
                properties.put(name, System.getProperty(name));
            }
        }
        return properties.entrySet().stream()
                .map(property -> "-D" + property.getKey() + "=" + property.getValue())
                .toList();
    }

    static Module library() {
        return ThisJvm.class.getModule();
    }

    /** Absolute, for the child may start in another folder. */
    static List<Path> classPath() {
        String classPath = System.getProperty("java.class.path", "");
        // Without a main module, an empty class path means the working folder; with one it means none.
        if (classPath.isEmpty() && System.getProperty("jdk.module.main") != null) {
            return List.of();
        }
        return paths(classPath);
    }

    static List<Path> modulePath() {
        String modulePath = System.getProperty("jdk.module.path", "");
        return modulePath.isEmpty() ? List.of() : paths(modulePath);
    }

    private static List<Path> paths(String joined) {
        return Stream.of(joined.split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).toAbsolutePath())
                .toList();
    }

    /** The modules of this JVM that are not part of its runtime image: the application's and its libraries'. */
    static List<String> applicationModules() {
        return Found.MODULES;
    }

    private static List<String> findApplicationModules() {
        List<String> names = new ArrayList<>();
        for (ResolvedModule module : ModuleLayer.boot().configuration().modules()) {
            boolean fromImage = module.reference()
                    .location()
                    .filter(location -> "jrt".equals(location.getScheme()))
                    .isPresent();
            if (!fromImage) {
                names.add(module.name());
            }
        }
        names.sort(null);
        return names;
    }

    /** Where the library itself was loaded from, if that is a file or folder. */
    static Optional<Path> libraryLocation() {
        return Found.LIBRARY;
    }

    private static Optional<Path> findLibrary() {
        CodeSource source = ThisJvm.class.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Path.of(source.getLocation().toURI()));
        } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
            return Optional.empty();
        }
    }
}
