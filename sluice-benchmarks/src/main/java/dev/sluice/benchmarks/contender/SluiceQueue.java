package dev.sluice.benchmarks.contender;

import dev.sluice.JoinableQueue;
import dev.sluice.ProcessQueue;
import dev.sluice.benchmarks.worker.Receiver;
import dev.sluice.benchmarks.worker.Sender;
import dev.sluice.benchmarks.worker.Site;
import dev.sluice.benchmarks.workload.Kind;
import dev.sluice.benchmarks.workload.Workload;
import java.util.List;

/** Sluice's queues as a user has them: {@code create(1024)}, {@code put}, {@code take}. */
final class SluiceQueue extends JavaContender {
    private final SluiceMode mode;

    SluiceQueue(String id, String title, SluiceMode mode) {
        super(id, title);
        this.mode = mode;
    }

    @Override
    public String note() {
        return mode.note();
    }

    @Override
    public boolean supports(Workload workload) {
        return true;
    }

    @Override
    public List<String> jvmOptions() {
        return mode.jvmOptions();
    }

    @Override
    protected List<String> folderOptions(Launch launch) {
        return SluiceMode.folderOptions(launch);
    }

    @Override
    public <E> Sender<E> sender(Site site) throws Exception {
        ProcessQueue<E> queue = Rendezvous.take(site);
        return queue instanceof JoinableQueue<E> joinable ? new JoinableSender<>(joinable) : queue::put;
    }

    @Override
    public <E> Receiver<E> receiver(Site site) throws Exception {
        ProcessQueue<E> queue = queue(site);
        if (queue instanceof JoinableQueue<E> joinable) {
            return handler -> {
                handler.accept(joinable.take());
                joinable.taskDone();
            };
        }
        return handler -> handler.accept(queue.take());
    }

    /** The first consumer makes the queue; its handles travel to the others, as they do in a user's program. */
    private static <E> ProcessQueue<E> queue(Site site) throws Exception {
        if (site.index() > 0) {
            return Rendezvous.take(site);
        }
        ProcessQueue<E> queue = site.workload().kind() == Kind.JOINABLE
                ? JoinableQueue.create(Workload.CAPACITY)
                : ProcessQueue.create(Workload.CAPACITY);
        Rendezvous.give(site, queue, site.workload().members() - 1);
        return queue;
    }

    private record JoinableSender<E>(JoinableQueue<E> queue) implements Sender<E> {
        @Override
        public void send(E element) throws InterruptedException {
            queue.put(element);
        }

        @Override
        public void finish() throws InterruptedException {
            queue.join();
        }
    }
}
