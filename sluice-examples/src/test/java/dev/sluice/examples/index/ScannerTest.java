package dev.sluice.examples.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScannerTest {
    private static Scanner scan(String name, String text) {
        return Scanner.scan(name, text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void wordsAreThoseOfCommentsAndLiterals() {
        Scanner scanner =
                scan("A.java", "/** The word. */ int x = f(\"a \\\"quoted\\\" Word\"); // the end\nchar c = '\"';");
        assertEquals(Map.of("the", 2, "word", 2, "quoted", 1, "end", 1), scanner.words());
        assertEquals(Map.of("x", 1, "f", 1, "c", 1), scanner.identifiers());
    }

    @Test
    void keywordsAndNumbersAreNoIdentifiers() {
        assertEquals(Map.of("n1", 1), scan("A.java", "return 0xFFL + 12e3 + n1;").identifiers());
    }

    @Test
    void textBlocksEndAtTheirMark() {
        Scanner scanner = scan("A.java", "s = \"\"\"\n one \"two\" three \"\"\" + t;");
        assertEquals(Map.of("one", 1, "two", 1, "three", 1), scanner.words());
        assertEquals(Map.of("s", 1, "t", 1), scanner.identifiers());
    }

    @Test
    void whatIsNotCodeIsAllWords() {
        Scanner scanner = scan("README.md", "The `code` of 包子, A1");
        assertEquals(Map.of("the", 1, "code", 1, "of", 1, "包子", 1), scanner.words());
        assertTrue(scanner.identifiers().isEmpty());
    }

    @Test
    void unfinishedCodeEndsTheScan() {
        List<String> unfinished =
                List.of("/*", "/* a", "//", "\"", "\"a", "\"a\\", "'", "'\\", "\"\"\"", "\"\"\"a", "/");
        for (String text : unfinished) {
            assertTrue(scan("A.java", text).identifiers().isEmpty(), text);
        }
    }

    @Test
    void theNamesInAClassFileAreItsIdentifiers() throws IOException {
        try (InputStream in = ScannerTest.class.getResourceAsStream("ScannerTest.class")) {
            assertTrue(Scanner.scan("ScannerTest.class", in.readAllBytes()).identifiers().containsKey("ScannerTest"));
        }
    }

    @Test
    void aFileThatIsNoClassFileHasNoTerms() {
        Scanner scanner = scan("Broken.class", "not a class file");
        assertTrue(scanner.words().isEmpty() && scanner.identifiers().isEmpty());
    }
}
