package dev.sluice.benchmarks.contender;

import dev.sluice.benchmarks.worker.Receiver;
import dev.sluice.benchmarks.worker.Sender;
import dev.sluice.benchmarks.worker.Site;
import dev.sluice.benchmarks.workload.Kind;
import dev.sluice.benchmarks.workload.Workload;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;

/** A blocking queue of the JDK between threads of one JVM. */
final class ThreadQueue extends JavaContender {
    private final IntFunction<BlockingQueue<?>> maker;
    private final Map<String, BlockingQueue<?>> queues = new ConcurrentHashMap<>();
    private final String note;

    ThreadQueue(String id, String title, String note, IntFunction<BlockingQueue<?>> maker) {
        super(id, title + " (threads)");
        this.maker = maker;
        this.note = note;
    }

    @Override
    public String note() {
        return note;
    }

    /** Bytes would not be copied, and nothing is acknowledged. */
    @Override
    public boolean supports(Workload workload) {
        return workload.kind() != Kind.BYTES && workload.kind() != Kind.JOINABLE;
    }

    @Override
    protected boolean isBetweenThreads() {
        return true;
    }

    @Override
    public <E> Sender<E> sender(Site site) {
        BlockingQueue<E> queue = queue(site);
        return queue::put;
    }

    @Override
    public <E> Receiver<E> receiver(Site site) {
        BlockingQueue<E> queue = queue(site);
        return handler -> handler.accept(queue.take());
    }

    @SuppressWarnings("unchecked") // each way has elements of one type
    private <E> BlockingQueue<E> queue(Site site) {
        return (BlockingQueue<E>) queues.computeIfAbsent(site.link(), link -> maker.apply(Workload.CAPACITY));
    }
}
