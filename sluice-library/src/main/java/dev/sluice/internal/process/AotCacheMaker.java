package dev.sluice.internal.process;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Makes an {@link AotCache}, in a process of its own at a low priority: a JVM that rehearses what a child does, and one
 * that makes the cache of what it recorded. Both end with this process, and this process with the one that wants the cache,
 * however that ends: its standard input is then at its end.
 *
 * <p>Any number of programs may want the same cache at once: one makes it, under a lock; it appears complete, under its
 * name, or not at all.
 */
public final class AotCacheMaker {
    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final Duration RETRY_AFTER = Duration.ofDays(1);
    private static final Duration KEPT_UNUSED = Duration.ofDays(60);
    private static final int MOST_KEPT = 6;
    private static final long LONGEST_STEP_SECONDS = 300;
    private static final String NEW = "new-";
    private static final String LOCK = ".lock";
    private static final String FAILURE = ".failed";

    private static volatile Process step;
    private static volatile List<Path> unfinished = List.of();

    private AotCacheMaker() {}

    /**
     * Makes one in the background, unless another process does, or it has failed lately.
     *
     * @param delayMillis how long to wait: a program that is over by then would have had to give up what it began
     * @param done        run when there is one, or will not be
     */
    static void later(List<String> command, Path folder, String key, long delayMillis, Runnable done) {
        Executor later = CompletableFuture.delayedExecutor(delayMillis, TimeUnit.MILLISECONDS);
        CompletableFuture<Void> _ = CompletableFuture.runAsync(() -> start(command, folder, key, done), later);
    }

    private static void start(List<String> command, Path folder, String key, Runnable done) {
        try {
            CacheFolder.create(folder);
            if (!CacheFolder.isTrusted(folder)
                    || !Files.isWritable(folder)
                    || isYounger(folder.resolve(key + FAILURE), RETRY_AFTER)) {
                return;
            }
            List<String> maker = new ArrayList<>(lowPriority());
            maker.addAll(List.of(
                    ThisJvm.launcher().toString(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx32m"));
            maker.addAll(List.of("-cp", ThisJvm.libraryLocation().orElseThrow().toString()));
            maker.addAll(List.of(AotCacheMaker.class.getName(), folder.toString(), key));
            maker.addAll(command);
            Process process = new ProcessBuilder(maker)
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start();
            CompletableFuture<Void> _ = process.onExit().thenRun(done);
        } catch (IOException | RuntimeException e) {
            // Starts stay as slow as they are.
        }
    }

    private static List<String> lowPriority() {
        for (String nice : List.of("/usr/bin/nice", "/bin/nice")) {
            if (Files.isExecutable(Path.of(nice))) {
                return List.of(nice, "-n", "10");
            }
        }
        return List.of();
    }

    private static boolean isYounger(Path file, Duration age) {
        try {
            return Files.getLastModifiedTime(file).toInstant().isAfter(Instant.now().minus(age));
        } catch (IOException missing) {
            return false;
        }
    }

    /**
     * Entry of the process that makes it.
     *
     * @param arguments the folder, the key, and the command of a child up to its class path
     */
    public static void main(String[] arguments) {
        Thread.ofPlatform().daemon().start(AotCacheMaker::endWithParent);
        Path folder = Path.of(arguments[0]);
        String key = arguments[1];
        List<String> command = List.of(arguments).subList(2, arguments.length);
        try (FileChannel file = FileChannel.open(
                folder.resolve(key + LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = file.tryLock()) {
            if (lock != null && AotCache.intact(folder, key).isEmpty()) {
                make(folder, key, command);
            }
            tidy(folder);
        } catch (IOException | InterruptedException | RuntimeException e) {
            System.exit(FAILED);
        }
        System.exit(OK);
    }

    /** Nothing is ever written to it. */
    private static void endWithParent() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // Then it is gone as well.
        }
        Process running = step;
        if (running != null) {
            running.destroyForcibly().onExit().join();
        }
        remove(unfinished);
        Runtime.getRuntime().halt(FAILED);
    }

    private static void make(Path folder, String key, List<String> command) throws IOException, InterruptedException {
        String library = Path.of(System.getProperty("java.class.path")).toAbsolutePath().toString();
        Path record = folder.resolve(NEW + key + "-" + ProcessHandle.current().pid() + ".config");
        Path cache = folder.resolve(NEW + key + "-" + ProcessHandle.current().pid() + AotCache.SUFFIX);
        unfinished = List.of(record, cache);
        try {
            boolean made = run(with(
                    command,
                    "-XX:AOTMode=record", "-XX:AOTConfiguration=" + record, "-cp", library,
                    "dev.sluice.ChildMain", "rehearse"))
                    && run(with(
                            command,
                            "-XX:AOTMode=create", "-XX:AOTConfiguration=" + record, "-XX:AOTCache=" + cache, "-cp",
                            library));
            if (made && Files.isRegularFile(cache)) {
                Path finished = folder.resolve(AotCache.name(key, AotCache.checksum(cache)));
                Files.move(cache, finished, StandardCopyOption.ATOMIC_MOVE);
            } else {
                Files.writeString(folder.resolve(key + FAILURE), String.join(System.lineSeparator(), command));
            }
        } finally {
            remove(unfinished);
        }
    }

    private static void remove(List<Path> files) {
        for (Path file : files) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                // The next maker removes it when it is a day old.
            }
        }
    }

    private static List<String> with(List<String> command, String... more) {
        List<String> whole = new ArrayList<>(command);
        whole.addAll(List.of(more));
        return whole;
    }

    private static boolean run(List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(Redirect.from(new File(Redirect.DISCARD.file().getPath())))
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD);
        Process process = builder.start();
        step = process;
        if (!process.waitFor(LONGEST_STEP_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return false;
        }
        return process.exitValue() == 0;
    }

    /** Removes what has not been used for long, what is too much, and what makers left that were killed. */
    private static void tidy(Path folder) throws IOException {
        List<Map.Entry<Path, Instant>> caches = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*{.aot,.config,.lock,.failed}")) {
            for (Path file : files) {
                Optional<Instant> used = lastUse(file);
                if (used.isEmpty()) {
                    continue;
                }
                String name = file.getFileName().toString();
                boolean isCache = name.endsWith(AotCache.SUFFIX) && !name.startsWith(NEW);
                Duration kept = isCache ? KEPT_UNUSED : RETRY_AFTER;
                if (used.get().isBefore(Instant.now().minus(kept))) {
                    Files.deleteIfExists(file);
                } else if (isCache) {
                    caches.add(Map.entry(file, used.get()));
                }
            }
        }
        caches.sort(Map.Entry.<Path, Instant>comparingByValue(Comparator.reverseOrder()));
        for (Map.Entry<Path, Instant> old : caches.subList(Math.min(MOST_KEPT, caches.size()), caches.size())) {
            Files.deleteIfExists(old.getKey());
        }
    }

    private static Optional<Instant> lastUse(Path file) {
        try {
            return Optional.of(Files.getLastModifiedTime(file).toInstant());
        } catch (IOException gone) {
            return Optional.empty();
        }
    }
}
