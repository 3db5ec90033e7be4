package dev.sluice.internal.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;

/**
 * Loaded and linked classes of the library and of what it uses of the JDK, which a JVM maps instead of making them anew: the
 * AOT cache of JDK 25. It is looked for in the user's cache folder; if there is none, one is {@linkplain AotCacheMaker made}
 * in the background for the starts to come.
 *
 * <p>The name of the file tells for what it was made and the checksum of its content. The JVM itself would believe
 * a damaged file, and crash.
 */
public final class AotCache {
    static final String SUFFIX = ".aot";

    private static final Duration TOUCH_AFTER = Duration.ofDays(1);
    private static final long PARENT_LIVES_MILLIS = 2_000;

    /** Another program may be making it. */
    private static final long SEEK_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final Map<List<String>, AotCache> KNOWN = new ConcurrentHashMap<>();

    private final List<String> command;
    private final String key;
    private boolean tried; // guarded by this
    private long soughtNanos = System.nanoTime() - SEEK_AGAIN_NANOS; // guarded by this
    private Optional<Path> found = Optional.empty(); // guarded by this
    private String identity = ""; // of what was found; guarded by this

    private AotCache(List<String> command, String key) {
        this.command = command;
        this.key = key;
    }

    /**
     * The options by which a child uses a cache.
     *
     * @param command launcher, options and class path that decide whether a cache fits: those of a child without what is the
     *                child's own
     * @param library the jar of the library, the first on the class path
     * @return options; none if there is no cache yet
     */
    static List<String> options(List<String> command, Path library) {
        try {
            Optional<Path> folder = CacheFolder.path();
            if (folder.isEmpty()) {
                return List.of();
            }
            return KNOWN.computeIfAbsent(command, each -> new AotCache(each, key(each, library)))
                    .options(folder.get());
        } catch (RuntimeException e) {
            return List.of(); // it would only have saved time
        }
    }

    /** For another JDK, another library or other options the key is another, and so is the file. */
    private static String key(List<String> command, Path library) {
        CRC32C sum = new CRC32C();
        StringBuilder what = new StringBuilder();
        for (String property : List.of("java.vm.version", "java.vm.vendor", "java.vm.name", "os.arch", "java.home")) {
            what.append(System.getProperty(property)).append('\n');
        }
        what.append(identity(library)).append('\n');
        what.append(identity(Path.of(System.getProperty("java.home"), "release"))).append('\n');
        what.append(String.join("\n", command));
        byte[] bytes = what.toString().getBytes(StandardCharsets.UTF_8);
        sum.update(bytes);
        return HexFormat.of().toHexDigits(sum.getValue(), 8) + HexFormat.of().toHexDigits(what.toString().hashCode());
    }

    private static String identity(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return file + " " + attributes.size() + " " + attributes.lastModifiedTime();
        } catch (IOException missing) {
            return file + " missing";
        }
    }

    private synchronized List<String> options(Path folder) {
        boolean isWorthALook = found.isPresent()
                ? !identity.equals(identity(found.get()))
                : System.nanoTime() - soughtNanos >= SEEK_AGAIN_NANOS;
        if (isWorthALook) {
            found = find(folder);
            identity = found.map(AotCache::identity).orElse("");
            soughtNanos = System.nanoTime();
        }
        if (found.isEmpty() && !tried) {
            tried = true;
            AotCacheMaker.later(command, folder, key, PARENT_LIVES_MILLIS, this::seekAgain);
        }
        return found.map(file -> List.of("-XX:AOTCache=" + file)).orElse(List.of());
    }

    private synchronized void seekAgain() {
        soughtNanos = System.nanoTime() - SEEK_AGAIN_NANOS;
    }

    private Optional<Path> find(Path folder) {
        try {
            if (!CacheFolder.isTrusted(folder)) {
                return Optional.empty();
            }
            return intact(folder, key);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The cache with this key whose content is what it was; others with this key are removed. */
    static Optional<Path> intact(Path folder, String key) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, key + "-*" + SUFFIX)) {
            for (Path file : files) {
                if (file.getFileName().toString().equals(name(key, checksum(file)))) {
                    touch(file);
                    return Optional.of(file);
                }
                Files.deleteIfExists(file);
            }
        }
        return Optional.empty();
    }

    static String name(String key, long checksum) {
        return key + "-" + HexFormat.of().toHexDigits(checksum, 8) + SUFFIX;
    }

    static long checksum(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            CRC32C sum = new CRC32C();
            sum.update(channel.map(MapMode.READ_ONLY, 0, channel.size()));
            return sum.getValue();
        }
    }

    /** Those that were not used for long are removed. */
    private static void touch(Path file) {
        try {
            Instant now = Instant.now();
            if (Files.getLastModifiedTime(file).toInstant().isBefore(now.minus(TOUCH_AFTER))) {
                Files.setLastModifiedTime(file, FileTime.from(now));
            }
        } catch (IOException readOnly) {
            // Others may remove it too early, and make it again.
        }
    }
}
