package dev.sluice.benchmarks;

import dev.sluice.benchmarks.growth.GrowthStudy;
import dev.sluice.benchmarks.study.Study;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures what an element costs as things grow. */
@Command(
        name = "growth",
        description = {
            "Measure what an element costs as things grow: elements queued, processes attached, bytes of an element;"
                    + " what it costs others when processes attach and detach; and the memory that queues occupy.",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the cost is flat",
            "1:it is not, or it could not be measured",
            "2:the command line is wrong"
        })
final class GrowthCommand extends StudyCommand {
    @Option(
            names = "--queued",
            split = ",",
            paramLabel = "N",
            description = "How many elements are queued (default: ${DEFAULT-VALUE}).")
    private List<Long> queued = new ArrayList<>(GrowthStudy.DEFAULT.queued());

    @Option(
            names = "--processes",
            split = ",",
            paramLabel = "N",
            description = "How many processes are attached, from 1 up (default: ${DEFAULT-VALUE}).")
    private List<Integer> processes = new ArrayList<>(GrowthStudy.DEFAULT.processes());

    @Option(
            names = "--bytes",
            split = ",",
            paramLabel = "N",
            description = "How long an element is (default: ${DEFAULT-VALUE}).")
    private List<Integer> bytes = new ArrayList<>(GrowthStudy.DEFAULT.bytes());

    GrowthCommand() {}

    @Override
    Study study() {
        if (queued.stream().anyMatch(each -> each < 1)
                || processes.stream().anyMatch(each -> each < 1)
                || bytes.stream().anyMatch(each -> each < 1)) {
            throw wrong("--queued, --processes and --bytes want numbers of 1 or more");
        }
        return new GrowthStudy(
                List.copyOf(queued), processes.stream().sorted().toList(), List.copyOf(bytes));
    }
}
