package dev.sluice.benchmarks.contender;

import dev.sluice.Connection;
import dev.sluice.Pipe;
import dev.sluice.benchmarks.worker.Exchange;
import dev.sluice.benchmarks.worker.Receiver;
import dev.sluice.benchmarks.worker.Sender;
import dev.sluice.benchmarks.worker.Site;
import dev.sluice.benchmarks.workload.Kind;
import dev.sluice.benchmarks.workload.Workload;
import java.util.List;

/** Sluice's pipes as a user has them: one way for elements, one duplex pipe for an exchange; bytes as bytes. */
final class SluicePipe extends JavaContender {
    private final SluiceMode mode;

    SluicePipe(String id, String title, SluiceMode mode) {
        super(id, title);
        this.mode = mode;
    }

    @Override
    public String note() {
        return mode.note();
    }

    @Override
    public boolean supports(Workload workload) {
        return workload.isOneToOne();
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
        Connection end = Rendezvous.take(site);
        return site.workload().kind() == Kind.BYTES ? element -> end.sendBytes((byte[]) element) : end::send;
    }

    @Override
    @SuppressWarnings("unchecked") // a workload of bytes has elements of bytes
    public <E> Receiver<E> receiver(Site site) throws Exception {
        Pipe pipe = Pipe.oneWay();
        Rendezvous.give(site, pipe.second(), 1);
        Connection end = pipe.first();
        return site.workload().kind() == Kind.BYTES
                ? handler -> handler.accept((E) end.recvBytes())
                : handler -> handler.accept(end.recv());
    }

    @Override
    public Exchange exchange(Site site, boolean requester) throws Exception {
        if (requester) {
            return exchange(Rendezvous.take(site));
        }
        Pipe pipe = Pipe.duplex();
        Rendezvous.give(site, pipe.first(), 1);
        return exchange(pipe.second());
    }

    private static Exchange exchange(Connection end) {
        return new Exchange(end::send, handler -> handler.accept(end.recv()));
    }
}
