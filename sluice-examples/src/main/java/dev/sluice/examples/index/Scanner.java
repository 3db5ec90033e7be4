package dev.sluice.examples.index;

import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.lang.model.SourceVersion;

/**
 * Finds the words and identifiers of one file. In source code of the C family the words are those of comments and
 * string literals, the identifiers those of the rest; in a class file the names and signatures are the code; anything
 * else is all words.
 */
final class Scanner {
    private static final Set<String> CODE =
            Set.of("java", "kt", "scala", "groovy", "c", "h", "cc", "cpp", "hpp", "cs", "js", "ts", "go", "rs",
                    "swift");
    private static final int SHORTEST_WORD = 2;

    private final String text;
    private final Map<String, Integer> words = new HashMap<>();
    private final Map<String, Integer> identifiers = new HashMap<>();

    private Scanner(String text) {
        this.text = text;
    }

    static Scanner scan(String name, byte[] content) {
        String extension = name.substring(name.lastIndexOf('.') + 1);
        if (extension.equals("class")) {
            Scanner scanner = new Scanner(constants(content));
            scanner.code();
            return scanner;
        }
        Scanner scanner = new Scanner(new String(content, StandardCharsets.UTF_8));
        if (CODE.contains(extension)) {
            scanner.code();
        } else {
            scanner.prose(0, scanner.text.length());
        }
        return scanner;
    }

    /** How often each word occurs, in lower case. */
    Map<String, Integer> words() {
        return words;
    }

    /** How often each identifier occurs. */
    Map<String, Integer> identifiers() {
        return identifiers;
    }

    private static String constants(byte[] content) {
        StringBuilder text = new StringBuilder();
        try {
            for (PoolEntry entry : ClassFile.of().parse(content).constantPool()) {
                if (entry instanceof Utf8Entry utf8) {
                    text.append(utf8.stringValue()).append('\n');
                }
            }
        } catch (IllegalArgumentException notAClassFile) {
            return "";
        }
        return text.toString();
    }

    private void code() {
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (text.startsWith("//", at)) {
                at = proseUntil("\n", at + 2);
            } else if (text.startsWith("/*", at)) {
                at = proseUntil("*/", at + 2);
            } else if (text.startsWith("\"\"\"", at)) {
                at = proseUntil("\"\"\"", at + 3);
            } else if (c == '"') {
                int end = endOfLiteral(at);
                prose(at + 1, end);
                at = end + 1;
            } else if (c == '\'') {
                at = endOfLiteral(at) + 1;
            } else if (Character.isJavaIdentifierPart(c)) {
                at = identifier(at);
            } else {
                at++;
            }
        }
    }

    /** Counts the run of letters and digits, which is a keyword or number if it is no identifier. */
    private int identifier(int start) {
        int end = start;
        while (end < text.length() && Character.isJavaIdentifierPart(text.charAt(end))) {
            end++;
        }
        if (Character.isJavaIdentifierStart(text.charAt(start))) {
            String name = text.substring(start, end);
            if (!SourceVersion.isKeyword(name)) {
                identifiers.merge(name, 1, Integer::sum);
            }
        }
        return end;
    }

    private int endOfLiteral(int start) {
        char quote = text.charAt(start);
        int at = start + 1;
        while (at < text.length() && text.charAt(at) != quote && text.charAt(at) != '\n') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        return Math.min(at, text.length());
    }

    private int proseUntil(String mark, int start) {
        int found = text.indexOf(mark, start);
        int end = found < 0 ? text.length() : found;
        prose(start, end);
        return Math.min(end + mark.length(), text.length());
    }

    private void prose(int start, int end) {
        int at = start;
        while (at < end) {
            int wordStart = at;
            while (at < end && Character.isLetter(text.charAt(at))) {
                at++;
            }
            if (at - wordStart >= SHORTEST_WORD) {
                words.merge(text.substring(wordStart, at).toLowerCase(Locale.ROOT), 1, Integer::sum);
            }
            at++;
        }
    }
}
