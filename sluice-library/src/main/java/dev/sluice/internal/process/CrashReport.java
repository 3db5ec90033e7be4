package dev.sluice.internal.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The file that a JVM writes when it crashes, and what it says in one line.
 *
 * @param file     where it is
 * @param headline such as {@code SIGSEGV (0xb) at pc=0x..., problematic frame: C [libc.so.6+0x...]}
 */
public record CrashReport(Path file, String headline) {
    private static final String OPTION = "-XX:ErrorFile=";
    private static final int MOST_LINES = 40;
    private static final int LONGEST_HEADLINE = 500;
    private static final String FRAME = "# Problematic frame:";

    /**
     * Looks where the JVM writes it: where it was told to, else in its folder, else in the temporary one.
     *
     * @param pid      the process that has ended
     * @param settings as it was started
     * @param since    when it was started: a report that is older is of another process
     * @return the report; empty if there is none
     */
    public static Optional<CrashReport> find(long pid, LaunchSettings settings, Instant since) {
        for (Path file : candidates(pid, settings)) {
            try {
                // File systems may keep times in whole seconds.
                if (Files.isRegularFile(file)
                        && !Files.getLastModifiedTime(file).toInstant().isBefore(since.minusSeconds(2))) {
                    return Optional.of(new CrashReport(file, headline(file)));
                }
            } catch (IOException unreadable) {
                // The next one, then.
            }
        }
        return Optional.empty();
    }

    private static List<Path> candidates(long pid, LaunchSettings settings) {
        Path folder = settings.workingDirectory().orElse(Path.of("")).toAbsolutePath();
        List<Path> candidates = new ArrayList<>();
        for (String option : JavaCommand.chosenOptions(settings)) {
            if (option.startsWith(OPTION)) {
                String name = option.substring(OPTION.length()).replace("%p", Long.toString(pid)).replace("%%", "%");
                candidates.addFirst(folder.resolve(name));
            }
        }
        String usual = "hs_err_pid" + pid + ".log";
        candidates.add(folder.resolve(usual));
        candidates.add(Path.of("/tmp", usual));
        candidates.add(Path.of(System.getProperty("java.io.tmpdir"), usual));
        return candidates;
    }

    private static String headline(Path file) throws IOException {
        List<String> said = new ArrayList<>();
        // Native names in it may be of any encoding.
        Charset anyBytes = StandardCharsets.ISO_8859_1;
        try (BufferedReader lines = Files.newBufferedReader(file, anyBytes)) {
            String line = lines.readLine();
            for (int i = 0; line != null && line.startsWith("#") && i < MOST_LINES; i++) {
                if (line.startsWith(FRAME)) {
                    said.add("problematic frame: " + text(lines.readLine()));
                    break;
                }
                if (!isPreamble(line)) {
                    said.add(text(line));
                }
                line = lines.readLine();
            }
        }
        String headline = String.join("; ", said);
        return headline.length() <= LONGEST_HEADLINE ? headline : headline.substring(0, LONGEST_HEADLINE) + " ...";
    }

    private static String text(String line) {
        boolean isPart = line != null && line.startsWith("#"); // a full disk may have cut the report off anywhere
        return isPart ? line.substring(1).strip().replaceAll("\\s+", " ") : "unknown";
    }

    private static boolean isPreamble(String line) {
        String text = text(line);
        return text.isEmpty()
                || text.startsWith("A fatal error has been detected")
                || text.startsWith("JRE version:")
                || text.startsWith("Java VM:")
                || text.startsWith("Possible reasons:")
                || text.startsWith("Possible solutions:")
                || text.startsWith("Core dump")
                || text.startsWith("No core dump");
    }
}
