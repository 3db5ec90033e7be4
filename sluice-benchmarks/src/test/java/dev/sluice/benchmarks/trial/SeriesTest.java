package dev.sluice.benchmarks.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.benchmarks.contender.Contender;
import dev.sluice.benchmarks.contender.Contenders;
import dev.sluice.benchmarks.contender.Launch;
import dev.sluice.benchmarks.floor.FloorMeter;
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
                (workload, contender) -> 1,
                new Timing(Duration.ofMillis(50), Duration.ofMillis(200)),
                List.of("-XX:TieredStopAtLevel=1"));
        List<Measurement> seen = run(series);
        assertEquals(series.trials(), seen.size());
        assertEquals(List.of(), new Results(seen).failures());
        assertTrue(seen.stream().allMatch(each -> each.value() > 0), seen::toString);
        assertTrue(seen.stream().allMatch(each -> each.floor().pingNanos() > 0), seen::toString);
        assertEquals(List.of(), ownFolders());
    }

    @Test
    void whoCannotBeStartedFailsItsTrialAndNotTheRun() throws IOException, InterruptedException {
        Series series = new Series(
                List.of(Workload.named("W1")),
                List.of(new Missing()),
                (workload, contender) -> 2,
                new Timing(Duration.ZERO, Duration.ofMillis(1)),
                List.of());
        List<Measurement> seen = run(series);
        assertEquals(2, new Results(seen).failures().size());
        assertTrue(seen.getFirst().failure().contains("could not be started"), seen::toString);
    }

    private static List<Measurement> run(Series series) throws IOException, InterruptedException {
        try (RunFolder folder = new RunFolder();
                FloorMeter meter = new FloorMeter(folder.path())) {
            return series.run(folder, meter, ignored -> {});
        }
    }

    private static final class Missing implements Contender {
        @Override
        public String id() {
            return "missing";
        }

        @Override
        public String title() {
            return "one whose program is not there";
        }

        @Override
        public String note() {
            return "";
        }

        @Override
        public boolean supports(Workload workload) {
            return true;
        }

        @Override
        public List<List<String>> commands(Launch launch) {
            return List.of(List.of(launch.folder().resolve("no-such-program").toString()));
        }
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
