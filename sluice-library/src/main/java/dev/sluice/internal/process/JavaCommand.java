package dev.sluice.internal.process;

import java.io.File;
import java.nio.file.Files;
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

    /** What a JVM has to say about a cache that it cannot use, it would say on the child's standard output. */
    private static final List<String> QUIET = List.of("-Xlog:aot*=off", "-Xlog:cds*=off");

    private static final String SHADOW = "dev/sluice/ChildMain.class";

    private static volatile ClassPathFound lastClassPath;

    private JavaCommand() {}

    /**
     * Builds the command.
     *
     * @param settings  what the child is to be like
     * @param mainClass the main class, one of the library
     * @return the command, launcher first, to which the arguments of the main class are to be added
     * @throws IllegalStateException if a child cannot be made like this JVM; the message says why
     */
    public static List<String> of(LaunchSettings settings, String mainClass) {
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

        if (library.isNamed()) {
            List<Path> classPath = settings.classPath().orElseGet(ThisJvm::classPath);
            addModules(command, library.getName());
            if (!classPath.isEmpty()) {
                command.add("-cp");
                command.add(join(classPath));
            }
            command.add("-m");
            command.add(library.getName() + "/" + mainClass);
        } else {
            command.add("-cp");
            command.add(classPathWithLibrary(settings.classPath()));
            command.add(mainClass);
        }
        return List.copyOf(command);
    }

    /**
     * The same command, by which the child starts faster if an AOT cache is there.
     *
     * @param command  the command as {@link #of} made it
     * @param settings what the child is to be like
     * @return the command with options that the JVM may ignore, and not with others it would print about
     */
    public static List<String> withCache(List<String> command, LaunchSettings settings) {
        Optional<Path> library = ThisJvm.libraryLocation().filter(Files::isRegularFile);
        List<String> chosen = chosenOptions(settings);
        if (library.isEmpty()
                || ThisJvm.library().isNamed()
                || !System.getProperty("java.vm.name", "").contains("Server VM")
                || !isFirst(library.get(), command)
                || !AotOptions.areHarmless(chosen)) {
            return command;
        }
        List<String> decisive = new ArrayList<>();
        decisive.add(command.getFirst());
        decisive.addAll(QUIET);
        decisive.addAll(defaultOptions(settings));
        decisive.addAll(ThisJvm.inheritedOptions());
        if (!"off".equals(System.getProperty("dev.sluice.native"))) {
            decisive.add("--enable-native-access=ALL-UNNAMED");
        }
        if (AotOptions.chooseTheHeap(chosen)) {
            decisive.add("-Xmx256m");
        }
        List<String> options = AotCache.options(List.copyOf(decisive), library.get());
        if (options.isEmpty()) {
            return command;
        }
        List<String> whole = new ArrayList<>(command);
        whole.addAll(1, options);
        whole.addAll(1, QUIET);
        return List.copyOf(whole);
    }

    private static boolean isFirst(Path library, List<String> command) {
        String classPath = command.get(command.lastIndexOf("-cp") + 1);
        return (classPath + File.pathSeparator).startsWith(library.toAbsolutePath() + File.pathSeparator);
    }

    /**
     * Several JVMs share the machine, so each gets the collector with no threads of its own, which also starts fastest.
     * Two collectors on one command line are an error, so it is left out where another may be chosen.
     */
    private static List<String> defaultOptions(LaunchSettings settings) {
        boolean collectorChosen = chosenOptions(settings).stream()
                .anyMatch(option -> option.startsWith("@")
                        || option.startsWith("-XX:Flags=")
                        || option.startsWith("-XX:VMOptionsFile=")
                        || COLLECTOR.matcher(option).matches());
        return collectorChosen ? List.of() : List.of("-XX:+UseSerialGC");
    }

    /** Those of the child itself, and those that its JVM finds in the environment. */
    static List<String> chosenOptions(LaunchSettings settings) {
        List<String> chosen = new ArrayList<>(settings.jvmOptions());
        for (String variable : List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS")) {
            String value = settings.environment().getOrDefault(variable, System.getenv(variable));
            if (value != null) {
                chosen.addAll(List.of(value.strip().split("\\s+")));
            }
        }
        return chosen;
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

    /** The last one, for a program that starts many children: to look for its entries takes longer than a start by a spare. */
    private record ClassPathFound(Optional<List<Path>> chosen, String own, String joined) {}

    private static String classPathWithLibrary(Optional<List<Path>> chosen) {
        String own = System.getProperty("java.class.path", "");
        ClassPathFound last = lastClassPath;
        if (last != null && last.own.equals(own) && last.chosen.equals(chosen)) {
            return last.joined;
        }
        String joined = join(withLibrary(chosen.orElseGet(ThisJvm::classPath), chosen.isPresent()));
        lastClassPath = new ClassPathFound(chosen, own, joined);
        return joined;
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
        if (classPath.contains(library.get()) && !canBeFirst(library.get(), classPath)) {
            return classPath;
        }
        List<Path> complete = new ArrayList<>(classPath);
        complete.removeIf(library.get()::equals);
        if (canBeFirst(library.get(), classPath)) {
            complete.addFirst(library.get());
        } else {
            complete.add(library.get());
        }
        return complete;
    }

    /**
     * One cache of loaded classes serves all programs if the library comes first. That it does makes no difference,
     * unless a folder before it has its classes too.
     */
    private static boolean canBeFirst(Path library, List<Path> classPath) {
        return Files.isRegularFile(library)
                && classPath.stream().takeWhile(entry -> !entry.equals(library)).noneMatch(
                        entry -> Files.exists(entry.resolve(SHADOW)));
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
