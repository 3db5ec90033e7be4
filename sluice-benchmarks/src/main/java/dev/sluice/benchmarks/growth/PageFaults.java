package dev.sluice.benchmarks.growth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How often this process has had the system bring a page, without reading from a disk. */
final class PageFaults {
    private static final Path STAT = Path.of("/proc/self/stat");
    /** Of those behind the name of the program, which stands in parentheses. */
    private static final int FIELD = 7;

    private PageFaults() {}

    /** Up to now; 0 where the system does not tell. */
    static long now() {
        try {
            String stat = Files.readString(STAT);
            return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[FIELD]);
        } catch (IOException e) {
            return 0;
        }
    }
}
