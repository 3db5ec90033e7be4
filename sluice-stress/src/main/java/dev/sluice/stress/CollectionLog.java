package dev.sluice.stress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The log of one JVM about the times when all of its threads waited for the garbage collector. Each line is written when one is
 * over, with the time of {@link System#nanoTime()}, so that it outlives kill -9.
 */
record CollectionLog(Path file) {
    private static final Pattern LINE =
            Pattern.compile("\\[(\\d+)ns\\] Safepoint \"\\w*Collect\\w*\".* Total: +(\\d+) ns.*");

    /** What makes the JVM write it; with room for the {@linkplain LiveHeap heap}, and old objects apart from young ones. */
    List<String> options() {
        return List.of("-Xmx192m", "-Xmn24m", "-Xlog:safepoint:file=" + file + ":timenanos:filecount=0");
    }

    /** Reads and removes it. */
    List<Interval> take() throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        List<Interval> intervals = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches()) { // the last line may be half of one
                long end = Long.parseLong(matcher.group(1));
                intervals.add(new Interval(end - Long.parseLong(matcher.group(2)), end));
            }
        }
        Files.delete(file);
        return intervals;
    }
}
