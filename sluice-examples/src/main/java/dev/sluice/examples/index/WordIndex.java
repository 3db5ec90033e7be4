package dev.sluice.examples.index;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The terms of some files, and how often they occur. Two are equal if every tally of every term is.
 *
 * @param words       the words of comments and texts, in lower case
 * @param identifiers the identifiers of code
 * @param size        the number of files and of their bytes
 */
public record WordIndex(Map<String, Tally> words, Map<String, Tally> identifiers, Tally size) {
    WordIndex() {
        this(new HashMap<>(), new HashMap<>(), new Tally(0, 0));
    }

    /** Indexes the files one after the other. */
    static WordIndex of(Sources sources, List<String> names) {
        Map<String, Tally> words = new HashMap<>();
        Map<String, Tally> identifiers = new HashMap<>();
        Tally size = new Tally(0, 0);
        for (String name : names) {
            byte[] content = sources.read(name);
            Scanner scanner = Scanner.scan(name, content);
            scanner.words().forEach((word, count) -> add(words, word, new Tally(count, 1)));
            scanner.identifiers().forEach((identifier, count) -> add(identifiers, identifier, new Tally(count, 1)));
            size = size.plus(new Tally(content.length, 1));
        }
        return new WordIndex(words, identifiers, size);
    }

    /** This index and the other one together; this one is changed and must not be used any more. */
    WordIndex plus(WordIndex other) {
        other.words.forEach((word, tally) -> add(words, word, tally));
        other.identifiers.forEach((identifier, tally) -> add(identifiers, identifier, tally));
        return new WordIndex(words, identifiers, size.plus(other.size));
    }

    private static void add(Map<String, Tally> tallies, String term, Tally tally) {
        tallies.merge(term, tally, Tally::plus);
    }

    /**
     * The most frequent terms.
     *
     * @param tallies {@link #words()} or {@link #identifiers()}
     * @param number  how many at most
     * @return the terms with their tallies, the most frequent one first
     */
    static List<Map.Entry<String, Tally>> top(Map<String, Tally> tallies, int number) {
        Comparator<Map.Entry<String, Tally>> byCount = Comparator.comparingLong(entry -> entry.getValue().count());
        return tallies.entrySet().stream()
                .sorted(byCount.reversed().thenComparing(Map.Entry.comparingByKey()))
                .limit(number)
                .toList();
    }
}
