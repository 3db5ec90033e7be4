package dev.sluice.benchmarks;

import dev.sluice.benchmarks.growth.AttachedProcesses;
import dev.sluice.benchmarks.growth.ElementSize;
import dev.sluice.benchmarks.growth.QueuedElements;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures what an element costs as things grow. */
@Command(
        name = "growth",
        description = {
            "Measure what an element costs as things grow: elements queued, processes attached, bytes of an element.",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all was measured", "2:the command line is wrong"})
final class GrowthCommand implements Callable<Integer> {
    private static final int WARM_UP_ELEMENTS = 1000;

    @Option(
            names = "--queued",
            split = ",",
            paramLabel = "N",
            description = "How many elements are queued (default: ${DEFAULT-VALUE}).")
    private List<Long> queued = new ArrayList<>(List.of(1L, 1_000L, 1_000_000L, 10_000_000L));

    @Option(
            names = "--processes",
            split = ",",
            paramLabel = "N",
            description = "How many other processes are attached (default: ${DEFAULT-VALUE}).")
    private List<Integer> processes = new ArrayList<>(List.of(0, 1, 4, 16, 63));

    @Option(
            names = "--bytes",
            split = ",",
            paramLabel = "N",
            description = "How long an element is (default: ${DEFAULT-VALUE}).")
    private List<Integer> bytes =
            new ArrayList<>(List.of(8, 64, 512, 4 << 10, 32 << 10, 256 << 10, 2 << 20, 16 << 20));

    @Spec
    private CommandSpec spec;

    GrowthCommand() {}

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        // What is measured first would else be measured before it is compiled.
        QueuedElements.measure(WARM_UP_ELEMENTS);
        out.printf("%-20s%12s%12s%12s%n", "elements queued", "put ns", "take ns", "size ns");
        for (long each : queued) {
            QueuedElements cost = QueuedElements.measure(each);
            out.printf(
                    Locale.ROOT,
                    "%-,20d%12.1f%12.1f%12.1f%n",
                    each,
                    cost.putNanos(),
                    cost.takeNanos(),
                    cost.sizeNanos());
            out.flush();
        }
        out.printf("%n%-20s%12s%n", "processes attached", "put+take ns");
        for (int each : processes) {
            out.printf(Locale.ROOT, "%-20d%12.1f%n", each + 1, AttachedProcesses.measure(each).nanos());
            out.flush();
        }
        out.printf("%n%-20s%12s%12s%n", "bytes", "put+take ns", "MB/s");
        for (int each : bytes) {
            ElementSize cost = ElementSize.measure(each);
            out.printf(Locale.ROOT, "%-,20d%12.1f%12.1f%n", each, cost.nanos(), cost.bytesPerSecond() / 1e6);
            out.flush();
        }
        return 0;
    }
}
