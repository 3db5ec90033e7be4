package dev.sluice.benchmarks.contender;

import dev.sluice.benchmarks.workload.Workload;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** A way of CPython's multiprocessing. One program starts all members, since its queues pass to children only. */
final class CPython implements Contender {
    private static final String PROGRAM = "peer.py";

    private final String id;
    private final String title;
    private final Predicate<Workload> supported;

    CPython(String id, String title, Predicate<Workload> supported) {
        this.id = id;
        this.title = title;
        this.supported = supported;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public String note() {
        return PythonChoice.chosen().map(python -> python + ", start method fork").orElse("");
    }

    @Override
    public boolean supports(Workload workload) {
        return supported.test(workload);
    }

    @Override
    public String lack() {
        Optional<String> python = PythonChoice.chosen();
        return python.isPresent() ? "" : "there is no python3 on the PATH; install one, or give --python";
    }

    @Override
    public List<List<String>> commands(Launch launch) throws IOException {
        String python = PythonChoice.chosen().orElseThrow(() -> new IOException(lack()));
        Workload workload = launch.workload();
        return List.of(List.of(
                python,
                Resource.copy(PROGRAM, launch.folder()).toString(),
                id,
                workload.kind().name(),
                Integer.toString(workload.producers()),
                Integer.toString(workload.consumers()),
                Integer.toString(workload.bytes()),
                Long.toString(workload.silence().toMillis()),
                launch.gate().toString(),
                launch.folder().resolve(Launch.ROUND_TRIPS).toString()));
    }
}
