package dev.sluice.benchmarks.contender;

import dev.sluice.benchmarks.workload.Kind;
import dev.sluice.benchmarks.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;

/** Who takes part. */
public final class Contenders {
    private static final List<Contender> ALL = List.of(
            new SluiceQueue("sluice", "Sluice queue", SluiceMode.NATIVE),
            new SluicePipe("sluice-pipe", "Sluice pipe", SluiceMode.NATIVE),
            new SluiceInPlace(),
            new SluiceQueue("sluice-portable", "Sluice queue, portable", SluiceMode.PORTABLE),
            new SluicePipe("sluice-pipe-portable", "Sluice pipe, portable", SluiceMode.PORTABLE),
            new ThreadQueue("abq", "ArrayBlockingQueue", "", ArrayBlockingQueue::new),
            new ThreadQueue("lbq", "LinkedBlockingQueue", "", LinkedBlockingQueue::new),
            new ThreadQueue("ltq", "LinkedTransferQueue", "has no bound", ignored -> new LinkedTransferQueue<>()),
            new JcToolsQueue(),
            new AgronaRing("agrona-1-1", "Agrona OneToOneRingBuffer", OneToOneRingBuffer::new),
            new AgronaRing("agrona-m-1", "Agrona ManyToOneRingBuffer", ManyToOneRingBuffer::new),
            new AeronIpc(),
            new ChronicleLog(),
            new JeroMqIpc(),
            new UnixSocket(),
            new NamedPipe(),
            new CPython("python-queue", "CPython Queue", workload -> workload.kind() != Kind.JOINABLE),
            new CPython("python-joinable", "CPython JoinableQueue", workload -> workload.kind() == Kind.JOINABLE),
            new CPython("python-pipe", "CPython Pipe", Workload::isOneToOne),
            new NativeFloor("spin-c", "two words, spinning, in C", "spin", Kind.BUSY_EXCHANGE),
            new NativeFloor(
                    "futex-c", "two futexes, in C", "futex", Kind.BUSY_EXCHANGE, Kind.ASLEEP_EXCHANGE));

    private Contenders() {}

    /** All of them, in the order of reports. */
    public static List<Contender> all() {
        return ALL;
    }

    /**
     * Those of some names, in the order of reports.
     *
     * @throws IllegalArgumentException if there is none of a name
     */
    public static List<Contender> named(List<String> ids) {
        List<String> unknown = new ArrayList<>(ids);
        unknown.removeAll(ALL.stream().map(Contender::id).toList());
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("there is no contender " + unknown + "; there are "
                    + ALL.stream().map(Contender::id).toList());
        }
        return ALL.stream().filter(each -> ids.contains(each.id())).toList();
    }

    /** The contender of a name whose members are written in Java. */
    public static JavaContender java(String id) {
        return named(List.of(id)).getFirst() instanceof JavaContender contender
                ? contender
                : throwNotJava(id);
    }

    private static JavaContender throwNotJava(String id) {
        throw new IllegalArgumentException("the members of " + id + " are not written in Java");
    }
}
