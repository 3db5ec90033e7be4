package dev.sluice.benchmarks.report;

import java.util.ArrayList;
import java.util.List;

/** A table of text: columns as wide as they need to be, numbers to the right, for a terminal or as Markdown. */
public final class TextTable {
    private final List<String> head;
    private final List<List<String>> rows = new ArrayList<>();
    private final int texts;

    /**
     * A table without rows.
     *
     * @param texts how many columns, from the left, hold text; the others hold numbers
     * @param head  the heads of the columns
     */
    public TextTable(int texts, String... head) {
        this.texts = texts;
        this.head = List.of(head);
    }

    /** Adds a row. */
    public void row(String... cells) {
        if (cells.length != head.size()) {
            throw new IllegalArgumentException(cells.length + " cells for " + head.size() + " columns");
        }
        rows.add(List.of(cells));
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(line(head));
        rows.forEach(row -> lines.add(line(row)));
        return lines;
    }

    List<String> markdown() {
        List<String> lines = new ArrayList<>();
        lines.add("| " + String.join(" | ", head) + " |");
        StringBuilder rule = new StringBuilder("|");
        for (int column = 0; column < head.size(); column++) {
            rule.append(column < texts ? "---|" : "--:|");
        }
        lines.add(rule.toString());
        rows.forEach(row -> lines.add("| " + String.join(" | ", row) + " |"));
        return lines;
    }

    private String line(List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < cells.size(); column++) {
            String cell = cells.get(column);
            String blanks = " ".repeat(width(column) - cell.length());
            line.append(column == 0 ? "" : "  ").append(column < texts ? cell + blanks : blanks + cell);
        }
        return line.toString().stripTrailing();
    }

    private int width(int column) {
        return Math.max(
                head.get(column).length(),
                rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0));
    }
}
