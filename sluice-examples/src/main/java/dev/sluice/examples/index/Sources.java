package dev.sluice.examples.index;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The files to index: those of a zip file or of a folder. Each process opens its own. */
sealed interface Sources extends AutoCloseable {
    /** The place of the classes of the JDK, for one that comes without its sources. */
    String CLASSES_OF_THE_JDK = "jrt:/modules/java.base";

    /** The names of all files, sorted. */
    List<String> names();

    /** The content of a file. Any thread. */
    byte[] read(String name);

    @Override
    void close();

    /** Where the JDK keeps its own sources, or, without them, its classes. */
    static String ofTheJdk() {
        Path sources = Path.of(System.getProperty("java.home"), "lib", "src.zip");
        return Files.isReadable(sources) ? sources.toString() : CLASSES_OF_THE_JDK;
    }

    /**
     * Opens a zip file or folder.
     *
     * @throws IllegalArgumentException if it is neither
     */
    static Sources open(String place) {
        Path path = place.startsWith("jrt:/")
                ? FileSystems.getFileSystem(URI.create("jrt:/")).getPath(place.substring("jrt:".length()))
                : Path.of(place);
        if (Files.isDirectory(path)) {
            return new Folder(path);
        }
        if (!Files.isReadable(path)) {
            throw new IllegalArgumentException(
                    place + " does not exist or cannot be read; give a zip file, a jar or a folder");
        }
        try {
            return new Zip(new ZipFile(path.toFile()));
        } catch (IOException e) {
            throw new IllegalArgumentException(place + " is neither a zip file nor a folder: " + e.getMessage(), e);
        }
    }

    /** A zip file. */
    record Zip(ZipFile file) implements Sources {
        @Override
        public List<String> names() {
            return file.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(ZipEntry::getName)
                    .distinct()
                    .sorted()
                    .toList();
        }

        @Override
        public byte[] read(String name) {
            try (InputStream in = file.getInputStream(file.getEntry(name))) {
                return in.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + name + " in " + file.getName(), e);
            }
        }

        @Override
        public void close() {
            try {
                file.close();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot close " + file.getName(), e);
            }
        }
    }

    /** A folder with all that is below it. */
    record Folder(Path root) implements Sources {
        @Override
        public List<String> names() {
            try (Stream<Path> files = Files.walk(root)) {
                return files.filter(file -> Files.isRegularFile(file) && Files.isReadable(file))
                        .map(file -> root.relativize(file).toString())
                        .sorted()
                        .toList();
            } catch (IOException | UncheckedIOException e) {
                throw new IllegalArgumentException("cannot list the files of " + root + ": " + e.getMessage(), e);
            }
        }

        @Override
        public byte[] read(String name) {
            try {
                return Files.readAllBytes(root.resolve(name));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + root.resolve(name), e);
            }
        }

        @Override
        public void close() {
            // Nothing is open between two reads.
        }
    }
}
