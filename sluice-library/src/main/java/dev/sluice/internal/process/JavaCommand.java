package dev.sluice.internal.process;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Builds the command line of a child JVM: as this JVM, and as its settings say. */
public final class JavaCommand {
    private static final Pattern COLLECTOR = Pattern.compile("-XX:[+-]Use\\w+GC");

    private JavaCommand() {}

    /**
     * Builds the command.
     *
     * @param settings  what the child is to be like
     * @param mainClass the main class, one of the library
     * @param arguments the arguments of the main class
     * @return the command, launcher first
     * @throws IllegalStateException if a child cannot be made like this JVM; the message says why
     */
    public static List<String> of(LaunchSettings settings, String mainClass, String... arguments) {
        Module library = ThisJvm.library();
        List<String> command = new ArrayList<>();
        command.add(ThisJvm.launcher().toString());
        command.addAll(defaultOptions(settings));
        command.addAll(ThisJvm.inheritedOptions());
        if (!"off".equals(System.getProperty("dev.sluice.native"))) {
            command.add("--enable-native-access=" + (library.isNamed() ? library.getName() : "ALL-UNNAMED"));
        }
        command.addAll(ThisJvm.libraryProperties());
        command.addAll(settings.jvmOptions());

        List<Path> classPath = settings.classPath().orElseGet(ThisJvm::classPath);
        if (library.isNamed()) {
            addModules(command, library.getName());
            if (!classPath.isEmpty()) {
                command.add("-cp");
                command.add(join(classPath));
            }
            command.add("-m");
            command.add(library.getName() + "/" + mainClass);
        } else {
            command.add("-cp");
            command.add(join(withLibrary(classPath, settings.classPath().isPresent())));
            command.add(mainClass);
        }
        command.addAll(List.of(arguments));
        return List.copyOf(command);
    }

    /**
     * Several JVMs share the machine, so each gets the collector with no threads of its own, which also starts fastest.
     * Two collectors on one command line are an error, so it is left out where another may be chosen.
     */
    private static List<String> defaultOptions(LaunchSettings settings) {
        List<String> chosen = new ArrayList<>(settings.jvmOptions());
        for (String variable : List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS")) {
            String value = settings.environment().getOrDefault(variable, System.getenv(variable));
            if (value != null) {
                chosen.addAll(List.of(value.split("\\s+")));
            }
        }
        boolean collectorChosen = chosen.stream()
                .anyMatch(option -> option.startsWith("@")
                        || option.startsWith("-XX:Flags=")
                        || option.startsWith("-XX:VMOptionsFile=")
                        || COLLECTOR.matcher(option).matches());
        return collectorChosen ? List.of() : List.of("-XX:+UseSerialGC");
    }

    private static void addModules(List<String> command, String library) {
        List<Path> modulePath = ThisJvm.modulePath();
        if (!modulePath.isEmpty()) {
            command.add("--module-path");
            command.add(join(modulePath));
        }
        Set<String> roots = new LinkedHashSet<>(ThisJvm.applicationModules());
        roots.remove(library);
        if (!roots.isEmpty()) {
            command.add("--add-modules=" + String.join(",", roots));
        }
    }

    /** A class loader may have found the library elsewhere than on the class path, which is all that the child has. */
    private static List<Path> withLibrary(List<Path> classPath, boolean chosen) {
        Optional<Path> library = ThisJvm.libraryLocation();
        if (library.isEmpty() && chosen) {
            return classPath;
        }
        if (library.isEmpty()) {
            throw new IllegalStateException("the library was loaded from "
                    + ThisJvm.class.getProtectionDomain().getCodeSource()
                    + ", which a child JVM cannot put on its class path: give the child a class path of its own with"
                    + " classPath(...), with the library in it as a jar or folder");
        }
        if (classPath.contains(library.get())) {
            return classPath;
        }
        List<Path> complete = new ArrayList<>(classPath);
        complete.add(library.get());
        return complete;
    }

    private static String join(List<Path> paths) {
        return paths.stream()
                .map(path -> path.toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /**
     * The command as text for people, not for a shell.
     *
     * @param command the command
     * @return one line, shortened in the middle if it is very long
     */
    public static String text(List<String> command) {
        int most = 2_000;
        String text = String.join(" ", command);
        return text.length() <= most
                ? text
                : text.substring(0, most / 2) + " ... " + text.substring(text.length() - most / 2);
    }
}
