package dev.sluice.internal.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much memory a process occupies, where the system tells. */
public final class ResidentMemory {
    private static final String FIELD = "VmRSS:";
    private static final String UNIT = "kB";

    private ResidentMemory() {}

    /** {@return its resident memory; 0 if the process is gone, or the system is not Linux} */
    public static long bytesOf(long pid) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"), StandardCharsets.ISO_8859_1)) {
                if (line.startsWith(FIELD)) {
                    String kilobytes = line.substring(FIELD.length()).replace(UNIT, "").strip();
                    return Long.parseLong(kilobytes) * 1024;
                }
            }
        } catch (IOException | NumberFormatException unknown) {
            // As on systems that do not tell.
        }
        return 0;
    }
}
