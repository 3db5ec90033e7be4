package dev.sluice.cli;

import dev.sluice.QueueStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** How a queue is shown to people and to scripts. */
final class QueueView {
    private static final int COMMAND_WIDTH = 100;

    private QueueView() {}

    static Map<String, Object> json(QueueStatus status) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", status.name());
        json.put("kind", kind(status));
        json.put("size", status.size());
        json.put("maxSize", hasBound(status) ? status.maxSize() : null);
        json.put("bytes", status.bytes());
        json.put("maxBytes", status.maxBytes());
        json.put("memoryBytes", status.memoryBytes());
        json.put("added", status.added());
        json.put("unacknowledged", status.unacknowledged());
        json.put("shutdown", status.shutdown());
        json.put("holders", status.holders().stream().map(QueueView::json).toList());
        return json;
    }

    private static Map<String, Object> json(QueueStatus.Holder holder) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("pid", holder.pid());
        json.put("command", holder.command());
        json.put("unacknowledged", holder.unacknowledged());
        return json;
    }

    /** One line per queue, below one with headings. */
    static List<String> table(List<QueueStatus> queues) {
        int width = queues.stream().mapToInt(queue -> queue.name().length()).max().orElse(0);
        String format = "%-" + Math.max(width, "NAME".length()) + "s  %-8s  %10s  %10s  %14s  %s";
        return List.of(
                String.format(format, "NAME", "KIND", "SIZE", "BOUND", "BYTES", "HOLDERS"),
                queues.stream()
                        .map(queue -> String.format(
                                Locale.ROOT,
                                format,
                                queue.name(),
                                kind(queue),
                                queue.size(),
                                bound(queue),
                                queue.bytes(),
                                holders(queue)))
                        .collect(Collectors.joining(System.lineSeparator())));
    }

    /** All that is known about one queue. */
    static String details(QueueStatus status) {
        String format = "%-16s%s%n";
        StringBuilder text = new StringBuilder();
        text.append(String.format(format, "name", status.name()));
        text.append(String.format(format, "kind", kind(status)));
        text.append(String.format(format, "size", status.size() + " of " + bound(status)));
        text.append(String.format(format, "bytes", status.bytes() + " of " + status.maxBytes()));
        text.append(String.format(format, "memory", status.memoryBytes() + " bytes"));
        text.append(String.format(format, "ever put", status.added()));
        text.append(String.format(format, "unacknowledged", status.unacknowledged()));
        text.append(String.format(format, "shut down", status.shutdown() ? "yes" : "no"));
        text.append(String.format(format, "holders", status.holders().size()));
        for (QueueStatus.Holder holder : status.holders()) {
            text.append(String.format(
                    "  %-8d%s (unacknowledged: %d)%n",
                    holder.pid(),
                    holder.command().map(QueueView::shortened).orElse("unknown command"),
                    holder.unacknowledged()));
        }
        return text.toString();
    }

    private static String kind(QueueStatus status) {
        return status.joinable() ? "joinable" : "plain";
    }

    private static boolean hasBound(QueueStatus status) {
        return status.maxSize() != Integer.MAX_VALUE;
    }

    private static String bound(QueueStatus status) {
        return hasBound(status) ? String.valueOf(status.maxSize()) : "no bound";
    }

    private static String holders(QueueStatus status) {
        return status.holders().isEmpty()
                ? "none"
                : status.holders().stream()
                        .map(holder -> String.valueOf(holder.pid()))
                        .collect(Collectors.joining(" "));
    }

    /** A command line may be long, and may hold anything, even what a terminal takes for orders. */
    private static String shortened(String command) {
        String printable = command.replaceAll("\\p{Cntrl}", " ");
        return printable.length() <= COMMAND_WIDTH ? printable : printable.substring(0, COMMAND_WIDTH) + " ...";
    }
}
