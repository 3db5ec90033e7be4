package dev.sluice.stress;

import dev.sluice.ProcessQueue;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * The command that starts a worker. A run lives by how fast the dead are replaced: small heap, the simple collector and
 * the fast compiler, and a cache of loaded classes that the run makes for itself.
 */
final class Launcher {
    private static final String CLASS_PATH = "-cp";
    private static final int WORTH_A_CACHE = 50;
    private static final Duration TRAINING_LIMIT = Duration.ofSeconds(60);

    private Launcher() {}

    /**
     * Prepares the folder, and returns the command.
     *
     * @param processes how many will be started, more or less; for a few the cache does not pay
     */
    static List<String> prepare(Traces traces, Path folder, int processes) throws IOException, InterruptedException {
        Path jars = Files.createDirectory(folder.resolve("jars"));
        String classPath = jar(ProcessQueue.class, jars) + java.io.File.pathSeparator + jar(Worker.class, jars);
        if (processes < WORTH_A_CACHE) {
            return command(classPath);
        }
        Path cache = folder.resolve("classes.aot");
        train(traces, command(classPath, "-XX:AOTCacheOutput=" + cache), folder);
        // Without a cache everything works as well, only slower.
        return Files.isReadable(cache) ? command(classPath, "-XX:AOTCache=" + cache) : command(classPath);
    }

    private static List<String> command(String classPath, String... options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx96m",
                "-Xss512k",
                "-XX:-UsePerfData",
                "-Xlog:disable",
                "-Xlog:all=error:stderr",
                "--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of(options));
        command.addAll(List.of(CLASS_PATH, classPath, Worker.class.getName()));
        return List.copyOf(command);
    }

    /** The same command with options that are stronger than its own. */
    static List<String> with(List<String> command, List<String> options) {
        List<String> longer = new ArrayList<>(command);
        longer.addAll(command.indexOf(CLASS_PATH), options);
        return List.copyOf(longer);
    }

    private static void train(Traces traces, List<String> command, Path folder)
            throws IOException, InterruptedException {
        WorkerJvm trainee = WorkerJvm.start(traces, command, folder.resolve("training.txt"));
        trainee.follow(new Order(
                Order.Role.TRAINEE,
                Configuration.BASE,
                folder.resolve("training"),
                List.of(folder.resolve("training.journal")),
                List.of(0),
                0,
                "",
                "",
                0,
                false,
                true,
                false));
        if (!trainee.waitFor(TRAINING_LIMIT) || trainee.exitCode() != 0) {
            trainee.kill();
            throw new IOException("a first worker did not do its work: "
                    + Files.readString(trainee.errors()));
        }
    }

    /** Where a class is from; the cache takes jars only, so that a folder of classes is made into one. */
    private static Path jar(Class<?> type, Path jars) throws IOException {
        Path place;
        try {
            place = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IOException("cannot tell where " + type + " is from", e);
        }
        if (!Files.isDirectory(place)) {
            return place;
        }
        Path jar = jars.resolve(type.getSimpleName() + ".jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out);
                Stream<Path> files = Files.walk(place)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                entries.putNextEntry(new JarEntry(place.relativize(file).toString()));
                Files.copy(file, entries);
                entries.closeEntry();
            }
        }
        return jar;
    }
}
