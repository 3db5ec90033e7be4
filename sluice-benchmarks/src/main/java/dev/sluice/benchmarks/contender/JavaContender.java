package dev.sluice.benchmarks.contender;

import dev.sluice.benchmarks.worker.Exchange;
import dev.sluice.benchmarks.worker.Receiver;
import dev.sluice.benchmarks.worker.Sender;
import dev.sluice.benchmarks.worker.Site;
import dev.sluice.benchmarks.worker.WorkerMain;
import dev.sluice.benchmarks.workload.Payload;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A contender whose members are written in Java: a process each, or threads of one process. */
public abstract class JavaContender implements Contender {
    private final String id;
    private final String title;

    /** A contender of a name. */
    protected JavaContender(String id, String title) {
        this.id = id;
        this.title = title;
    }

    @Override
    public final String id() {
        return id;
    }

    @Override
    public final String title() {
        return title;
    }

    @Override
    public String note() {
        return "";
    }

    @Override
    public List<String> jvmOptions() {
        return List.of();
    }

    /** What tells its JVMs where to put their files, if they are not told otherwise. */
    protected List<String> folderOptions(Launch launch) {
        return List.of();
    }

    /** Whether all members are threads of one process. */
    protected boolean isBetweenThreads() {
        return false;
    }

    /**
     * The end of a producer; called in its process.
     *
     * @param <E>  what the workload sends
     * @param site where the producer stands
     */
    public abstract <E> Sender<E> sender(Site site) throws Exception;

    /**
     * The end of a consumer; called in its process.
     *
     * @param <E>  what the workload sends
     * @param site where the consumer stands
     */
    public abstract <E> Receiver<E> receiver(Site site) throws Exception;

    /**
     * What looks at each element that a consumer receives; by default the check of the workload.
     *
     * @param <E> what the workload sends
     */
    public <E> Consumer<E> check(Payload<E> payload) {
        return payload.check();
    }

    /**
     * One side of an exchange of requests and replies; called in its process. By default two ways, one for each
     * direction.
     */
    public Exchange exchange(Site site, boolean requester) throws Exception {
        if (requester) {
            Sender<Integer> requests = sender(site.on("request"));
            return new Exchange(requests, receiver(site.on("reply")));
        }
        // The side that receives makes the way, so each side begins with the requests.
        Receiver<Integer> requests = receiver(site.on("request"));
        return new Exchange(sender(site.on("reply")), requests);
    }

    @Override
    public final List<List<String>> commands(Launch launch) {
        int members = launch.workload().members();
        List<String> all = IntStream.range(0, members).mapToObj(Integer::toString).toList();
        return isBetweenThreads()
                ? List.of(command(launch, all))
                : all.stream().map(member -> command(launch, List.of(member))).toList();
    }

    private List<String> command(Launch launch, List<String> members) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(launch.jvmOptions());
        command.addAll(jvmOptions());
        command.addAll(folderOptions(launch));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), WorkerMain.class.getName()));
        command.addAll(List.of(id, launch.workload().id(), launch.folder().toString()));
        command.add(members.stream().collect(Collectors.joining(",")));
        return List.copyOf(command);
    }
}
