package dev.sluice.benchmarks.contender;

import dev.sluice.benchmarks.worker.Receiver;
import dev.sluice.benchmarks.worker.Sender;
import dev.sluice.benchmarks.worker.Site;
import dev.sluice.benchmarks.workload.Kind;
import dev.sluice.benchmarks.workload.Workload;
import java.util.List;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** JeroMQ over ipc: each producer pushes to all consumers in turn, whether they are busy or not. */
final class JeroMqIpc extends JavaContender {
    JeroMqIpc() {
        super("jeromq", "JeroMQ ipc");
    }

    @Override
    public String note() {
        return "PUSH and PULL, high-water marks of 1024 at both ends; static round robin; W5 with Apache Fory, registered";
    }

    @Override
    public boolean supports(Workload workload) {
        return workload.kind() != Kind.JOINABLE;
    }

    @Override
    public List<String> jvmOptions() {
        return PeerOptions.UNSAFE;
    }

    @Override
    @SuppressWarnings("resource") // both live as long as the process
    public <E> Sender<E> sender(Site site) throws Exception {
        ZMQ.Socket socket = new ZContext().createSocket(SocketType.PUSH);
        socket.setHWM(Workload.CAPACITY);
        int consumers = site.workload().consumers();
        for (int consumer = 0; consumer < consumers; consumer++) {
            Site other = new Site(site.folder(), site.link(), site.workload(), consumer);
            other.await(mark(other));
            socket.connect(address(other));
        }
        ByteArrayFormat<E> format = ByteArrayFormat.of(site.workload());
        return element -> socket.send(format.write(element), 0);
    }

    @Override
    @SuppressWarnings("resource") // both live as long as the process
    public <E> Receiver<E> receiver(Site site) throws Exception {
        ZMQ.Socket socket = new ZContext().createSocket(SocketType.PULL);
        socket.setHWM(Workload.CAPACITY);
        socket.bind(address(site));
        site.announce(mark(site));
        ByteArrayFormat<E> format = ByteArrayFormat.of(site.workload());
        return handler -> handler.accept(format.read(socket.recv(0)));
    }

    private static String mark(Site site) {
        return "-" + site.index();
    }

    private static String address(Site site) {
        return "ipc://" + site.file(mark(site) + ".ipc");
    }
}
