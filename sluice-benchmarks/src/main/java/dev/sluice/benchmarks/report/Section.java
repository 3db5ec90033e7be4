package dev.sluice.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a measurement beside the workloads gave.
 *
 * @param id      the name of its command
 * @param title   what it is, for people
 * @param command the command line that repeats it
 * @param blocks  what people read
 * @param targets its rows of the table of targets
 * @param data    what programs read
 */
public record Section(
        String id, String title, String command, List<Block> blocks, List<Judged> targets, Map<String, Object> data) {
    /** Among its data if something failed: what. */
    public static final String FAILURE = "failure";

    /** That of a measurement that failed. */
    public static Section failed(String id, String title, String command, String why) {
        return new Section(
                id, title, command, List.of(new Block.Paragraph("Failed: " + why)), List.of(), Map.of(FAILURE, why));
    }

    /** Whether it failed. */
    public boolean isFailed() {
        return data.containsKey(FAILURE);
    }

    /** For a terminal. */
    public List<String> text() {
        List<String> lines = new ArrayList<>();
        for (Block block : blocks) {
            switch (block) {
                case Block.Paragraph paragraph -> lines.add(paragraph.text());
                case Block.Table table -> lines.addAll(table.rows().lines());
                case Block.Plot ignored -> {
                    continue;
                }
            }
            lines.add("");
        }
        return lines;
    }

    /** As a part of a page. */
    List<String> markdown() {
        List<String> lines = new ArrayList<>(List.of("## " + title, "", "`" + command + "`", ""));
        for (Block block : blocks) {
            switch (block) {
                case Block.Paragraph paragraph -> lines.add(paragraph.text());
                case Block.Table table -> lines.addAll(table.rows().markdown());
                case Block.Plot plot -> lines.add("![" + plot.title() + "](" + plot.file() + ")");
            }
            lines.add("");
        }
        return lines;
    }

    /** Its charts. */
    List<Block.Plot> plots() {
        return blocks.stream()
                .filter(Block.Plot.class::isInstance)
                .map(Block.Plot.class::cast)
                .toList();
    }
}
