package dev.sluice.benchmarks.contender;

import dev.sluice.Connection;
import dev.sluice.Pipe;
import dev.sluice.benchmarks.worker.Receiver;
import dev.sluice.benchmarks.worker.Sender;
import dev.sluice.benchmarks.worker.Site;
import dev.sluice.benchmarks.workload.Kind;
import dev.sluice.benchmarks.workload.Payload;
import dev.sluice.benchmarks.workload.Workload;
import java.util.List;
import java.util.function.Consumer;

/** Sluice's pipes with bytes that the consumer reads where they lie, without a copy of its own. */
final class SluiceInPlace extends JavaContender {
    SluiceInPlace() {
        super("sluice-in-place", "Sluice pipe, read in place");
    }

    @Override
    public String note() {
        return "the producer copies its array in; the consumer copies nothing, unlike all others";
    }

    @Override
    public boolean supports(Workload workload) {
        return workload.kind() == Kind.BYTES;
    }

    @Override
    public List<String> jvmOptions() {
        return SluiceMode.NATIVE.jvmOptions();
    }

    @Override
    protected List<String> folderOptions(Launch launch) {
        return SluiceMode.folderOptions(launch);
    }

    @Override
    public <E> Sender<E> sender(Site site) throws Exception {
        Connection end = Rendezvous.take(site);
        return element -> end.sendBytes((byte[]) element);
    }

    @Override
    @SuppressWarnings("unchecked") // the check of this contender wants the memory of the messages
    public <E> Receiver<E> receiver(Site site) throws Exception {
        Pipe pipe = Pipe.oneWay();
        Rendezvous.give(site, pipe.second(), 1);
        Connection end = pipe.first();
        return handler -> {
            try (Connection.Message message = end.recvInPlace()) {
                handler.accept((E) message.memory());
            }
        };
    }

    @Override
    @SuppressWarnings("unchecked") // see the receiver
    public <E> Consumer<E> check(Payload<E> payload) {
        return (Consumer<E>) (Consumer<?>) payload.checkInPlace();
    }
}
