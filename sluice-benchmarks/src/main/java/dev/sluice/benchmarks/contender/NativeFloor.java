package dev.sluice.benchmarks.contender;

import dev.sluice.benchmarks.workload.Kind;
import dev.sluice.benchmarks.workload.Workload;
import java.io.IOException;
import java.util.List;

/** The floor of an exchange, in C: two words in shared memory between two processes that spin, or sleep in a futex. */
final class NativeFloor implements Contender {
    private static final String SOURCE = "floor.c";

    private final String id;
    private final String title;
    private final String way;
    private final List<Kind> kinds;

    NativeFloor(String id, String title, String way, Kind... kinds) {
        this.id = id;
        this.title = title;
        this.way = way;
        this.kinds = List.of(kinds);
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
        return "gcc -O2";
    }

    @Override
    public boolean supports(Workload workload) {
        return kinds.contains(workload.kind());
    }

    @Override
    public String lack() {
        return CCompiler.isThere() ? "" : "there is no gcc; install it to have the floor in C";
    }

    @Override
    public List<List<String>> commands(Launch launch) throws IOException {
        return List.of(List.of(
                CCompiler.compile(Resource.copy(SOURCE, launch.folder())).toString(),
                way,
                Long.toString(launch.workload().silence().toMillis()),
                launch.gate().toString(),
                launch.folder().resolve(Launch.ROUND_TRIPS).toString()));
    }
}
