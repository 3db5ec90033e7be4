package dev.sluice.benchmarks.contender;

import dev.sluice.benchmarks.worker.Receiver;
import dev.sluice.benchmarks.worker.Sender;
import dev.sluice.benchmarks.worker.Site;
import dev.sluice.benchmarks.workload.Kind;
import dev.sluice.benchmarks.workload.Workload;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jctools.queues.MpmcArrayQueue;

/** JCTools' bounded queue for many producers and consumers, between threads of one JVM. It does not block: who waits, spins and yields. */
final class JcToolsQueue extends JavaContender {
    private final Map<String, MpmcArrayQueue<Object>> queues = new ConcurrentHashMap<>();

    JcToolsQueue() {
        super("jctools", "JCTools MpmcArrayQueue (threads)");
    }

    @Override
    public String note() {
        return "spins 100 times, then yields, instead of blocking";
    }

    @Override
    public boolean supports(Workload workload) {
        return workload.kind() != Kind.BYTES && workload.kind() != Kind.JOINABLE
                && workload.kind() != Kind.ASLEEP_EXCHANGE;
    }

    @Override
    protected boolean isBetweenThreads() {
        return true;
    }

    @Override
    public List<String> jvmOptions() {
        return PeerOptions.UNSAFE;
    }

    @Override
    public <E> Sender<E> sender(Site site) {
        MpmcArrayQueue<Object> queue = queue(site);
        return element -> {
            for (int spins = 0; !queue.offer(element); spins++) {
                Spinning.pause(spins);
            }
        };
    }

    @Override
    @SuppressWarnings("unchecked") // each way has elements of one type
    public <E> Receiver<E> receiver(Site site) {
        MpmcArrayQueue<Object> queue = queue(site);
        return handler -> {
            Object element = queue.poll();
            for (int spins = 0; element == null; spins++) {
                Spinning.pause(spins);
                element = queue.poll();
            }
            handler.accept((E) element);
        };
    }

    private MpmcArrayQueue<Object> queue(Site site) {
        return queues.computeIfAbsent(site.link(), link -> new MpmcArrayQueue<>(Workload.CAPACITY));
    }
}
