package dev.sluice.benchmarks.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.benchmarks.contender.Contenders;
import dev.sluice.benchmarks.report.Results;
import dev.sluice.benchmarks.workload.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class SeriesTest {
    private static final Path MEMORY = Path.of("/dev/shm");

    @Test
    void aShortRunBetweenProcessesGivesFiguresAndLeavesNothingBehind() throws IOException, InterruptedException {
        Series series = new Series(
                List.of(Workload.named("W1")),
                Contenders.named(List.of("sluice", "abq")),
                (workload, contender) -> true,
                1,
                new Timing(Duration.ofMillis(50), Duration.ofMillis(200)),
                List.of("-XX:TieredStopAtLevel=1"));
        List<Measurement> seen = series.run(ignored -> {});
        assertEquals(series.trials(), seen.size());
        assertEquals(List.of(), new Results(seen).failures());
        assertTrue(seen.stream().allMatch(each -> each.value() > 0), seen::toString);
        assertTrue(seen.stream().allMatch(each -> each.floor().pingNanos() > 0), seen::toString);
        assertEquals(List.of(), ownFolders());
    }

    private static List<Path> ownFolders() throws IOException {
        if (!Files.isDirectory(MEMORY)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(MEMORY)) {
            String own = "sluice-bench-" + ProcessHandle.current().pid() + "-";
            return files.filter(file -> file.getFileName().toString().startsWith(own))
                    .toList();
        }
    }
}
