package dev.sluice.benchmarks.contender;

import dev.sluice.benchmarks.worker.Receiver;
import dev.sluice.benchmarks.worker.Sender;
import dev.sluice.benchmarks.worker.Site;
import dev.sluice.benchmarks.workload.Workload;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** A Unix domain socket with object streams. */
final class UnixSocket extends JavaContender {
    UnixSocket() {
        super("socket", "Unix socket, object streams");
    }

    @Override
    public String note() {
        return "flush and reset after each element";
    }

    @Override
    public boolean supports(Workload workload) {
        return workload.isOneToOne();
    }

    @Override
    @SuppressWarnings("resource") // lives as long as the process
    public <E> Sender<E> sender(Site site) throws Exception {
        site.await("");
        SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(site.file(".socket")));
        return ObjectStreams.sender(Channels.newOutputStream(channel));
    }

    @Override
    @SuppressWarnings("resource") // lives as long as the process
    public <E> Receiver<E> receiver(Site site) throws Exception {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(site.file(".socket")));
        site.announce("");
        return ObjectStreams.receiver(Channels.newInputStream(server.accept()));
    }
}
