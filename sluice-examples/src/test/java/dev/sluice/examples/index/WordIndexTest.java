package dev.sluice.examples.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WordIndexTest {
    @TempDir
    private Path folder;

    private Sources threeFiles() throws IOException {
        Files.createDirectory(folder.resolve("sub"));
        Files.writeString(folder.resolve("a.txt"), "one two two");
        Files.writeString(folder.resolve("sub/b.txt"), "two three");
        Files.writeString(folder.resolve("c.java"), "one = two;");
        return Sources.open(folder.toString());
    }

    @Test
    void countsOccurrencesAndFiles() throws IOException {
        try (Sources sources = threeFiles()) {
            WordIndex index = WordIndex.of(sources, sources.names());
            assertEquals(
                    Map.of("one", new Tally(1, 1), "two", new Tally(3, 2), "three", new Tally(1, 1)), index.words());
            assertEquals(Map.of("one", new Tally(1, 1), "two", new Tally(1, 1)), index.identifiers());
            assertEquals(new Tally(30, 3), index.size());
        }
    }

    @Test
    void partsInAnyOrderAreEqualToTheWhole() throws IOException {
        try (Sources sources = threeFiles()) {
            WordIndex merged = new WordIndex();
            for (Chunk chunk : Chunk.divide(sources.names().reversed(), 2)) {
                merged = merged.plus(WordIndex.of(sources, chunk.names()));
            }
            WordIndex whole = WordIndex.of(sources, sources.names());
            assertEquals(whole, merged);
            assertNotEquals(whole, merged.plus(WordIndex.of(sources, List.of("a.txt"))));
        }
    }

    @Test
    void theMostFrequentComeFirstAndEqualOnesByName() throws IOException {
        try (Sources sources = threeFiles()) {
            WordIndex index = WordIndex.of(sources, sources.names());
            assertEquals(
                    List.of("two", "one"),
                    WordIndex.top(index.words(), 2).stream().map(Map.Entry::getKey).toList());
        }
    }

    @Test
    void aZipFileIsReadAsAFolderIs() throws IOException {
        Path zip = folder.resolveSibling(folder.getFileName() + ".zip");
        try (Sources sources = threeFiles()) {
            try (FileSystem target =
                    FileSystems.newFileSystem(URI.create("jar:" + zip.toUri()), Map.of("create", "true"))) {
                Files.createDirectory(target.getPath("sub"));
                for (String name : sources.names()) {
                    Files.write(target.getPath(name), sources.read(name));
                }
            }
            try (Sources zipped = Sources.open(zip.toString())) {
                assertEquals(WordIndex.of(sources, sources.names()), WordIndex.of(zipped, zipped.names()));
            }
        } finally {
            Files.deleteIfExists(zip);
        }
    }

    @Test
    void theClassesOfTheJdkStandInForItsSources() {
        try (Sources sources = Sources.open(Sources.CLASSES_OF_THE_JDK)) {
            WordIndex index = WordIndex.of(sources, List.of("java/lang/Object.class"));
            assertEquals(1, index.identifiers().get("hashCode").files());
        }
    }

    @Test
    void whatIsNoZipFileIsRefusedByName() throws IOException {
        Path file = Files.writeString(folder.resolve("x.zip"), "no zip");
        var refused = assertThrows(IllegalArgumentException.class, () -> Sources.open(file.toString()));
        assertEquals(true, refused.getMessage().startsWith(file + " is neither a zip file nor a folder"));
    }
}
