package dev.sluice.benchmarks.contender;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/** A program that is carried along in this module's jar. */
public final class Resource {
    private static final String FOLDER = "/dev/sluice/benchmarks/";

    private Resource() {}

    /** Copies it into a folder. */
    public static Path copy(String name, Path folder) throws IOException {
        Path file = folder.resolve(name);
        try (InputStream in = Objects.requireNonNull(Resource.class.getResourceAsStream(FOLDER + name), name)) {
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return file;
    }
}
